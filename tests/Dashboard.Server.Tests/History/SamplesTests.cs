using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

public sealed class SamplesTests : IDisposable
{
    private const long Absent = HistoryReader.Absent;
    private readonly HistoryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void What_has_ended_uses_nothing_whatever_the_last_sample_says()
    {
        _rig.Pods(Pod("a"));
        _rig.Sample("a", 10, 20);
        Assert.Equal(10, _rig.Latest("uid-a").Cpu);

        _rig.Pods(Pod("a", phase: "Succeeded", containers: [Container("app", ContainerState.Terminated)]));
        Assert.Equal((HistoryReader.Absent, HistoryReader.Absent, WhyAbsent.NotRunning), _rig.Latest("uid-a"));

        _rig.Pass(15);
        _rig.Sample("a", 11, 21);
        Assert.Equal((HistoryReader.Absent, HistoryReader.Absent, WhyAbsent.NotRunning), _rig.Latest("uid-a"));
    }

    [Fact]
    public void Latest_values_are_exact_sums_of_the_containers()
    {
        _rig.Pods(Pod("a", containers: [Container("app"), Container("proxy")]));
        _rig.Samples(("a", _rig.At, [("app", 123_456_789_012_345, 9_007_199_254_740_993), ("proxy", 1, 2)]));

        Assert.Equal((123_456_789_012_346, 9_007_199_254_740_995, WhyAbsent.None), _rig.Latest("uid-a"));
        Assert.Equal(
            [new ContainerUsage("app", 123_456_789_012_345, 9_007_199_254_740_993, Start), new ContainerUsage("proxy", 1, 2, Start)],
            _rig.Read(reader => reader.Containers(0)));
        Assert.Equal(Ms(Start), _rig.Read(reader => reader.PodSampledAtMilliseconds[0]));
    }

    [Fact]
    public void A_sample_with_a_known_time_is_stored_once_and_one_from_before_is_ignored()
    {
        _rig.Pods(Pod("a"));
        _rig.Sample("a", 10, 100);
        _rig.Samples(("a", Start, [("app", 11, 111)]));
        _rig.Samples(("a", Start - TimeSpan.FromSeconds(15), [("app", 12, 112)]));

        Assert.Equal((10, 100, WhyAbsent.None), _rig.Latest("uid-a"));
        Assert.Equal([10f], _rig.Series(SeriesKey.ForPod("uid-a")).Cpu.Mean);
        Assert.Equal((1, 1, 1), (_rig.History.Counters.Stored, _rig.History.Counters.Repeated, _rig.History.Counters.Backwards));
    }

    [Fact]
    public void A_pod_that_is_missing_in_the_newest_answer_is_absent_until_it_is_back_even_with_the_same_sample()
    {
        _rig.Pods(Pod("a"), Pod("b"));
        _rig.Samples(("a", Start, [("app", 1, 10)]), ("b", Start, [("app", 2, 20)]));
        _rig.Pass(5);
        _rig.Samples(("b", Start, [("app", 2, 20)]));

        Assert.Equal((Absent, Absent, WhyAbsent.ContainerWithoutPoint), _rig.Latest("uid-a"));
        Assert.Equal((2, 20, WhyAbsent.None), _rig.Latest("uid-b"));

        _rig.Samples(("a", Start, [("app", 1, 10)]), ("b", Start, [("app", 2, 20)]));
        Assert.Equal((1, 10, WhyAbsent.None), _rig.Latest("uid-a"));
    }

    [Fact]
    public void A_sample_without_a_running_container_is_partial_its_containers_are_kept_and_the_sum_is_a_gap()
    {
        _rig.Pods(Pod("a", containers: [Container("app"), Container("proxy")]));
        _rig.Samples(("a", Start, [("app", 1, 10), ("proxy", 2, 20)]));
        _rig.Pass(15);
        _rig.Samples(("a", _rig.At, [("app", 3, 30)]));

        Assert.Equal((Absent, Absent, WhyAbsent.ContainerWithoutPoint), _rig.Latest("uid-a"));
        Assert.Equal([3f, float.NaN], _rig.Series(SeriesKey.ForPod("uid-a")).Cpu.Mean);
        Assert.Equal([1f, 3f], _rig.Series(SeriesKey.ForContainer("uid-a", "app")).Cpu.Mean);
        Assert.Equal([20f, float.NaN], _rig.Series(SeriesKey.ForContainer("uid-a", "proxy")).Memory.Mean);
        Assert.Equal([3, Absent], _rig.Read(reader => reader.Containers(0)).Select(container => container.CpuNanocores));
    }

    [Fact]
    public void A_container_that_ended_or_that_began_after_the_sample_is_not_missed()
    {
        var young = Container("young") with { StartedAt = Start + TimeSpan.FromSeconds(1) };
        _rig.Pods(Pod("a", containers: [Container("app"), Container("done", ContainerState.Terminated), young]));
        _rig.Sample("a", 1, 10);

        Assert.Equal((1, 10, WhyAbsent.None), _rig.Latest("uid-a"));
    }

    [Fact]
    public void Metrics_of_an_unknown_pod_make_one_that_the_inventory_adopts_with_its_samples()
    {
        _rig.Sample("a", 1, 10);
        Assert.Equal("Unknown", _rig.Read(reader => reader.TryFindPod("default", "a", out var slot) ? reader.Pod(slot)!.Phase : null));

        _rig.Pods(Pod("a"));

        Assert.Equal(1, _rig.Read(reader => reader.LivingPods));
        Assert.Equal([1f], _rig.Series(SeriesKey.ForPod("uid-a")).Cpu.Mean);
        Assert.Equal("Running", _rig.Read(reader => reader.TryFindPod("default", "a", out var slot) ? reader.Pod(slot)!.Phase : null));
    }

    [Fact]
    public void A_pod_that_only_metrics_know_is_gone_when_they_forget_it()
    {
        _rig.Samples(("a", _rig.At, [("app", 1, 10)]), ("b", _rig.At, [("app", 1, 10)]));
        for (var i = 0; i < 4; i++)
        {
            _rig.Pass(15);
            _rig.Sample("b", 1, 10);
        }

        Assert.Equal(1, _rig.Read(reader => reader.LivingPods));
        Assert.NotNull(_rig.Read(reader => reader.TryFindPod("default", "a", out var slot) ? reader.PodGoneAt(slot) : null));
    }

    [Fact]
    public void A_name_that_returns_with_another_uid_is_a_new_pod_and_old_samples_are_not_its_own()
    {
        _rig.Pods(Pod("db-0", "first"));
        _rig.Sample("db-0", 1, 10);
        _rig.Pass(15);
        _rig.Pods(Pod("db-0", "second") with { CreatedAt = _rig.At });
        _rig.Samples(("db-0", _rig.At - TimeSpan.FromSeconds(1), [("app", 2, 20)]));
        Assert.Equal((Absent, Absent, WhyAbsent.FirstSamplePending), _rig.Latest("second"));

        _rig.Pass(15);
        _rig.Sample("db-0", 3, 30);

        Assert.Equal([1f], _rig.Series(SeriesKey.ForPod("first")).Cpu.Mean);
        Assert.Equal([3f], _rig.Series(SeriesKey.ForPod("second")).Cpu.Mean);
        Assert.Equal(1, _rig.History.Counters.Misdated);
        Assert.Equal("second", _rig.Read(reader => reader.TryFindPod("default", "db-0", out var slot) ? reader.Pod(slot)!.Uid : null));
        Assert.Equal(Start + TimeSpan.FromSeconds(15), _rig.Read(reader => reader.TryFindPod("first", out var slot) ? reader.PodGoneAt(slot) : null));
    }

    [Fact]
    public void Metrics_that_lag_behind_a_deletion_do_not_bring_the_pod_back()
    {
        _rig.Pods(Pod("a"));
        _rig.Sample("a", 1, 10);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-a"] });
        _rig.Pass(10);
        _rig.Sample("a", 2, 20);

        Assert.Equal(0, _rig.Read(reader => reader.LivingPods));
        Assert.Equal((Absent, Absent, WhyAbsent.NotRunning), _rig.Latest("uid-a"));
        Assert.Equal([1f], _rig.Series(SeriesKey.ForPod("uid-a")).Cpu.Mean);
        Assert.Equal(1, _rig.History.Counters.OfGonePods);
    }

    [Theory]
    [InlineData(SourceCondition.Absent, "MetricsAbsent")]
    [InlineData(SourceCondition.Forbidden, "MetricsForbidden")]
    [InlineData(SourceCondition.Unavailable, "MetricsUnavailable")]
    [InlineData(SourceCondition.Empty, "MetricsUnavailable")]
    [InlineData(SourceCondition.Pending, "MetricsPending")]
    internal void A_source_that_gives_nothing_is_the_reason(SourceCondition condition, string why)
    {
        _rig.Pods(Pod("a"), Pod("pending", phase: "Pending", containers: [Container("app", ContainerState.Waiting)]));
        _rig.History.Apply(new ClusterDelta { At = _rig.At, Sources = [Source(SourceKind.PodMetrics, condition)] });

        Assert.Equal(why, _rig.Latest("uid-a").Why.ToString());
        Assert.Equal(WhyAbsent.NotRunning, _rig.Latest("uid-pending").Why);
    }

    [Fact]
    public void Values_are_outdated_a_minute_after_they_were_read_whatever_the_clusters_clock_says()
    {
        _rig.Pods(Pod("a"));
        var skewed = Start - TimeSpan.FromMinutes(10);
        _rig.Samples(("a", skewed, [("app", 1, 10)]));
        _rig.Pass(60);
        _rig.Samples(("a", skewed, [("app", 1, 10)]));
        Assert.Equal((1, 10, WhyAbsent.None), _rig.Latest("uid-a"));

        _rig.Pass(1);
        _rig.Samples(("a", skewed, [("app", 1, 10)]));
        Assert.Equal((Absent, Absent, WhyAbsent.Outdated), _rig.Latest("uid-a"));
    }

    [Fact]
    public void A_pod_on_a_node_that_is_down_says_so()
    {
        _rig.Pods(Pod("a"), Pod("b", node: "n2"));
        _rig.History.Apply(new ClusterDelta { At = _rig.At, Nodes = [Node("n1"), Node("n2")] });
        _rig.Samples(("a", Start, [("app", 1, 10)]), ("b", Start, [("app", 1, 10)]));
        _rig.Pass(15);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, Nodes = [Node("n2", ready: false)] });
        _rig.Sample("a", 1, 10);

        Assert.Equal((Absent, Absent, WhyAbsent.NodeUnreachable), _rig.Latest("uid-b"));
    }

    [Fact]
    public void A_hole_in_the_samples_is_a_gap_in_the_line_and_in_the_sparkline()
    {
        _rig.Pods(Pod("a"));
        foreach (var pause in new[] { 0, 15, 16, 14, 60, 15, 15 })
        {
            _rig.Pass(pause);
            _rig.Sample("a", 1, 10);
        }

        var line = _rig.Series(SeriesKey.ForPod("uid-a"));
        Assert.Equal([1, 1, 1, 1, float.NaN, 1, 1, 1], line.Cpu.Mean);
        Assert.Equal(Start.ToUnixTimeSeconds() + 60, line.Times[4]);

        var spark = new float[10];
        _rig.Read(reader =>
        {
            reader.Sparkline(0, TimeSpan.FromSeconds(150), spark, new float[10]);
            return 0;
        });
        Assert.Equal([float.NaN, 1, 1, 1, 1, 1, 1, float.NaN, 1, 1], spark);
    }
}
