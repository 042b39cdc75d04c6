using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>All that is known of one workload.</summary>
internal sealed record WorkloadDetail
{
    public required long Version { get; init; }

    public required long At { get; init; }

    /// <summary>All its pods as one row, without sparklines; null when none lives and the workload is only remembered.</summary>
    public required PodRow? Row { get; init; }

    /// <summary>Living pods, those that use most memory first, at most 100.</summary>
    public required PodRow[] Pods { get; init; }

    /// <summary>Newest first, at most 20.</summary>
    public required Release[] Releases { get; init; }

    public required EventMark[] Marks { get; init; }

    /// <summary>Of the workload, its ReplicaSets or Jobs, and its pods; newest first, at most 50.</summary>
    public required ClusterEvent[] Events { get; init; }
}

/// <summary>Pods of one template of a workload: a ReplicaSet, a revision of a StatefulSet or DaemonSet.</summary>
internal sealed record Release
{
    /// <summary>pod-template-hash or controller-revision-hash.</summary>
    public required string Revision { get; init; }

    /// <summary>When the first of its pods that are remembered was created, in milliseconds since 1970 UTC.</summary>
    public required long At { get; init; }

    public required string[] Images { get; init; }

    /// <summary>Living pods.</summary>
    public required int Pods { get; init; }
}
