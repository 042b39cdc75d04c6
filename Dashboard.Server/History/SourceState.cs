namespace Dashboard.Server.History;

/// <summary>Where knowledge comes from. Each has its own state: metrics can be missing while pods are known, and the reverse.</summary>
internal enum SourceKind
{
    Pods,
    Nodes,
    PodMetrics,
    NodeMetrics,
    Events,
    ResourceQuotas,
}

internal enum SourceCondition
{
    /// <summary>The first answer has not come yet.</summary>
    Pending,

    Fresh,

    /// <summary>It answered once, and not for longer than it may.</summary>
    Stale,

    /// <summary>It answers, with no items (metrics: for a cluster that has running pods).</summary>
    Empty,

    /// <summary>404: not installed.</summary>
    Absent,

    /// <summary>401 or 403: not allowed.</summary>
    Forbidden,

    /// <summary>429, 5xx, a time-out, a refused or cut connection.</summary>
    Unavailable,
}

/// <summary>The state of a source, part of the data like any number.</summary>
/// <param name="Kind">Which source.</param>
/// <param name="Condition">What is known of it.</param>
/// <param name="Since">Since when it is in this condition.</param>
/// <param name="LastSuccessAt">When it last answered as it should; null when never.</param>
/// <param name="Items">Items of the last good answer.</param>
/// <param name="BadItems">Items that could not be read, since the start.</param>
/// <param name="Message">What is wrong, for a person; null when fresh.</param>
/// <param name="Remedy">What to do about it, for a person; null when fresh.</param>
internal sealed record SourceState(
    SourceKind Kind,
    SourceCondition Condition,
    DateTimeOffset Since,
    DateTimeOffset? LastSuccessAt = null,
    int Items = 0,
    long BadItems = 0,
    string? Message = null,
    string? Remedy = null);
