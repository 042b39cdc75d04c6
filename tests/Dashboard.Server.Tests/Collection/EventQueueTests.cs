using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

public sealed class EventQueueTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_storm_drops_the_oldest_and_what_is_handed_over_stays_bounded()
    {
        var deltas = new List<ClusterDelta>();
        var dropped = 0;
        var changes = Changes(deltas, () => dropped++);
        for (var i = 0; i < 10_000; i++)
        {
            changes.Upsert(Event(i));
        }

        changes.HandOver();

        Assert.Equal(10_000 - EventQueue.Capacity, dropped);
        Assert.Equal(Enumerable.Range(10_000 - EventQueue.Capacity, EventQueue.Capacity).Select(i => $"{i}"), Assert.Single(deltas).Events.Select(facts => facts.Id));
        changes.HandOver();
        Assert.Single(deltas);
    }

    [Fact]
    public void An_event_that_is_counted_on_while_it_waits_goes_out_once()
    {
        var deltas = new List<ClusterDelta>();
        var changes = Changes(deltas);
        for (var i = 1; i <= 5_000; i++)
        {
            changes.Upsert(Event(7) with { Count = i });
        }

        changes.HandOver();

        Assert.Equal(5_000, Assert.Single(Assert.Single(deltas).Events).Count);
    }

    [Fact]
    public async Task A_list_goes_out_in_pieces_newest_first_and_no_more_of_it_than_is_kept()
    {
        var deltas = new List<ClusterDelta>();
        var changes = Changes(deltas, maxEvents: 5_000);
        changes.Replace([.. Enumerable.Range(0, 20_000).Select(Event)]);
        changes.Upsert(Event(30_000));

        for (var i = 0; i < 3; i++)
        {
            await changes.WaitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
            changes.HandOver();
        }

        Assert.Equal([2000, 2000, 1001], deltas.Select(delta => delta.Events.Count));
        Assert.Equal(
            Enumerable.Range(15_000, 5_000).Append(30_000).Reverse().Select(i => $"{i}"),
            deltas.SelectMany(delta => delta.Events).Select(facts => facts.Id));
        Assert.False(changes.WaitAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public void A_list_that_grows_is_kept_within_twice_its_bound()
    {
        var list = new List<EventFacts>();
        var longest = 0;
        for (var page = 0; page < 100; page++)
        {
            list.AddRange(Enumerable.Range(page * 50, 50).Select(Event));
            longest = Math.Max(longest, list.Count);
            EventQueue.Trim(list, 100);
        }

        Assert.InRange(longest, 100, 200);
        Assert.Superset(Enumerable.Range(4_900, 100).Select(i => $"{i}").ToHashSet(), list.Select(facts => facts.Id).ToHashSet());
    }

    /// <summary>What the pods wait for in a storm: History's lock, taken for one hand-over's events.</summary>
    [Fact]
    public void A_full_hand_over_takes_milliseconds()
    {
        using var history = new ClusterHistory();
        var changes = new Changes(
            history.Apply, () => new CollectionStatus { ClusterName = "c", Source = ClusterSource.Kubeconfig, Interval = TimeSpan.Zero }, TimeProvider.System);
        var times = new List<double>();
        for (var round = 0; round < 30; round++)
        {
            for (var i = 0; i < EventQueue.Capacity; i++)
            {
                changes.Upsert(Event(i) with { Id = $"{round}/{i}", At = TimeProvider.System.GetUtcNow(), Name = $"pod-{i}" });
            }

            var started = TimeProvider.System.GetTimestamp();
            changes.HandOver();
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"{EventQueue.Capacity} events: {times[15]:0.0} ms in the middle, {times[^1]:0.0} ms at most");
        Assert.Equal(20_000, history.Read(0, static (reader, _) => reader.EventCount));
        Assert.InRange(times[15], 0, 50);
    }

    private static Changes Changes(List<ClusterDelta> deltas, Action? dropped = null, int maxEvents = 20_000) => new(
        delta =>
        {
            deltas.Add(delta);
            return deltas.Count;
        },
        () => new CollectionStatus { ClusterName = "c", Source = ClusterSource.Kubeconfig, Interval = TimeSpan.Zero },
        TimeProvider.System, maxEvents, dropped);

    private static EventFacts Event(int i) => new()
    {
        Id = $"{i}",
        At = Noon.AddSeconds(i),
        FirstAt = Noon,
        Reason = "Said",
        Message = "It was said.",
        Kind = "Pod",
        Namespace = "n",
        Name = "a",
    };
}
