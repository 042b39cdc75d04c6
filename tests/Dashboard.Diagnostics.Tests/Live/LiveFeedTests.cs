using Dashboard.Diagnostics.Live;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests.Live;

public sealed class LiveFeedTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));
    private readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new LiveFeed(new RuntimeSampler(_time), _time);

    public void Dispose() => _feed.Dispose();

    [Fact]
    public async Task Samples_are_taken_only_while_somebody_looks_and_by_one_sampler_for_all()
    {
        Assert.Equal(0, _feed.Samplers);
        using (var first = _feed.Join()!)
        using (var second = _feed.Join()!)
        {
            Assert.Equal((2, 1), (_feed.Viewers, _feed.Samplers));
            Assert.Equal(await NextAsync(first), await NextAsync(second)); // the very same records
        }

        Assert.Equal(0, _feed.Viewers);
        await Eventually.TrueAsync(() => _feed.Samplers == 0);
        // And again for the next who comes.
        using var third = _feed.Join()!;
        Assert.Equal(1, _feed.Samplers);
        Assert.NotEmpty(await NextAsync(third));
    }

    [Fact]
    public async Task History_comes_first_and_then_each_new_point()
    {
        using var first = _feed.Join()!;
        await NextAsync(first);
        for (var i = 0; i < 3; i++)
            Assert.Single(await TickAsync(first));

        using var late = _feed.Join()!;
        var history = await NextAsync(late);
        Assert.Equal(4, history.Count);
        Assert.Equal([0, 1000, 2000, 3000], history.Select(p => p.At - history[0].At));
        var next = Assert.Single(await TickAsync(late));
        Assert.Equal(4000, next.At - history[0].At);
    }

    [Fact]
    public async Task Who_reads_slowly_gets_what_he_missed_as_far_as_it_is_kept()
    {
        using var fast = _feed.Join()!;
        using var slow = _feed.Join()!;
        await NextAsync(fast);
        for (var i = 0; i < LiveFeed.KeptPoints + 20; i++)
            await TickAsync(fast);

        var missed = await NextAsync(slow);
        Assert.Equal(LiveFeed.KeptPoints, missed.Count);
        Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), missed[^1].At);
    }

    [Fact]
    public void A_rate_is_over_the_time_since_the_point_before_and_absent_without_one()
    {
        var before = new RuntimeSampler(_time).Take();
        var after = before with
        {
            At = before.At + TimeSpan.FromSeconds(2),
            AllocatedBytes = before.AllocatedBytes + 4000,
            GcPause = before.GcPause + TimeSpan.FromMilliseconds(30),
            Exceptions = before.Exceptions + 10,
            LockContentions = before.LockContentions + 6,
            CpuTime = before.CpuTime + TimeSpan.FromSeconds(1),
            Collections = [before.Collections[0] + 8, before.Collections[1] + 2, before.Collections[2]],
            Connections = [new("10.0.0.1:443", false, 7), new(":80", true, 3), new("10.0.0.2:443", false, 2)],
        };

        var point = LivePoint.Of(after, before);
        Assert.Equal((2000.0, 15.0, 5.0, 3.0, 0.5, 4.0),
            (point.AllocatedBytesPerSecond, point.PausedMillisecondsPerSecond, point.ExceptionsPerSecond, point.ContentionsPerSecond, point.Processors, point.CollectionsPerSecond));
        Assert.Equal((9, 3), (point.Outgoing, point.Incoming));

        var first = LivePoint.Of(after, null);
        var afterPause = LivePoint.Of(after with { At = before.At + TimeSpan.FromMinutes(5) }, before);
        Assert.All([first, afterPause], p => Assert.Null(p.AllocatedBytesPerSecond));
    }

    [Fact]
    public void So_many_may_look_and_one_more_when_one_has_left()
    {
        var viewers = Enumerable.Range(0, LiveFeed.MostViewers).Select(_ => _feed.Join()!).ToList();
        Assert.Null(_feed.Join());
        viewers[0].Dispose();
        viewers[0].Dispose(); // once is enough
        using var next = _feed.Join();
        Assert.NotNull(next);
        Assert.Null(_feed.Join());
        viewers.ForEach(v => v.Dispose());
        Assert.Equal(1, _feed.Viewers);
    }

    private async Task<IReadOnlyList<LivePoint>> TickAsync(LiveViewer viewer)
    {
        // A tick that comes before the sampler waits for it is not lost.
        _time.Advance(LiveFeed.Interval);
        return await NextAsync(viewer);
    }

    private static Task<IReadOnlyList<LivePoint>> NextAsync(LiveViewer viewer) => viewer.NextAsync(TestContext.Current.CancellationToken);
}
