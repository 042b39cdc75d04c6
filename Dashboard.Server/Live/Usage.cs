namespace Dashboard.Server.Live;

/// <summary>What is used, against what was asked for and what is allowed. Null means not known or not set, never zero.</summary>
/// <param name="Value">Usage of the newest sample; CPU in nanocores, memory in bytes.</param>
/// <param name="Request">Requested.</param>
/// <param name="Limit">What holds it: null as soon as one container has no limit, and of several pods as soon as one that has not ended has none.</param>
internal sealed record Usage(long? Value, long? Request, long? Limit);

/// <summary>One resource of a cluster, node or namespace; CPU in nanocores, memory in bytes.</summary>
/// <param name="Usage">What is used now.</param>
/// <param name="Requested">Sum of what living pods that have not ended request.</param>
/// <param name="Limited">Sum of the limits that are set, also when others are not; not a bound on usage, as <see cref="Usage.Limit"/> is.</param>
/// <param name="Allocatable">What pods may use.</param>
/// <param name="Capacity">What there is.</param>
internal sealed record Totals(long? Usage, long? Requested, long? Limited, long? Allocatable, long? Capacity);

/// <summary>A value that a filter can choose, and how many pods have it.</summary>
internal sealed record Facet(string Value, int Count);

/// <summary>Why a value is missing or old.</summary>
internal enum WhyMissing
{
    /// <summary>The pod does not run, so that nothing is used.</summary>
    NotRunning,

    /// <summary>metrics-server needs two scrapes before it shows a new pod.</summary>
    FirstSamplePending,

    /// <summary>A container of the pod has no point, so that the sum would be wrong.</summary>
    ContainerWithoutPoint,

    /// <summary>The pod's node does not answer.</summary>
    NodeUnreachable,

    /// <summary>metrics.k8s.io is not installed.</summary>
    MetricsAbsent,

    /// <summary>The account may not read metrics.k8s.io.</summary>
    MetricsForbidden,

    /// <summary>metrics.k8s.io does not answer, or without any items.</summary>
    MetricsUnavailable,

    /// <summary>The first answer of metrics.k8s.io has not come yet.</summary>
    MetricsPending,

    /// <summary>The newest sample is too old.</summary>
    Outdated,
}
