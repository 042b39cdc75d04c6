using System.Runtime.CompilerServices;
using System.Text;
using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests.Events;

/// <summary>Planted things are found in allocs, mutex, block and exceptions.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class EventProfileTests
{
    private const string ExceptionType = "[Dashboard.Diagnostics.Tests.Events.PlantedException]";

    [Theory]
    [InlineData(64, 1 << 20)] // each is sampled: the estimate is exact but for one in 28,000
    [InlineData(8 << 20, 128)] // 10,486 samples of 1.21 GB: the estimate's own deviation is 1 %
    public async Task Bytes_allocated_in_a_method_are_estimated_within_a_tenth(int objects, int bytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        await ReadAsync(host, "allocs");
        new EventPlants().AllocatePlanted(objects, bytes);
        var profile = await ReadAsync(host, "allocs");

        Assert.Equal(["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"], profile.SampleTypes);
        Assert.Equal(("space/bytes", 102_400, "alloc_space"), (profile.PeriodType, profile.Period, profile.DefaultSampleType));
        var planted = profile.Samples.Where(s => s.Stack is ["[System.Byte[]]", var method, ..] && method == EventPlants.Name("AllocatePlanted")).ToList();
        var whole = (double)objects * (bytes + 24); // an array's header and length
        Assert.InRange(planted.Sum(s => s.Values[1]), whole * 0.9, whole * 1.1);
        Assert.InRange(planted.Sum(s => s.Values[0]), objects * 0.9, objects * 1.1);
        Assert.All(profile.Samples, s => Assert.Equal([0, 0], s.Values[2..]));
    }

    [Fact]
    public async Task A_difference_over_seconds_has_only_what_was_allocated_in_them()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        await ReadAsync(host, "allocs");
        var plants = new EventPlants();
        plants.AllocatePlanted(200, 1 << 20);
        await ReadAsync(host, "allocs");
        var asked = ReadAsync(host, "allocs?seconds=1");
        var allocated = 0;
        while (!asked.IsCompleted)
        {
            // Slower than the difference is taken: nobody knows which of them fall into it, but it is never the 200.
            plants.AllocatePlanted(1, 1 << 20);
            allocated++;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        var planted = (await asked).Samples.Where(s => s.Stack.Contains(EventPlants.Name("AllocatePlanted"))).Sum(s => s.Values[0]);
        Assert.InRange(planted, 1, allocated);
        Assert.InRange((await ReadAsync(host, "allocs")).Samples.Where(s => s.Stack.Contains(EventPlants.Name("AllocatePlanted"))).Sum(s => s.Values[0]), 199 + planted, 201 + allocated);
    }

    [Theory]
    [InlineData(true, "WaitForMonitorPlanted")]
    [InlineData(false, "WaitForLockPlanted")]
    public async Task A_lock_held_for_100_ms_is_found_with_its_waiter_and_its_owner(bool isMonitor, string waiter)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        await ReadAsync(host, "mutex");
        await ReadAsync(host, "block");
        var (held, whole) = new EventPlants().Contend(isMonitor, TimeSpan.FromMilliseconds(100));
        var mutex = await ReadAsync(host, "mutex");
        var block = await ReadAsync(host, "block");

        foreach (var profile in new[] { mutex, block })
        {
            Assert.Equal(["contentions/count", "delay/nanoseconds"], profile.SampleTypes);
            Assert.Equal(("contentions/count", 1), (profile.PeriodType, profile.Period));
            var planted = Assert.Single(profile.Samples, s => s.Stack.Contains(EventPlants.Name(waiter)));
            Assert.Equal(1, planted.Values[0]);
            // The clock of the test and the runtime's are one; a millisecond for rounding.
            Assert.InRange(planted.Values[1], held.TotalNanoseconds - 1e6, whole.TotalNanoseconds + 1e6);
            if (profile == mutex)
                Assert.Equal("planted-holder", planted.Labels["owner"]);
            else
                Assert.DoesNotContain("[held by]", planted.Stack);
        }

        // How the holder spent its time is a wait as well, but not for a lock.
        Assert.Contains(block.Samples, s => s.Stack.Contains(EventPlants.Name(isMonitor ? "HoldMonitorPlanted" : "HoldLockPlanted")));
    }

    [Theory]
    [InlineData(true, "WaitForMonitorPlanted", "HoldMonitorPlanted")]
    [InlineData(false, "WaitForLockPlanted", "HoldLockPlanted")]
    public async Task The_method_that_holds_a_lock_for_long_is_found_on_top_of_who_waits(bool isMonitor, string waiter, string holder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        await ReadAsync(host, "mutex");
        using var enough = new ManualResetEventSlim();
        var contending = Task.Run(() => new EventPlants().Contend(isMonitor, enough), TestContext.Current.CancellationToken);
        EventSessionTests.Eventually(() => EventSessionTests.ThreadNames().Contains("debug owners"), "nobody looks at the owner");
        EventSessionTests.Eventually(() => !EventSessionTests.ThreadNames().Contains("debug owners"), "looking at the owner does not end");
        enough.Set();
        await contending;
        var planted = Assert.Single((await ReadAsync(host, "mutex")).Samples, s => s.Stack.Contains(EventPlants.Name(waiter)));

        var between = Array.IndexOf(planted.Stack, "[held by]");
        Assert.InRange(Array.IndexOf(planted.Stack, EventPlants.Name(holder)), 1, between - 1);
        Assert.InRange(Array.IndexOf(planted.Stack, EventPlants.Name(waiter)), between + 1, planted.Stack.Length);
        Assert.Equal(1, planted.Values[0]);
    }

    [Fact]
    public async Task Waits_for_a_handle_are_in_block()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        await ReadAsync(host, "block");
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        EventPlants.WaitPlanted(5, 20);
        var whole = System.Diagnostics.Stopwatch.GetElapsedTime(started);
        var block = await ReadAsync(host, "block");

        var planted = block.Samples.Where(s => s.Stack.Contains(EventPlants.Name("WaitPlanted"))).ToList();
        Assert.Equal(5, planted.Sum(s => s.Values[0]));
        Assert.InRange(planted.Sum(s => s.Values[1]), 5 * 19e6, whole.TotalNanoseconds + 1e6);
        Assert.DoesNotContain(block.Samples, s => s.Stack.Any(f => f.Contains("EventCounter.WaitForMark", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Five_hundred_exceptions_of_a_method_are_found_and_their_message_stays_inside()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        await ReadAsync(host, "exceptions");
        new EventPlants().ThrowPlanted(500);
        var profile = await ReadAsync(host, "exceptions");
        var text = await host.TextAsync("/debug/pprof/exceptions?debug=1") + await host.TextAsync("/debug/pprof/exceptions?debug=2");

        Assert.Equal(["exceptions/count"], profile.SampleTypes);
        var planted = Assert.Single(profile.Samples, s => s.Stack is [ExceptionType, var method, ..] && method == EventPlants.Name("ThrowPlanted"));
        Assert.Equal(500, planted.Values[0]);
        Assert.Contains($"{ExceptionType}+0x8", text, StringComparison.Ordinal);
        Assert.DoesNotContain(EventPlants.Secret, text, StringComparison.Ordinal);
        Assert.All(profile.Samples, s => Assert.DoesNotContain(EventPlants.Secret, string.Join(' ', [.. s.Stack, .. s.Labels.Values]), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_notes_tell_since_when_it_counts_and_that_a_deep_stack_is_cut()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        using var feeds = new EventFeeds(() => TimeSpan.FromMinutes(10), time);
        var source = new ExceptionProfile(feeds, time);
        var first = await source.CaptureAsync(default, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));
        var deep = new Thread(() => Recurse(200));
        deep.Start();
        deep.Join();
        var second = await source.CaptureAsync(default, TestContext.Current.CancellationToken);

        Assert.Equal("event session", second.Capture.Way);
        Assert.StartsWith("Counts since 2026-03-04 05:06:07 UTC, ", Assert.Single(first.Capture.Notes), StringComparison.Ordinal);
        Assert.Equal(first.Capture.Notes[0], second.Capture.Notes[0]);
        Assert.Equal("Some stacks are deeper than the 100 methods that the runtime tells: their outer methods are missing.", second.Capture.Notes[1]);
        Assert.Equal(time.GetUtcNow(), second.At);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Recurse(int depth)
    {
        if (depth == 0)
            new EventPlants().ThrowPlanted(1);
        else
            Recurse(depth - 1);
        GC.KeepAlive(ExceptionType);
    }

    internal static async Task<DecodedProfile> ReadAsync(DebugHost host, string path)
    {
        using var answer = await host.GetAsync($"/debug/pprof/{path}");
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        return DecodedProfile.Read(body);
    }
}
