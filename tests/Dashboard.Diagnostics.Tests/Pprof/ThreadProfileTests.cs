using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof;

[Collection(PlantedThreads.Collection)]
public sealed class ThreadProfileTests
{
    private const string Blocked = "Dashboard.Diagnostics.Tests.Fixtures.PlantedThreads.BlockedPlantedMethod";
    private const string Outer = "Dashboard.Diagnostics.Tests.Fixtures.PlantedThreads.OuterPlantedMethod";

    [Theory]
    [InlineData("threads")]
    [InlineData("threadcreate")]
    public async Task Fifty_threads_blocked_in_a_method_are_one_group_of_fifty(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        using var planted = new PlantedThreads(50, "blocked-fifty");
        await using var host = await DebugHost.StartAsync();

        var text = await host.TextAsync($"/debug/pprof/{name}?debug=1");
        var full = await host.TextAsync($"/debug/pprof/{name}?debug=2");
        using var answer = await host.GetAsync($"/debug/pprof/{name}");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        // Text: the largest group, with the frames from the leaf up.
        var total = int.Parse(Regex.Match(text, $@"\A{name} profile: total (\d+)\n").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(total, 55, 500);
        var groups = Regex.Matches(text, @"(?m)^(\d+) @((?: 0x[0-9a-f]+)+)\n((?:#\t0x[0-9a-f]+\t.+\+0x[0-9a-f]+\t.*:\d+\n)+)\n");
        var sizes = groups.Select(g => int.Parse(g.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Equal(total, sizes.Sum());
        Assert.Equal(50, sizes[0]);
        Assert.Matches($@"#\t0x[0-9a-f]+\t{Regex.Escape(Blocked)}\+0x8\t\S*tests/Dashboard\.Diagnostics\.Tests/Fixtures/PlantedThreads\.cs:{PlantedThreads.WaitLine}\n#\t0x[0-9a-f]+\t{Regex.Escape(Outer)}\+", groups[0].Value);
        Assert.Equal(50, Regex.Count(full, $"(?m)^thread=blocked-fifty role=application or native state=sleeping thread_id=\\d+:\n(#.*\n)*#.*{Regex.Escape(Blocked)}"));

        // File: one sample for each thread, with its labels.
        Assert.Equal([$"{name}/count"], file.SampleTypes);
        Assert.Equal($"{name}/count", file.PeriodType);
        Assert.Equal(1, file.Period);
        Assert.Equal(0, file.DurationNanoseconds);
        var samples = file.Samples.Where(s => s.Labels["thread"] == "blocked-fifty").ToList();
        Assert.Equal(50, samples.Count);
        Assert.Equal(50, samples.Select(s => s.Labels["thread_id"]).Distinct().Count());
        Assert.All(samples, s =>
        {
            Assert.Equal([1], s.Values);
            Assert.Equal("sleeping", s.Labels["state"]);
            Assert.Equal(Array.IndexOf(s.Stack, Blocked) + 1, Array.IndexOf(s.Stack, Outer));
            Assert.DoesNotContain("[unknown]", s.Stack);
        });
        Assert.Contains(file.Samples, s => s.Stack is [.., _] && s.Labels["role"] == "finalizer");
    }

    [Fact]
    public async Task A_difference_has_only_what_came_and_went()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        using var before = new PlantedThreads(3, "before");
        await using var host = await DebugHost.StartAsync();
        var asked = host.GetAsync("/debug/pprof/threads?seconds=1");
        // The first capture is over when the second begins, a second later; what is planted now is either in both or in the second only.
        await host.TextAsync("/debug/pprof/threads?debug=1");
        await host.TextAsync("/debug/pprof/threads?debug=1");
        using var after = new PlantedThreads(7, "after");
        using var answer = await asked;
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal("attachment; filename=\"threads-delta\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.InRange(file.DurationNanoseconds, 1_000_000_000, 20_000_000_000);
        Assert.Equal(7, file.Samples.Where(s => s.Labels["thread"] == "after").Sum(s => s.Values[0]));
        Assert.DoesNotContain(file.Samples, s => s.Labels["thread"] == "before");
    }

    [Fact]
    public async Task Many_ask_at_once_and_twenty_captures_leave_nothing_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        await host.TextAsync("/debug/pprof/threads?debug=1");
        var socketsBefore = UnixSockets();

        var started = Stopwatch.GetTimestamp();
        var shared = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.TextAsync("/debug/pprof/threads?debug=1")));
        var together = Stopwatch.GetElapsedTime(started);
        for (var i = 0; i < 20; i++)
            await host.TextAsync("/debug/pprof/threads");
        TestContext.Current.TestOutputHelper?.WriteLine($"20 at once: {together.TotalMilliseconds:0} ms");

        // One after the other they would take 2 s at the least: the runtime needs 100 ms to end a session.
        Assert.All(shared, s => Assert.StartsWith("threads profile: total ", s, StringComparison.Ordinal));
        Assert.True(shared.Distinct().Count() < 20, "Twenty callers at once had twenty captures.");
        // The socket's end is closed before the answer; the runtime closes its own a moment later.
        while (UnixSockets() > socketsBefore || ThreadNames().Any(n => n.StartsWith("debug ", StringComparison.Ordinal)))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"{UnixSockets() - socketsBefore} sockets, or a thread of a capture, are left.");
            await Task.Yield();
        }
    }

    // Connected sockets to the runtime's diagnostic port.
    private static int UnixSockets() => File.ReadAllLines("/proc/self/net/unix")
        .Count(l => l.EndsWith("-socket", StringComparison.Ordinal) && l.Contains($"/dotnet-diagnostic-{Environment.ProcessId}-", StringComparison.Ordinal));

    private static IEnumerable<string> ThreadNames() =>
        Diagnostics.Threads.ThreadsCapture.Read(TimeProvider.System).Threads.Select(t => t.Name);
}
