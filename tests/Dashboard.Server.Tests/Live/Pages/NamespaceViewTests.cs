using Dashboard.Server.Live;
using Dashboard.Server.Live.Pages;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pages;

public sealed class NamespaceViewTests
{
    [Fact]
    public void A_namespace_has_its_pods_bounds_and_quotas_and_what_the_cluster_has()
    {
        using var rig = SmallCluster.Rig();
        var data = rig.Read(NamespaceView.Of).Namespaces.Single(row => row.Name == "data");
        Assert.Equal((3, 3), (data.Pods, data.Workloads));

        // The finished import asks for nothing any more.
        Assert.Equal(Core, data.Cpu.Requested);
        Assert.Equal(1880 * Mebibyte, data.Memory.Usage);
        Assert.NotNull(data.Memory.Allocatable);
        Assert.Equal(["pods", "requests.memory"], Assert.Single(data.Quotas).Items.Select(item => item.Resource));
        Assert.Contains(data.MemorySpark, value => value is not null);
    }

    [Fact]
    public void A_namespace_with_a_quota_and_no_pod_is_there_and_says_that_nothing_runs()
    {
        using var rig = SmallCluster.Rig();
        var empty = rig.Read(NamespaceView.Of).Namespaces.Single(row => row.Name == "empty");
        Assert.Equal((0, WhyMissing.NotRunning), (empty.Pods, empty.Why));
        Assert.Null(empty.Memory.Usage);
        Assert.Null(empty.Quotas[0].Items[0].Used);
    }

    [Fact]
    public void Namespaces_are_in_the_order_of_their_names()
    {
        using var rig = SmallCluster.Rig();
        Assert.Equal(["data", "empty", "shop"], rig.Read(NamespaceView.Of).Namespaces.Select(row => row.Name));
    }
}
