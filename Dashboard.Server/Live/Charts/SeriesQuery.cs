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

    public const int SubjectsMaximum = 8;

    /// <summary>A range may end this long ago: the longest that anything can be kept.</summary>
    public static readonly TimeSpan EndAgeMaximum = TimeSpan.FromDays(31);

    /// <summary>A browser's clock may be ahead of the server's by so much.</summary>
    public static readonly TimeSpan EndAheadMaximum = TimeSpan.FromMinutes(1);

    /// <summary>cluster, node, namespace, workload, pod, workloadPods or compare.</summary>
    public string? Kind { get; init; }

    /// <summary>For compare: 1 to 8 of pod:namespace/name and workload:namespace/Kind/name.</summary>
    public string?[]? Subjects { get; init; }

    public string? Namespace { get; init; }

    /// <summary>Of the node, workload or pod.</summary>
    public string? Name { get; init; }

    public string? WorkloadKind { get; init; }

    public int? RangeSeconds { get; init; }

    /// <summary>The end of the range in milliseconds since 1970 UTC; without it the range ends now, and goes on.</summary>
    public long? EndAt { get; init; }

    public int? Points { get; init; }
}
