namespace Dashboard.Server.Live.Charts;

/// <summary>Which lines, over which range, with at most how many points.</summary>
internal sealed record SeriesQuery
{
    public const int RangeSecondsDefault = 3600;
    public const int RangeSecondsMinimum = 300;
    public const int RangeSecondsMaximum = 604_800;
    public const int PointsDefault = 400;
    public const int PointsMinimum = 10;
    public const int PointsMaximum = 2000;

    /// <summary>cluster, node, namespace, workload or pod.</summary>
    public string? Kind { get; init; }

    public string? Namespace { get; init; }

    /// <summary>Of the node, workload or pod.</summary>
    public string? Name { get; init; }

    public string? WorkloadKind { get; init; }

    public int? RangeSeconds { get; init; }

    public int? Points { get; init; }
}
