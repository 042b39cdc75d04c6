using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

public sealed class EventsTests : IDisposable
{
    private readonly HistoryRig _rig = new(new HistoryOptions { MaxEvents = 100 });

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_events_of_an_object_come_newest_first_and_of_no_other()
    {
        Learn(Event("2", secondsAgo: 10), Event("1", secondsAgo: 20), Event("3", secondsAgo: 5));
        Learn(Event("4", name: "b"), Event("5", kind: "ReplicaSet"), Event("6") with { Namespace = "other" }, Event("7") with { Namespace = null });

        Assert.Equal(["3", "2", "1"], Ids("Pod", "default", "a"));
        Assert.Equal(["4"], Ids("Pod", "default", "b"));
        Assert.Equal(["7"], Ids("Pod", null, "a"));
        Assert.Empty(Ids("Pod", "default", "c"));
    }

    [Fact]
    public void With_a_uid_events_of_a_namesake_are_left_out_and_those_that_name_none_are_not()
    {
        Learn(Event("mine") with { Uid = "u1" }, Event("namesake's") with { Uid = "u2" }, Event("nobody's", secondsAgo: 1) with { Uid = null });

        Assert.Equal(["mine", "nobody's"], Ids("Pod", "default", "a", "u1"));
        Assert.Equal(3, Ids("Pod", "default", "a").Length);
    }

    [Fact]
    public void An_event_that_is_seen_again_is_counted_on_and_moves_to_the_front()
    {
        Learn(Event("back-off", secondsAgo: 60), Event("pulled", secondsAgo: 30));

        Learn(Event("back-off") with { Count = 7 });
        Learn(Event("back-off", secondsAgo: 60));

        var events = _rig.Read(reader => reader.Events("Pod", "default", "a"));
        Assert.Equal([("back-off", 7), ("pulled", 1)], events.Select(facts => (facts.Id, facts.Count)));
        Assert.Equal(2, _rig.Read(reader => reader.EventCount));
    }

    [Fact]
    public void Of_one_object_the_newest_twenty_are_kept()
    {
        Learn([.. Enumerable.Range(0, 30).Select(i => Event($"{i}", secondsAgo: i))]);

        Assert.Equal(Enumerable.Range(0, EventBook.MaxPerObject).Select(i => $"{i}"), Ids("Pod", "default", "a"));
        Assert.Equal(EventBook.MaxPerObject, _rig.Read(reader => reader.EventCount));
    }

    [Fact]
    public void Above_the_bound_the_oldest_are_forgotten_first()
    {
        Learn([.. Enumerable.Range(0, 100).Select(i => Event($"{i}", $"pod-{i}", secondsAgo: 200 - i))]);
        Learn(Event("0", "pod-0"));

        Learn(Event("new", "new"), Event("newer", "newer"));

        Assert.Equal(100, _rig.Read(reader => reader.EventCount));
        Assert.Equal(["0"], Ids("Pod", "default", "pod-0"));
        Assert.Empty(Ids("Pod", "default", "pod-1"));
        Assert.Empty(Ids("Pod", "default", "pod-2"));
        Assert.Equal(["3"], Ids("Pod", "default", "pod-3"));
    }

    [Fact]
    public void An_event_is_forgotten_an_hour_after_it_was_last_seen()
    {
        Learn(Event("old", secondsAgo: 1800), Event("again", secondsAgo: 1800));
        _rig.Pass(1200);
        Learn(Event("again"));
        _rig.Pass(601);

        Learn();

        Assert.Equal(["again"], Ids("Pod", "default", "a"));
        Learn(Event("too late", secondsAgo: 3600));
        Assert.Equal(1, _rig.Read(reader => reader.EventCount));
    }

    [Fact]
    public void Age_is_told_by_the_clock_of_the_cluster()
    {
        _rig.History.Apply(new ClusterDelta
        {
            At = _rig.At,
            Events = [Event("fresh there", secondsAgo: 7200)],
            Collection = new CollectionStatus { ClusterName = "c", Source = ClusterSource.Kubeconfig, Interval = TimeSpan.Zero, ClockSkewMilliseconds = -7_200_000 },
        });

        Assert.Equal(["fresh there"], Ids("Pod", "default", "a"));
    }

    [Fact]
    public void What_was_read_is_a_copy()
    {
        Learn(Event("1"));
        var before = _rig.Read(reader => reader.Events("Pod", "default", "a"));

        Learn(Event("2"));

        Assert.Single(before);
    }

    private void Learn(params EventFacts[] events) => _rig.History.Apply(new ClusterDelta { At = _rig.At, Events = events });

    private string[] Ids(string kind, string? @namespace, string name, string? uid = null) =>
        _rig.Read(reader => reader.Events(kind, @namespace, name, uid).Select(facts => facts.Id).ToArray());

    private EventFacts Event(string id, string name = "a", string kind = "Pod", double secondsAgo = 0) => new()
    {
        Id = id,
        At = _rig.At.AddSeconds(-secondsAgo),
        FirstAt = Start,
        Reason = "Said",
        Message = "It was said.",
        Kind = kind,
        Namespace = "default",
        Name = name,
    };
}
