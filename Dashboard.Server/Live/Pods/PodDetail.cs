using Dashboard.Server.History;
using Dashboard.Server.Live.Pages;

namespace Dashboard.Server.Live.Pods;

/// <summary>All that is known of one pod.</summary>
internal sealed record PodDetail
{
    public required long Version { get; init; }

    public required long At { get; init; }

    /// <summary>The pod as a row, without sparklines.</summary>
    public required PodRow Pod { get; init; }

    /// <summary>Set when the pod is gone and only remembered.</summary>
    public required long? GoneAt { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public required string? QosClass { get; init; }

    public required string? PodIp { get; init; }

    public required ContainerDetail[] Containers { get; init; }

    /// <summary>The newest of what happened to the pod, oldest first.</summary>
    public required EventMark[] Marks { get; init; }

    /// <summary>What the cluster says of the pod, newest first, at most 20: no more are kept of one object.</summary>
    public required ClusterEvent[] Events { get; init; }

    /// <summary>Living pods of the same workload, without this one.</summary>
    public required int Siblings { get; init; }
}

/// <summary>One container of a pod.</summary>
internal sealed record ContainerDetail
{
    public required string Name { get; init; }

    public required ContainerKind Kind { get; init; }

    public required string? Image { get; init; }

    public required ContainerState State { get; init; }

    public required string? Reason { get; init; }

    public required bool Ready { get; init; }

    public required long? StartedAt { get; init; }

    public required int Restarts { get; init; }

    public required Termination? LastTermination { get; init; }

    public required Usage Cpu { get; init; }

    public required Usage Memory { get; init; }
}

/// <summary>How the run before the present one ended.</summary>
internal sealed record Termination(string Reason, int ExitCode, long? FinishedAt);
