using System.Collections.Frozen;

namespace Dashboard.Server.History;

/// <summary>The ResourceQuotas there are, by namespace.</summary>
internal sealed class QuotaBook
{
    private readonly Dictionary<QuotaKey, QuotaFacts> _quotas = [];

    /// <summary>By namespace, and there in the order of their names; made anew with each change, so a reader may keep it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<QuotaFacts>> ByNamespace { get; private set; } =
        FrozenDictionary<string, IReadOnlyList<QuotaFacts>>.Empty;

    public void Apply(ClusterDelta delta)
    {
        if (delta.Quotas.Count == 0 && delta.RemovedQuotas.Count == 0 && !delta.QuotasAreComplete)
        {
            return;
        }

        if (delta.QuotasAreComplete)
        {
            _quotas.Clear();
        }

        foreach (var key in delta.RemovedQuotas)
        {
            _quotas.Remove(key);
        }

        foreach (var quota in delta.Quotas)
        {
            _quotas[new QuotaKey(quota.Namespace, quota.Name)] = quota;
        }

        ByNamespace = _quotas.Values
            .GroupBy(quota => quota.Namespace)
            .ToFrozenDictionary(
                quotas => quotas.Key,
                quotas => (IReadOnlyList<QuotaFacts>)[.. quotas.OrderBy(quota => quota.Name, StringComparer.Ordinal)]);
    }
}
