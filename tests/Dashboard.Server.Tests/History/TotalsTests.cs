using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

public sealed class TotalsTests : IDisposable
{
    private static readonly WorkloadRef Web = new("Deployment", "web");
    private static readonly SeriesKey WebLine = SeriesKey.ForWorkload("default", Web);
    private readonly HistoryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Workload_namespace_and_cluster_are_the_sums_of_their_pods()
    {
        _rig.Pods(Pod("a"), Pod("b"), Pod("c", workload: new WorkloadRef("StatefulSet", "db")));
        Tick(("a", 1), ("b", 2), ("c", 4));

        Assert.Equal(3, Total(WebLine).CpuNanocores);
        Assert.Equal(7, Total(SeriesKey.ForNamespace("default")).CpuNanocores);
        Assert.Equal(7, Total(SeriesKey.Cluster).CpuNanocores);
        Assert.Equal(30, Total(WebLine).WorkingSetBytes);
        Assert.Equal([3f], _rig.Series(WebLine).Cpu.Mean);
    }

    [Fact]
    public void A_missing_pod_is_carried_for_two_intervals_then_the_sum_is_a_gap_and_never_a_dip()
    {
        _rig.Pods(Pod("a"), Pod("b"));
        Tick(("a", 10), ("b", 10));
        Tick(("a", 10));
        Tick(("a", 10));
        Assert.Equal((20, 2, 0), (Total(WebLine).CpuNanocores, Total(WebLine).Pods, Total(WebLine).MissingPods));

        Tick(("a", 10));
        Assert.Equal((HistoryReader.Absent, 1, 1), (Total(WebLine).CpuNanocores, Total(WebLine).Pods, Total(WebLine).MissingPods));

        Tick(("a", 10), ("b", 10));
        Assert.Equal([20, 20, 20, float.NaN, 20], _rig.Series(WebLine).Cpu.Mean);
    }

    [Fact]
    public void A_small_share_that_is_missing_is_left_out_and_counted()
    {
        _rig.Pods(Pod("a"), Pod("b"));
        Tick(("a", 1_000), ("b", 10));
        for (var i = 0; i < 3; i++)
        {
            Tick(("a", 1_000));
        }

        Assert.Equal((1_000, 1, 1), (Total(WebLine).CpuNanocores, Total(WebLine).Pods, Total(WebLine).MissingPods));
    }

    [Fact]
    public void A_pod_that_went_away_or_whose_node_is_down_lets_the_sum_fall()
    {
        _rig.Pods(Pod("a"), Pod("b"), Pod("c", node: "n2"));
        Tick(("a", 10), ("b", 10), ("c", 10));
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-b"], Nodes = [Node("n1"), Node("n2", ready: false)] });
        for (var i = 0; i < 3; i++)
        {
            Tick(("a", 10));
        }

        Assert.Equal((10, 1, 1), (Total(WebLine).CpuNanocores, Total(WebLine).Pods, Total(WebLine).MissingPods));
    }

    [Fact]
    public void A_pod_whose_first_sample_is_pending_makes_no_gap()
    {
        _rig.Pods(Pod("a"), Pod("b"));
        Tick(("a", 10));

        Assert.Equal((10, 1, 1), (Total(WebLine).CpuNanocores, Total(WebLine).Pods, Total(WebLine).MissingPods));
    }

    [Fact]
    public void Two_answers_within_half_an_interval_make_one_point()
    {
        _rig.Pods(Pod("a"), Pod("b"));
        Tick(("a", 10), ("b", 10));
        Tick(("a", 20));
        _rig.Pass(5);
        _rig.Sample("b", 30, 300);

        Assert.Equal([20, 50], _rig.Series(WebLine).Cpu.Mean);
    }

    [Fact]
    public void The_cluster_is_its_nodes_from_their_first_sample_on()
    {
        _rig.Pods(Pod("a"));
        Tick(("a", 10));
        _rig.History.Apply(new ClusterDelta { At = _rig.At, Nodes = [Node("n1"), Node("n2")] });
        _rig.NodeSamples(("n1", 100, 1), ("n2", 200, 2));

        Assert.Equal(300, Total(SeriesKey.Cluster).CpuNanocores);
        Assert.Equal([300], _rig.Series(SeriesKey.Cluster).Cpu.Mean);
        Assert.Equal([100, 200], _rig.Read(reader => reader.Nodes).Select(node => node.CpuNanocores));
        Assert.Equal([200], _rig.Series(SeriesKey.ForNode("n2")).Cpu.Mean);
    }

    [Fact]
    public void A_workload_is_forgotten_a_day_after_its_last_pod()
    {
        using var rig = new HistoryRig(new HistoryOptions { GonePodRetention = TimeSpan.Zero });
        rig.Pods(Pod("a"));
        rig.Sample("a", 1, 1);
        rig.Pass(1);
        rig.History.Apply(new ClusterDelta { At = rig.At, RemovedPodUids = ["uid-a"] });
        rig.Pass(1);
        rig.History.Apply(new ClusterDelta { At = rig.At });
        Assert.NotNull(rig.Read(reader => reader.Total(WebLine)));

        rig.Pass(24 * 3600);
        rig.History.Apply(new ClusterDelta { At = rig.At });
        Assert.Null(rig.Read(reader => reader.Total(WebLine)));
    }

    private void Tick(params (string Pod, long Cpu)[] pods)
    {
        _rig.Pass(15);
        _rig.Samples([.. pods.Select(pod => (pod.Pod, _rig.At, new[] { ("app", pod.Cpu, pod.Cpu * 10) }))]);
    }

    private TotalNow Total(SeriesKey key) => _rig.Read(reader => reader.Total(key)) ?? throw new InvalidOperationException($"no total {key}");
}
