using System.Text;
using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

public sealed class PodFactsReaderTests
{
    private static readonly byte[] PodList = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Collection", "Fixtures", "pods.json"));

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public void A_pod_is_projected_whole_in_pieces_of_any_size(int size)
    {
        var list = Read(PodList, size);

        Assert.Equal(1, list.BadItems);
        Assert.Equal("4711", list.ResourceVersion);
        var pod = Assert.Single(list.Facts);
        Assert.Equal(("6f1d", "shop", "web-7d9c-x2x9p"), (pod.Uid, pod.Namespace, pod.Name));
        Assert.Equal(new WorkloadRef("Deployment", "web"), pod.Workload);
        Assert.Equal(("node-3", "Running", "Running", "Burstable", "10.1.2.3"), (pod.Node, pod.Phase, pod.Status, pod.QosClass, pod.PodIp));
        Assert.Equal(DateTimeOffset.Parse("2026-11-20T08:00:00Z", null), pod.CreatedAt);
        Assert.Equal("web", pod.Labels["app"]);
        Assert.Equal(2, pod.Labels.Count);

        Assert.Equal(["app:Main", "proxy:Sidecar", "migrate:Init"], pod.Containers.Select(container => $"{container.Name}:{container.Kind}"));
        var app = pod.Containers[0];
        Assert.Equal("registry.example/web:1.2", app.Image);
        Assert.Equal((ContainerState.Running, true, 3), (app.State, app.Ready, app.RestartCount));
        Assert.Equal(DateTimeOffset.Parse("2026-11-21T09:00:00Z", null), app.StartedAt);
        Assert.Equal(new ContainerTermination("OOMKilled", 137, DateTimeOffset.Parse("2026-11-21T08:59:58Z", null)), app.LastTermination);
    }

    [Fact]
    public void Requests_and_limits_are_those_in_force()
    {
        var pod = Read(PodList, int.MaxValue).Facts[0];

        // Resized in place: the status has 750m and 1Gi where the spec asks for 500m and 512Mi; the CPU limit is the spec's.
        var app = pod.Containers[0];
        Assert.Equal((750_000_000L, 2_000_000_000L, 1L << 30, 2L << 30), (app.CpuRequestNanocores, app.CpuLimitNanocores, app.MemoryRequestBytes, app.MemoryLimitBytes));
        Assert.Equal(100_000_000L, pod.Containers[1].CpuRequestNanocores);

        // Absent is not zero.
        Assert.Null(pod.Containers[2].CpuRequestNanocores);
        Assert.Null(pod.Containers[2].MemoryLimitBytes);
    }

    [Fact]
    public void Equal_labels_are_one_object()
    {
        var twice = Read([.. PodList], int.MaxValue);
        var again = new ObjectListReader<PodFacts>(new PodFactsReader(new Workloads()));
        again.Begin();
        again.Read(PodList, isLast: true);
        again.Begin();
        again.Read(PodList, isLast: true);

        Assert.Single(twice.Facts);
        Assert.Same(again.Facts[0].Labels, again.Facts[1].Labels);
    }

    [Theory]
    [InlineData("ReplicaSet", "web-7d9c", "7d9c", "Deployment", "web")]
    [InlineData("ReplicaSet", "web-7d9c", null, "ReplicaSet", "web-7d9c")]
    [InlineData("ReplicaSet", "7d9c", "7d9c", "ReplicaSet", "7d9c")]
    [InlineData("ReplicaSet", "known-1", "1", "Rollout", "canary")] // the watch is believed before the name
    [InlineData("ReplicaSet", "alone-1", "1", "ReplicaSet", "alone-1")]
    [InlineData("StatefulSet", "db", null, "StatefulSet", "db")]
    [InlineData("DaemonSet", "agent", null, "DaemonSet", "agent")]
    [InlineData("Node", "node-1", null, "Node", "node-1")]
    [InlineData("Job", "backup-29924460", null, "CronJob", "backup")] // 2026-11-23T21:00Z in minutes
    [InlineData("Job", "backup-1795467600", null, "CronJob", "backup")] // the same in seconds
    [InlineData("Job", "import-20261123", null, "Job", "import-20261123")]
    [InlineData("Job", "import-29000000", null, "Job", "import-29000000")] // two years ago
    [InlineData("Job", "import", null, "Job", "import")]
    [InlineData(null, null, null, "Pod", "p")]
    public void The_workload_is_what_a_person_thinks_in(string? ownerKind, string? ownerName, string? hash, string kind, string name)
    {
        var workloads = new Workloads();
        workloads.Set(new ReplicaSetOwner("n", "known-1", "Rollout", "canary"));
        workloads.Set(new ReplicaSetOwner("n", "alone-1", null, null));
        var pod = new ObjectDraft
        {
            Name = "p",
            Namespace = "n",
            OwnerKind = ownerKind,
            OwnerName = ownerName,
            CreatedAt = DateTimeOffset.Parse("2026-11-23T21:00:03Z", null),
        };
        if (hash is not null)
        {
            pod.Labels.Add(new("pod-template-hash", hash));
        }

        Assert.Equal(new WorkloadRef(kind, name), workloads.Of(pod));
    }

    [Fact]
    public void A_ReplicaSet_that_is_gone_from_a_list_is_forgotten()
    {
        var workloads = new Workloads();
        workloads.Set(new ReplicaSetOwner("n", "web-1", "Rollout", "canary"));
        workloads.Replace([]);

        Assert.Equal(new WorkloadRef("ReplicaSet", "web-1"), workloads.Of(new ObjectDraft { Name = "p", Namespace = "n", OwnerKind = "ReplicaSet", OwnerName = "web-1" }));
    }

    [Theory]
    [InlineData("""{"conditions":[{"type":"Ready","status":"True"}]}""", "{}", "Ready", true)]
    [InlineData("""{"conditions":[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"False","message":"PLEG is not healthy"}]}""", "{}", "NotReady", false)]
    [InlineData("""{"conditions":[{"type":"Ready","status":"Unknown","message":"Kubelet stopped posting node status."}]}""", "{}", "NotReady", false)]
    [InlineData("{}", "{}", "Unknown", false)]
    [InlineData("""{"conditions":[{"type":"Ready","status":"True"}]}""", """{"unschedulable":true}""", "Ready,SchedulingDisabled", true)]
    public void A_node_has_the_status_that_kubectl_prints(string status, string spec, string expected, bool ready)
    {
        var node = ReadNode($$"""{"metadata":{"name":"n","uid":"u"},"spec":{{spec}},"status":{{status}}}""");

        Assert.Equal((expected, ready), (node.Status, node.Ready));
    }

    [Fact]
    public void A_node_is_projected()
    {
        var node = ReadNode("""
            {"metadata":{"name":"n","uid":"u","creationTimestamp":"2026-11-20T08:00:00Z","labels":{"node-role.kubernetes.io/worker":"","node-role.kubernetes.io/control-plane":"","kubernetes.io/role":"edge","x":"y"}},
             "status":{"capacity":{"cpu":"4","memory":"16Gi","pods":"110"},"allocatable":{"cpu":"3920m","memory":"15000000Ki","pods":"100"},
              "addresses":[{"type":"Hostname","address":"n"},{"address":"10.0.0.1","type":"InternalIP"},{"type":"InternalIP","address":"fd00::1"}],
              "conditions":[{"type":"Ready","status":"False","message":"down"}],"nodeInfo":{"kubeletVersion":"v1.32.1","osImage":"x"}}}
            """);

        Assert.Equal(["control-plane", "edge", "worker"], node.Roles);
        Assert.Equal((4_000_000_000L, 16L << 30, 3_920_000_000L, 15_360_000_000L, 100), (node.CpuCapacityNanocores, node.MemoryCapacityBytes, node.CpuAllocatableNanocores, node.MemoryAllocatableBytes, node.PodsAllocatable));
        Assert.Equal(("v1.32.1", "10.0.0.1", "down"), (node.KubeletVersion, node.InternalIp, node.StatusMessage));
    }

    private static NodeFacts ReadNode(string json)
    {
        var list = new ObjectListReader<NodeFacts>(new NodeFactsReader());
        list.Begin();
        list.Read(Encoding.UTF8.GetBytes($$"""{"items":[{{json}}]}"""), isLast: true);
        return Assert.Single(list.Facts);
    }

    private static ObjectListReader<PodFacts> Read(byte[] bytes, int size)
    {
        var list = new ObjectListReader<PodFacts>(new PodFactsReader(new Workloads()));
        list.Begin();
        var start = 0;
        for (var end = 0; end < bytes.Length;)
        {
            end = (int)Math.Min((long)end + size, bytes.Length);
            start += list.Read(bytes.AsSpan(start..end), isLast: false);
        }

        list.Read(bytes.AsSpan(start), isLast: true);
        return list;
    }
}
