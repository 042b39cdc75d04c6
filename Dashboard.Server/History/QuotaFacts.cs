namespace Dashboard.Server.History;

/// <summary>A ResourceQuota of core/v1: how much a namespace may have, and how much of it is taken.</summary>
internal sealed record QuotaFacts
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<QuotaItemFacts> Items { get; init; } = [];
}

/// <summary>One resource of a quota.</summary>
/// <param name="Resource">As in spec.hard: "requests.cpu", "limits.memory", "pods", "count/deployments.apps" …</param>
/// <param name="Unit">What both numbers count.</param>
/// <param name="Hard">How much is allowed.</param>
/// <param name="Used">How much is taken; null until the quota controller has counted.</param>
internal readonly record struct QuotaItemFacts(string Resource, QuotaUnit Unit, long Hard, long? Used);

internal enum QuotaUnit
{
    Nanocores,
    Bytes,
    Count,
}

/// <summary>What names a quota.</summary>
internal readonly record struct QuotaKey(string Namespace, string Name);
