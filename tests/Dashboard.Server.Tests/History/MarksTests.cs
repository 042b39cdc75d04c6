using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

public sealed class MarksTests : IDisposable
{
    private static readonly DateTimeOffset Ended = Start + TimeSpan.FromSeconds(20);
    private readonly HistoryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("OOMKilled", 137, "OomKilled", "OOMKilled, exit code 137")]
    [InlineData("Error", 137, "Restarted", "Error, exit code 137")]
    [InlineData("OOMKilled", 1, "OomKilled", "OOMKilled, exit code 1")]
    internal void A_restart_is_told_by_its_count_and_an_oom_kill_by_its_reason_alone(string reason, int exitCode, string kind, string text)
    {
        _rig.Pods(Pod("a"));
        _rig.Pass(30);
        _rig.Pods(Pod("a", containers: [Container("app", restarts: 1, last: new ContainerTermination(reason, exitCode, Ended))]));
        _rig.Pods(Pod("a", containers: [Container("app", restarts: 1, last: new ContainerTermination(reason, exitCode, Ended))]));

        foreach (var key in new[] { SeriesKey.ForPod("uid-a"), SeriesKey.Cluster, SeriesKey.ForWorkload("default", new WorkloadRef("Deployment", "web")) })
        {
            var mark = Assert.Single(Marks(key), mark => mark.Kind != MarkKind.Created);
            Assert.Equal((Ended, kind, "a", "app", text), (mark.At, mark.Kind.ToString(), mark.Pod, mark.Container, mark.Text));
            Assert.Equal(("default", "uid-a"), (mark.Namespace, mark.PodUid));
        }
    }

    [Fact]
    public void A_pod_that_is_new_here_brings_the_end_of_its_last_run()
    {
        _rig.Pods(Pod("a", containers: [Container("app", restarts: 5, last: new ContainerTermination("OOMKilled", 137, Ended))]));

        Assert.Equal("OOMKilled, exit code 137 (the last of 5 restarts)", Assert.Single(Marks(SeriesKey.ForPod("uid-a")), mark => mark.Kind == MarkKind.OomKilled).Text);
    }

    [Fact]
    public void The_end_of_a_run_is_one_mark_though_it_is_shown_before_and_after_the_restart()
    {
        var ended = new ContainerTermination("Error", 1, Ended);
        _rig.Pods(Pod("a", containers: [Container("app", ContainerState.Waiting, restarts: 47, last: ended)]));
        _rig.Pods(Pod("a", containers: [Container("app", restarts: 48, last: ended)]));
        _rig.Pods(Pod("a", containers: [Container("app", restarts: 49, last: ended with { FinishedAt = Ended + TimeSpan.FromSeconds(9) })]));

        Assert.Equal(
            [Ended, Ended + TimeSpan.FromSeconds(9)],
            Marks(SeriesKey.ForPod("uid-a")).Where(mark => mark.Kind == MarkKind.Restarted).Select(mark => mark.At));
    }

    [Fact]
    public void An_oom_kill_without_a_restart_is_told_once()
    {
        var killed = Pod("a", phase: "Failed", containers: [Container("app", ContainerState.Terminated) with { Reason = "OOMKilled" }]);
        _rig.Pods(Pod("a"));
        _rig.Pods(killed);
        _rig.Pods(killed with { StatusMessage = "again" });

        Assert.Single(Marks(SeriesKey.ForPod("uid-a")), mark => mark.Kind == MarkKind.OomKilled);
    }

    [Fact]
    public void Coming_and_going_are_marks_and_the_oldest_give_way()
    {
        _rig.Pods(Pod("a"));
        _rig.Pass(10);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-a"] });

        Assert.Equal(
            [(Start - TimeSpan.FromHours(1), MarkKind.Created), (Start + TimeSpan.FromSeconds(10), MarkKind.Deleted)],
            Marks(SeriesKey.ForPod("uid-a")).Select(mark => (mark.At, mark.Kind)));

        for (var restarts = 1; restarts <= 100; restarts++)
        {
            _rig.Pods(Pod("b", containers: [Container("app", restarts: restarts, last: new ContainerTermination("Error", 1, Start + TimeSpan.FromSeconds(restarts)))]));
        }

        Assert.Equal(32, Marks(SeriesKey.ForPod("uid-b")).Count);
        Assert.Equal(Start + TimeSpan.FromSeconds(100), Marks(SeriesKey.ForPod("uid-b"))[^1].At);
        Assert.Equal(3, _rig.Read(reader => reader.Marks(SeriesKey.Cluster, Start, 3)).Count);
    }

    private IReadOnlyList<Mark> Marks(SeriesKey key) => _rig.Read(reader => reader.Marks(key, DateTimeOffset.UnixEpoch, 1000));
}
