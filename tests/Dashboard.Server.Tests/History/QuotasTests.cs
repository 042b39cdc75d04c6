using Dashboard.Server.History;

namespace Dashboard.Server.Tests.History;

public sealed class QuotasTests : IDisposable
{
    private readonly HistoryRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Quotas_are_found_by_namespace_and_change_and_go()
    {
        Apply(new ClusterDelta { At = _rig.At, Quotas = [Quota("shop", "b"), Quota("shop", "a"), Quota("bank", "a")], QuotasAreComplete = true });
        var before = Names();
        Apply(new ClusterDelta { At = _rig.At, Quotas = [Quota("shop", "a", used: 7)], RemovedQuotas = [new QuotaKey("bank", "a")] });

        Assert.Equal(["bank/a", "shop/a", "shop/b"], before);
        Assert.Equal(["shop/a", "shop/b"], Names());
        Assert.Equal(7, _rig.Read(reader => reader.Quotas)["shop"][0].Items[0].Used);
    }

    [Fact]
    public void A_list_takes_away_what_is_not_in_it()
    {
        Apply(new ClusterDelta { At = _rig.At, Quotas = [Quota("shop", "a")], QuotasAreComplete = true });
        var kept = _rig.Read(reader => reader.Quotas);

        Apply(new ClusterDelta { At = _rig.At, QuotasAreComplete = true });

        Assert.Empty(Names());
        Assert.Single(kept);
    }

    private void Apply(ClusterDelta delta) => _rig.History.Apply(delta);

    private string[] Names() =>
        _rig.Read(reader => reader.Quotas.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.Select(quota => $"{pair.Key}/{quota.Name}")).ToArray());

    private static QuotaFacts Quota(string @namespace, string name, long? used = null) => new()
    {
        Namespace = @namespace,
        Name = name,
        Items = [new QuotaItemFacts("pods", QuotaUnit.Count, 10, used)],
    };
}
