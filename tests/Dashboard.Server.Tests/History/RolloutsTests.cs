using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

/// <summary>Marks of rollouts and of pods that come back elsewhere, and the line of a workload through a rollout.</summary>
public sealed class RolloutsTests : IDisposable
{
    private static readonly SeriesKey WebLine = SeriesKey.ForWorkload("default", new WorkloadRef("Deployment", "web"));
    private readonly HistoryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("pod-template-hash")]
    [InlineData("controller-revision-hash")]
    public void The_first_pod_of_a_new_template_is_a_rollout_of_the_workload(string label)
    {
        _rig.Pods(Of("a", "r1", "shop/web:v1.4", label), Of("b", "r1", "shop/web:v1.4", label));
        _rig.Pass(60);
        _rig.Pods(Of("c", "r1", "shop/web:v1.4", label));
        Assert.Empty(RolledOut());

        _rig.Pods(Of("d", "r2", "shop/web:v1.5", label) with { CreatedAt = Start.AddSeconds(58) });
        _rig.Pods(Of("e", "r2", "shop/web:v1.5", label));
        var mark = Assert.Single(RolledOut());
        Assert.Equal((Start.AddSeconds(58), "d", (string?)null, "app: v1.4 -> v1.5"), (mark.At, mark.Pod, mark.Container, mark.Text));
        Assert.DoesNotContain(Marks(SeriesKey.ForPod("uid-d")), mark => mark.Kind == MarkKind.RolledOut);
        Assert.DoesNotContain(Marks(SeriesKey.Cluster), mark => mark.Kind == MarkKind.RolledOut);
    }

    [Fact]
    public void What_is_there_when_the_workload_is_first_seen_is_no_rollout_though_one_is_under_way()
    {
        _rig.Pods(Of("new", "r2", "web:2") with { CreatedAt = Start.AddMinutes(-1) }, Of("old", "r1", "web:1") with { CreatedAt = Start.AddHours(-1) });
        _rig.Pass(10);
        _rig.Pods(Of("new-2", "r2", "web:2"));
        Assert.Empty(RolledOut());

        _rig.Pods(Of("next", "r3", "web:3"));
        Assert.Equal(["app: 2 -> 3"], RolledOut().Select(mark => mark.Text));
    }

    [Fact]
    public void Scaling_to_nothing_and_back_is_no_rollout_and_going_back_to_a_template_that_had_gone_is()
    {
        _rig.Pods(Of("a", "r1", "web:1"));
        Remove("a");
        _rig.Pass(60);
        _rig.Pods(Of("b", "r1", "web:1"));
        Assert.Empty(RolledOut());

        _rig.Pods(Of("c", "r2", "web:2"));
        Remove("b");
        _rig.Pass(60);
        _rig.Pods(Of("d", "r1", "web:1"));
        Assert.Equal(["app: 1 -> 2", "app: 2 -> 1"], RolledOut().Select(mark => mark.Text));
    }

    [Fact]
    public void A_rollout_that_is_taken_back_before_it_is_done_can_be_made_again()
    {
        _rig.Pods(Of("a", "r1", "web:1"));
        _rig.Pass(10);
        _rig.Pods(Of("b", "r2", "web:2"));
        Remove("b");
        _rig.Pass(10);
        _rig.Pods(Of("c", "r2", "web:2"));
        Assert.Equal(["app: 1 -> 2", "app: 1 -> 2"], RolledOut().Select(mark => mark.Text));
    }

    [Theory]
    [InlineData("registry:5000/shop/web:v1", "registry:5000/shop/web:v2", "app: v1 -> v2")]
    [InlineData("registry:5000/shop/web", "registry:5000/shop/web:v2", "app: latest -> v2")]
    [InlineData("shop/web:v1", "shop/site:v1", "app: web:v1 -> site:v1")]
    [InlineData("a/web:v1", "b/web:v1", "app: a/web:v1 -> b/web:v1")]
    [InlineData("web@sha256:0123456789abcdef0123", "web@sha256:fedcba98765432100123", "app: sha256:0123456789ab -> sha256:fedcba987654")]
    [InlineData("web:v1", "web:v1", "r1 -> r2")]
    public void The_text_names_the_images_that_changed_or_the_revisions(string before, string after, string expected)
    {
        _rig.Pods(Of("a", "r1", before));
        _rig.Pass(10);
        _rig.Pods(Of("b", "r2", after));
        Assert.Equal(expected, Assert.Single(RolledOut()).Text);
    }

    [Fact]
    public void A_container_that_is_added_or_left_out_is_named()
    {
        var two = Of("b", "r2", "web:1");
        _rig.Pods(Of("a", "r1", "web:1"));
        _rig.Pass(10);
        _rig.Pods(two with { Containers = [.. two.Containers, Container("proxy") with { Image = "mesh/envoy:1.2" }] });
        Remove("a");
        _rig.Pods(Of("c", "r3", "web:1"));
        Assert.Equal(["proxy: none -> envoy:1.2", "proxy: envoy:1.2 -> none"], RolledOut().Select(mark => mark.Text));
    }

    [Fact]
    public void Pods_that_come_and_go_do_not_push_rollouts_out()
    {
        _rig.Pods(Of("a", "r1", "web:1"));
        _rig.Pass(10);
        _rig.Pods([.. Enumerable.Range(0, 200).Select(i => Of($"n{i}", "r2", "web:2"))]);
        Assert.Single(RolledOut());
    }

    [Fact]
    public void A_pod_that_comes_back_on_another_node_has_moved_as_soon_as_it_has_one()
    {
        var db = new WorkloadRef("StatefulSet", "db");
        _rig.Pods(Pod("db-0", "u1", node: "node-2", workload: db), Pod("db-1", "v1", node: "node-2", workload: db));
        _rig.Pass(10);
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["u1", "v1"] });
        _rig.Pods(Pod("db-0", "u2", node: null, workload: db), Pod("db-1", "v2", node: "node-2", workload: db));
        Assert.DoesNotContain(Marks(SeriesKey.ForPod("u2")), mark => mark.Kind == MarkKind.Moved);

        _rig.Pass(10);
        _rig.Pods(Pod("db-0", "u2", node: "node-5", workload: db));
        _rig.Pods(Pod("db-0", "u2", node: "node-5", workload: db));
        foreach (var key in new[] { SeriesKey.ForPod("u2"), SeriesKey.ForWorkload("default", db) })
        {
            var mark = Assert.Single(Marks(key), mark => mark.Kind == MarkKind.Moved);
            Assert.Equal((Start.AddSeconds(20), "db-0", "node-2 -> node-5", "u2"), (mark.At, mark.Pod, mark.Text, mark.PodUid));
        }

        Assert.DoesNotContain(Marks(SeriesKey.ForPod("u1")), mark => mark.Kind == MarkKind.Moved);
    }

    [Fact]
    public void The_node_is_remembered_through_a_pod_that_never_had_one_and_one_that_only_metrics_knew()
    {
        _rig.Pods(Pod("db-0", "u1", node: "node-2"), Pod("db-1", "v1", node: "node-2"));
        _rig.Pods(Pod("db-0", "u2", node: null), Pod("db-1", "v2", node: null));
        _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["u2"] });
        _rig.Pass(120);
        _rig.Sample("db-0", 1, 1);
        _rig.Pods(Pod("db-0", "u3", node: "node-5"), Pod("db-1", "v3", node: "node-5"));
        foreach (var uid in new[] { "u3", "v3" })
        {
            Assert.Equal("node-2 -> node-5", Assert.Single(Marks(SeriesKey.ForPod(uid)), mark => mark.Kind == MarkKind.Moved).Text);
        }
    }

    [Fact]
    public void A_workloads_line_goes_through_a_rollout_without_a_gap_and_without_counting_a_pod_twice()
    {
        const int replicas = 4;
        var living = Enumerable.Range(0, replicas).Select(i => Of($"old-{i}", "r1", "web:1")).ToList();
        _rig.Pods([.. living]);
        var expected = new List<float>();
        Tick();
        for (var i = 0; i < replicas; i++)
        {
            // One more than there should be, then one less: as a Deployment does it.
            var pod = Of($"new-{i}", "r2", "web:2");
            _rig.Pods(pod);
            living.Add(pod);
            Tick();
            Remove(living[0].Name);
            living.RemoveAt(0);
            Tick();
        }

        Tick();
        var line = _rig.Series(WebLine);
        Assert.Equal(expected, line.Cpu.Mean);
        Assert.All(expected, value => Assert.InRange(value, replicas * 100, (replicas + 1) * 100));
        Assert.Equal(line.Times.Length, line.Times.Distinct().Count());

        void Tick()
        {
            _rig.Pass(15);
            _rig.Samples([.. living.Select(pod => (pod.Name, _rig.At, new[] { ("app", 100L, 1_000L) }))]);
            expected.Add(living.Count * 100);
        }
    }

    private PodFacts Of(string name, string revision, string image, string label = "pod-template-hash") =>
        Pod(name, containers: [Container("app") with { Image = image }]) with
        {
            CreatedAt = _rig.At,
            Labels = new Dictionary<string, string> { [label] = revision },
        };

    private void Remove(string name) => _rig.History.Apply(new ClusterDelta { At = _rig.At, RemovedPodUids = ["uid-" + name] });

    private IEnumerable<Mark> RolledOut() => Marks(WebLine).Where(mark => mark.Kind == MarkKind.RolledOut);

    private IReadOnlyList<Mark> Marks(SeriesKey key) => _rig.Read(reader => reader.Marks(key, DateTimeOffset.UnixEpoch, 1000));
}
