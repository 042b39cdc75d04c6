using Dashboard.Server.History;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pages;

/// <summary>Two figures that are easily taken for one: the sum of the limits that are set, and the limit that holds.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly LiveRig _rig = new LiveRig()
        .Nodes(Node("node-1"))
        .Pods(
            Pod("web-1", workload: "web"),
            Pod("web-2", workload: "web", cpuLimit: null, memoryLimit: null),
            Pod("done-1", workload: "web", phase: "Succeeded", status: "Completed"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void The_totals_of_cluster_node_and_namespace_are_the_limits_that_are_set()
    {
        var overview = _rig.Read(OverviewView.Of);
        var node = _rig.Read(NodeView.Of).Nodes.Single();
        var @namespace = _rig.Read(NamespaceView.Of).Namespaces.Single();
        Assert.All([overview.Cpu, node.Cpu, @namespace.Cpu], cpu => Assert.Equal((Core, Core), (cpu.Requested, cpu.Limited)));
        Assert.All([overview.Memory, node.Memory, @namespace.Memory], memory => Assert.Equal((512 * Mebibyte, 512 * Mebibyte), (memory.Requested, memory.Limited)));
    }

    [Theory]
    [InlineData("workload")]
    [InlineData("namespace")]
    [InlineData("node")]
    public void The_row_of_a_group_has_no_limit_while_one_of_its_pods_has_none(string group)
    {
        var row = _rig.Read(reader => PodViews.Page(reader, PodSelection.From(new PodQuery { Group = group }))).Rows.Single();
        Assert.Equal((Core, null), (row.Cpu.Request, row.Cpu.Limit));
        Assert.Equal((512 * Mebibyte, null), (row.Memory.Request, row.Memory.Limit));
    }

    [Fact]
    public void Levels_have_no_limit_while_one_pod_has_none()
    {
        SeriesKey[] keys = [SeriesKey.Cluster, SeriesKey.ForNode("node-1"), SeriesKey.ForNamespace("shop"), SeriesKey.ForWorkload("shop", new WorkloadRef("Deployment", "web"))];
        Assert.All(keys, key =>
        {
            var level = _rig.Read(reader => reader.Levels(key, Noon.AddHours(-1), Noon))[^1].Level;
            Assert.Equal(new Level(Core, HistoryReader.Absent, 512 * Mebibyte, HistoryReader.Absent), level);
        });
    }

    [Fact]
    public void Both_are_the_same_when_every_pod_has_a_limit()
    {
        _rig.Pods(Pod("web-2", workload: "web", cpuLimit: 2 * Core));
        var total = _rig.Read(NamespaceView.Of).Namespaces.Single().Cpu.Limited;
        var row = _rig.Read(reader => PodViews.Page(reader, PodSelection.From(new PodQuery { Group = "namespace" }))).Rows.Single();
        Assert.Equal((3 * Core, 3 * Core), (total, row.Cpu.Limit));
        Assert.Equal(3 * Core, _rig.Read(reader => reader.Levels(SeriesKey.ForNamespace("shop"), Noon.AddHours(-1), Noon))[^1].Level.CpuLimit);
    }
}
