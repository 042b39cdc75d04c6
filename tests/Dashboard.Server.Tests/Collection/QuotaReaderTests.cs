using System.Text;
using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

public sealed class QuotaReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(int.MaxValue)]
    public void Amounts_come_in_the_unit_of_their_resource(int size)
    {
        var quota = Assert.Single(Read(
            size,
            """
            {"metadata":{"name":"compute","namespace":"shop","resourceVersion":"7"},
             "spec":{"hard":{"requests.cpu":"1500m","limits.memory":"2Gi","pods":"40","count/deployments.apps":"1k","scopes.example.com/gpu":2},"scopes":["NotTerminating"]},
             "status":{"hard":{"pods":"30"},"used":{"requests.cpu":"250m","limits.memory":"512Mi","pods":"12","count/deployments.apps":"3"}}}
            """).Facts);

        Assert.Equal(("shop", "compute"), (quota.Namespace, quota.Name));
        Assert.Equal(
            [
                new QuotaItemFacts("count/deployments.apps", QuotaUnit.Count, 1000, 3),
                new QuotaItemFacts("limits.memory", QuotaUnit.Bytes, 2L << 30, 512L << 20),
                new QuotaItemFacts("pods", QuotaUnit.Count, 40, 12),
                new QuotaItemFacts("requests.cpu", QuotaUnit.Nanocores, 1_500_000_000, 250_000_000),
                new QuotaItemFacts("scopes.example.com/gpu", QuotaUnit.Count, 2, null),
            ],
            quota.Items);
    }

    [Theory]
    [InlineData("cpu", QuotaUnit.Nanocores)]
    [InlineData("limits.cpu", QuotaUnit.Nanocores)]
    [InlineData("memory", QuotaUnit.Bytes)]
    [InlineData("requests.storage", QuotaUnit.Bytes)]
    [InlineData("gold.storageclass.storage.k8s.io/requests.storage", QuotaUnit.Bytes)]
    [InlineData("requests.ephemeral-storage", QuotaUnit.Bytes)]
    [InlineData("requests.hugepages-2Mi", QuotaUnit.Bytes)]
    [InlineData("gold.storageclass.storage.k8s.io/persistentvolumeclaims", QuotaUnit.Count)]
    [InlineData("requests.nvidia.com/gpu", QuotaUnit.Count)]
    [InlineData("count/memory.example.com", QuotaUnit.Count)]
    [InlineData("services.loadbalancers", QuotaUnit.Count)]
    internal void The_name_tells_the_unit(string resource, QuotaUnit unit) => Assert.Equal(unit, QuotaReader.UnitOf(resource));

    [Fact]
    public void Without_a_status_nothing_is_known_of_what_is_used() =>
        Assert.Null(Assert.Single(Assert.Single(Read(int.MaxValue, """{"metadata":{"name":"q","namespace":"n"},"spec":{"hard":{"pods":"1"}},"status":{}}""").Facts).Items).Used);

    [Fact]
    public void One_that_cannot_be_read_costs_itself_only()
    {
        var list = Read(
            int.MaxValue,
            """{"metadata":{"name":"q","namespace":"n"},"spec":{"hard":{"pods":"ten"}}}""",
            """{"metadata":{"name":"q"},"spec":{"hard":{"pods":"1"}}}""",
            """{"metadata":{"name":"good","namespace":"n"},"spec":{"hard":{"pods":"1"}}}""");

        Assert.Equal((2, "good"), (list.BadItems, Assert.Single(list.Facts).Name));
    }

    private static ObjectListReader<QuotaFacts> Read(int size, params string[] items)
    {
        var json = Encoding.UTF8.GetBytes($$$"""{"metadata":{"resourceVersion":"5"},"items":[{{{string.Join(',', items)}}}]}""");
        return Pieces.Read(new ObjectListReader<QuotaFacts>(new QuotaReader()), json, size);
    }
}
