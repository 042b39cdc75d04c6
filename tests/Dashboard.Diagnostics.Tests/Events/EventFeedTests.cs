using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests.Events;

[Collection(PlantedThreads.Collection)]
public sealed class EventFeedTests
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_count_ends_when_nobody_has_asked_for_a_while_and_begins_anew_with_the_next_question()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000));
        using var feeds = new EventFeeds(() => KeepFor, time);
        Assert.Null(feeds.Exceptions.Total);
        Assert.DoesNotContain("debug events", EventSessionTests.ThreadNames());

        var first = await feeds.Exceptions.ReadAsync(TestContext.Current.CancellationToken);
        new EventPlants().ThrowPlanted(7);
        time.Advance(KeepFor - TimeSpan.FromSeconds(1));
        var second = await feeds.Exceptions.ReadAsync(TestContext.Current.CancellationToken);
        time.Advance(KeepFor - TimeSpan.FromSeconds(1));
        var third = await feeds.Exceptions.ReadAsync(TestContext.Current.CancellationToken);

        // One count, however often it was asked in between.
        Assert.Same(first.Counter, third.Counter);
        Assert.Equal(first.Since, second.Since);
        Assert.True(third is { IsCurrent: true, Lost: 0 });
        Assert.True(feeds.Exceptions.Total >= 7);

        time.Advance(KeepFor);
        Assert.Null(feeds.Exceptions.Total);
        EventSessionTests.Eventually(() => !EventSessionTests.ThreadNames().Any(n => n.StartsWith("debug ", StringComparison.Ordinal)), "a thread is left");

        var later = await feeds.Exceptions.ReadAsync(TestContext.Current.CancellationToken);
        Assert.NotSame(first.Counter, later.Counter);
        Assert.Equal(time.GetUtcNow(), later.Since);
    }

    [Fact]
    public async Task Twenty_rounds_of_on_and_off_leave_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        var time = new FakeTimeProvider();
        using var feeds = new EventFeeds(() => KeepFor, time);
        await feeds.Waits.ReadAsync(TestContext.Current.CancellationToken);
        time.Advance(KeepFor);
        EventSessionTests.Eventually(() => !IsAnyThreadLeft(), "a thread is left before");
        var before = EventSessionTests.Connections();
        for (var i = 0; i < 20; i++)
        {
            await Task.WhenAll(
                feeds.Allocations.ReadAsync(TestContext.Current.CancellationToken),
                feeds.Contentions.ReadAsync(TestContext.Current.CancellationToken),
                feeds.Waits.ReadAsync(TestContext.Current.CancellationToken),
                feeds.Exceptions.ReadAsync(TestContext.Current.CancellationToken));
            time.Advance(KeepFor);
        }

        Assert.Null(feeds.Allocations.Total);
        EventSessionTests.Eventually(() => !IsAnyThreadLeft(), "a thread is left");
        EventSessionTests.Eventually(() => EventSessionTests.Connections() <= before, "a connection is left");
    }

    [Fact]
    public async Task The_end_of_the_application_ends_every_session()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using (var host = await DebugHost.StartAsync())
        {
            foreach (var name in new[] { "allocs", "mutex", "block", "exceptions" })
                await EventProfileTests.ReadAsync(host, name);
            Assert.Equal(4, EventSessionTests.ThreadNames().Count(n => n == "debug events"));
        }

        EventSessionTests.Eventually(() => !IsAnyThreadLeft(), "a thread is left");
    }

    [Fact]
    public async Task Without_a_question_nothing_runs_and_with_the_option_it_runs_from_the_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using (var host = await DebugHost.StartAsync())
        {
            await host.TextAsync("/debug/pprof/");
            Assert.False(IsAnyThreadLeft());
        }

        await using var kept = await DebugHost.StartAsync(o => o.EventsFromStart.Add("exceptions"));
        EventSessionTests.Eventually(() => EventSessionTests.ThreadNames().Contains("debug events"), "nothing counts");
        while (!Regex.IsMatch(await kept.TextAsync("/debug/pprof/"), @"(?m)^ +\d+ +exceptions "))
            await Task.Yield();
        new EventPlants().ThrowPlanted(3);
        var profile = await EventProfileTests.ReadAsync(kept, "exceptions");
        Assert.Equal(3, profile.Samples.Where(s => s.Stack.Contains(EventPlants.Name("ThrowPlanted"))).Sum(s => s.Values[0]));
        Assert.Single(EventSessionTests.ThreadNames(), n => n == "debug events");
    }

    [Fact]
    public async Task Zero_never_counts_and_says_so()
    {
        await using var host = await DebugHost.StartAsync(o => o.KeepEventsFor = TimeSpan.Zero);
        using var answer = await host.GetAsync("/debug/pprof/mutex");

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains("KeepEventsFor is 0", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00:05:59", null, "KeepEventsFor is 00:05:59: use 0 (never count) or 00:06:00 to 1.00:00:00.")]
    [InlineData("1.00:00:01", null, "KeepEventsFor is 1.00:00:01")]
    [InlineData("-00:10:00", null, "KeepEventsFor is -00:10:00")]
    [InlineData("00:10:00", "heap", "EventsFromStart names 'heap', which counts no events: use allocs, block, exceptions, mutex.")]
    public async Task An_option_out_of_range_stops_the_start_in_words(string keepFor, string? fromStart, string words)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => DebugHost.StartAsync(o =>
        {
            o.KeepEventsFor = TimeSpan.Parse(keepFor, System.Globalization.CultureInfo.InvariantCulture);
            if (fromStart is not null)
                o.EventsFromStart.Add(fromStart);
        }));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_leaves_a_difference_halfway_makes_room_and_leaves_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using (var host = await DebugHost.StartAsync())
        {
            using var left = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var asked = host.Client.GetAsync("/debug/pprof/exceptions?seconds=200", left.Token);
            EventSessionTests.Eventually(() => EventSessionTests.ThreadNames().Contains("debug events"), "the first capture has not begun");
            await left.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            HttpStatusCode status;
            do
            {
                using var answer = await host.GetAsync("/debug/pprof/exceptions?seconds=1");
                status = answer.StatusCode;
                Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The place of who has left is not free.");
            }
            while (status != HttpStatusCode.OK);
        }

        EventSessionTests.Eventually(() => !IsAnyThreadLeft(), "a thread is left");
    }

    private static bool IsAnyThreadLeft() => EventSessionTests.ThreadNames().Any(n => n is "debug events" or "debug stop" or "debug capture" or "debug trace" or "debug owners");
}
