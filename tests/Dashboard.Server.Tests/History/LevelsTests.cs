using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

/// <summary>Requests and limits as they were.</summary>
public sealed class LevelsTests : IDisposable
{
    private const long None = HistoryReader.Absent;
    private static readonly WorkloadRef Web = new("Deployment", "web");
    private static readonly SeriesKey WebLine = SeriesKey.ForWorkload("default", Web);
    private readonly HistoryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_pod_that_never_changed_has_what_its_facts_say_since_it_was_created_and_keeps_no_log()
    {
        _rig.Pods(Sized("a", 100, 200));
        _rig.Pass(60);
        _rig.Pods(Sized("a", 100, 200) with { Status = "Terminating" });

        Assert.Equal([(Start.AddHours(-1), 100L, 200L)], Cpu(SeriesKey.ForPod("uid-a")));
        Assert.Equal([(Start.AddMinutes(-5), 100L, 200L)], Cpu(SeriesKey.ForPod("uid-a"), Start.AddMinutes(-5)));
        Assert.Empty(Cpu(SeriesKey.ForPod("uid-a"), DateTimeOffset.MinValue, Start.AddHours(-2)));
    }

    [Fact]
    public void A_resize_is_written_for_the_pod_and_every_sum_it_is_in()
    {
        _rig.Pods(Sized("a", 100, 200), Sized("b", 10, 20));
        _rig.Pass(60);
        _rig.Pods(Sized("a", 150, 300));

        Assert.Equal([(Start.AddHours(-1), 100L, 200L), (Start.AddSeconds(60), 150, 300)], Cpu(SeriesKey.ForPod("uid-a")));
        foreach (var key in new[] { WebLine, SeriesKey.ForNamespace("default"), SeriesKey.ForNode("n1"), SeriesKey.Cluster })
        {
            Assert.Equal([(Start, 110L, 220L), (Start.AddSeconds(60), 160, 320)], Cpu(key));
            Assert.Equal([(Start.AddSeconds(30), 110L, 220L), (Start.AddSeconds(60), 160, 320)], Cpu(key, Start.AddSeconds(30)));
            Assert.Equal([(Start.AddSeconds(60), 160L, 320L)], Cpu(key, Start.AddSeconds(60)));
            Assert.Equal([(Start, 110L, 220L)], Cpu(key, DateTimeOffset.MinValue, Start.AddSeconds(59)));
        }
    }

    [Fact]
    public void A_request_is_the_sum_of_what_is_set_and_a_limit_is_none_while_one_pod_has_none()
    {
        _rig.Pods(Sized("a", 100, 200), Sized("b", null, null));
        Assert.Equal((100, None), Now(WebLine));

        _rig.Pass(10);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-b"] });
        Assert.Equal((100, 200), Now(WebLine));

        _rig.Pass(10);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-a"] });
        Assert.Equal((None, None), Now(WebLine));
        Assert.Equal([(Start.AddHours(-1), 100L, 200L), (Start.AddSeconds(20), None, None)], Cpu(SeriesKey.ForPod("uid-a")));
        Assert.Equal([(Start.AddSeconds(21), None, None)], Cpu(SeriesKey.ForPod("uid-a"), Start.AddSeconds(21)));
    }

    [Theory]
    [InlineData("Succeeded")]
    [InlineData("Failed")]
    public void A_pod_that_has_ended_holds_no_place_and_one_that_is_scheduled_holds_it_on_its_node(string phase)
    {
        _rig.Pods(Sized("a", 100, 200) with { Node = null }, Sized("b", 1, 2));
        Assert.Equal((1, 2), Now(SeriesKey.ForNode("n1")));
        _rig.Pass(10);
        _rig.Pods(Sized("a", 100, 200));
        Assert.Equal((101, 202), Now(SeriesKey.ForNode("n1")));
        Assert.Equal((101, 202), Now(SeriesKey.Cluster));

        _rig.Pass(10);
        _rig.Pods(Sized("a", 100, 200) with { Phase = phase });
        Assert.Equal((1, 2), Now(SeriesKey.ForNode("n1")));
        Assert.Equal((1, 2), Now(WebLine));

        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-a"] });
        Assert.Equal((1, 2), Now(SeriesKey.Cluster));
    }

    [Fact]
    public void What_only_metrics_know_is_not_taken_for_a_pod_without_limits()
    {
        _rig.Pods(Sized("a", 100, 200));
        _rig.Pass(61);
        _rig.Sample("stranger", 1, 1);
        Assert.Equal((100, 200), Now(SeriesKey.Cluster));

        _rig.Pods(Sized("stranger", 1, 2));
        Assert.Equal((101, 202), Now(SeriesKey.Cluster));
    }

    [Fact]
    public void A_pod_that_finds_its_workload_late_leaves_nothing_behind()
    {
        _rig.Pods(Sized("a", 100, 200) with { Workload = new WorkloadRef("ReplicaSet", "web-1") });
        _rig.Pass(10);
        _rig.Pods(Sized("a", 100, 200));
        Assert.Equal((None, None), Now(SeriesKey.ForWorkload("default", new WorkloadRef("ReplicaSet", "web-1"))));
        Assert.Equal((100, 200), Now(WebLine));
        Assert.Equal((100, 200), Now(SeriesKey.Cluster));
    }

    [Fact]
    public void Changes_within_five_seconds_are_one_and_one_that_is_taken_back_is_none()
    {
        _rig.Pods(Sized("a", 1, 1));
        _rig.Pass(10);
        for (var i = 2; i <= 6; i++)
        {
            _rig.Pods(Sized("a", i, i));
            _rig.Pass(1);
        }

        Assert.Equal([(Start, 1L, 1L), (Start.AddSeconds(10), 6, 6)], Cpu(WebLine));
        _rig.Pods(Sized("a", 9, 9));
        _rig.Pass(1);
        _rig.Pods(Sized("a", 6, 6));
        Assert.Equal([(Start, 1L, 1L), (Start.AddSeconds(10), 6, 6)], Cpu(WebLine));
    }

    [Fact]
    public void A_whole_list_is_one_change_and_sums_stay_exact_through_churn()
    {
        var random = new Random(1);
        var living = new Dictionary<string, PodFacts>();
        for (var step = 0; step < 300; step++)
        {
            var sized = Sized($"p{random.Next(40)}", random.Next(3) == 0 ? null : random.Next(100), random.Next(40) == 0 ? null : random.Next(100));
            var pod = sized with { Phase = random.Next(6) == 0 ? "Succeeded" : "Running", Node = random.Next(4) == 0 ? null : $"n{random.Next(3)}" };
            _rig.Pass(6);
            if (random.Next(3) == 0)
            {
                living.Remove(pod.Uid);
                _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = [pod.Uid] });
            }
            else
            {
                living[pod.Uid] = pod;
                _rig.Pods(pod);
            }

            Expect(SeriesKey.Cluster, living.Values);
            Expect(SeriesKey.ForNode("n1"), living.Values.Where(pod => pod.Node == "n1"));
        }

        void Expect(SeriesKey key, IEnumerable<PodFacts> pods)
        {
            var bounds = pods.Where(pod => !PodConditions.HasEnded(pod)).Select(PodBounds.Of).ToArray();
            var request = bounds.Any(pod => pod.CpuRequest is not null) ? bounds.Sum(pod => pod.CpuRequest ?? 0) : None;
            var limit = bounds.Length > 0 && bounds.All(pod => pod.CpuLimit is not null) ? bounds.Sum(pod => pod.CpuLimit ?? 0) : None;
            Assert.Equal((request, limit), Now(key));
        }
    }

    [Fact]
    public void A_node_without_pods_is_forgotten_after_its_retention_and_one_that_got_pods_again_is_not()
    {
        _rig.Pods(Sized("a", 1, 2), Sized("b", 1, 2) with { Node = "n2" });
        _rig.Pass(10);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-a", "uid-b"] });
        _rig.Pods(Sized("c", 1, 2));
        _rig.Pass(24 * 3600 - 1);
        _rig.Pods();
        Assert.NotEmpty(Cpu(SeriesKey.ForNode("n2")));

        _rig.Pass(1);
        _rig.Pods();
        Assert.Empty(Cpu(SeriesKey.ForNode("n2")));
        Assert.Equal((1, 2), Now(SeriesKey.ForNode("n1")));
    }

    [Fact]
    public void A_pods_level_is_that_of_its_row()
    {
        var init = Container("init") with { Kind = ContainerKind.Init, CpuRequestNanocores = 1_000, CpuLimitNanocores = 1_000 };
        var sidecar = Container("proxy") with { Kind = ContainerKind.Sidecar, MemoryLimitBytes = 7 };
        foreach (var pod in new[]
        {
            Sized("a", 1, 2), Sized("a", null, 2), Sized("a", 1, null), Pod("a") with { Containers = [] },
            Pod("a", containers: [init, sidecar, Container("app") with { CpuRequestNanocores = 5, CpuLimitNanocores = 6, MemoryLimitBytes = 8 }]),
        })
        {
            var bounds = PodBounds.Of(pod);
            Assert.Equal(
                new Level(bounds.CpuRequest ?? None, bounds.CpuLimit ?? None, bounds.MemoryRequest ?? None, bounds.MemoryLimit ?? None), Level.Of(pod));
        }
    }

    private static PodFacts Sized(string name, long? request, long? limit) =>
        Pod(name, containers: [Container("app") with { CpuRequestNanocores = request, CpuLimitNanocores = limit, MemoryLimitBytes = 1 }]);

    private (long Request, long Limit) Now(SeriesKey key) => Cpu(key)[^1] is var (_, request, limit) ? (request, limit) : default;

    private List<(DateTimeOffset At, long Request, long Limit)> Cpu(SeriesKey key, DateTimeOffset from = default, DateTimeOffset? until = null) =>
        [.. _rig.Read(reader => reader.Levels(key, from, until ?? DateTimeOffset.MaxValue)).Select(change => (change.At, change.Level.CpuRequest, change.Level.CpuLimit))];
}
