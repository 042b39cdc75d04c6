namespace Dashboard.Server.History;

/// <summary>Why a latest value is absent.</summary>
internal enum WhyAbsent
{
    /// <summary>It is not: there is a value.</summary>
    None,

    /// <summary>No container of the pod runs: pending, completed, between two runs, or gone.</summary>
    NotRunning,

    /// <summary>It began to run a short while ago; a pod is in metrics after two scrapes of its node.</summary>
    FirstSamplePending,

    /// <summary>A container that runs is not in the newest sample, which makes the sum unknown, or the whole pod is left out for it.</summary>
    ContainerWithoutPoint,

    /// <summary>The node is not ready: its pods leave metrics at once.</summary>
    NodeUnreachable,

    MetricsAbsent,
    MetricsForbidden,

    /// <summary>The API fails, or answers without any items.</summary>
    MetricsUnavailable,
    MetricsPending,

    /// <summary>The same sample has been served for longer than three intervals and a minute.</summary>
    Outdated,
}
