namespace Dashboard.Server.History;

/// <summary>One change of what is known. It is applied whole and makes one version: Collection gathers watch events and hands over few.</summary>
internal sealed class ClusterDelta
{
    /// <summary>When it was read, by the server's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Pods that are new or changed; with <see cref="PodsAreComplete"/> all there are.</summary>
    public IReadOnlyList<PodFacts> Pods { get; init; } = [];

    /// <summary>After a list: a pod that is not in <see cref="Pods"/> is gone.</summary>
    public bool PodsAreComplete { get; init; }

    /// <summary>metadata.uid of pods that were deleted.</summary>
    public IReadOnlyList<string> RemovedPodUids { get; init; } = [];

    public IReadOnlyList<NodeFacts> Nodes { get; init; } = [];

    /// <summary>After a list: a node that is not in <see cref="Nodes"/> is gone.</summary>
    public bool NodesAreComplete { get; init; }

    public IReadOnlyList<string> RemovedNodes { get; init; } = [];

    /// <summary>An answer of metrics.k8s.io pods; read during Apply only, then it belongs to Collection again.</summary>
    public SampleBatch? PodSamples { get; init; }

    /// <summary>An answer of metrics.k8s.io nodes.</summary>
    public SampleBatch? NodeSamples { get; init; }

    /// <summary>Events that are new, or were seen again. None is ever taken back: History forgets them by their age.</summary>
    public IReadOnlyList<EventFacts> Events { get; init; } = [];

    public IReadOnlyList<QuotaFacts> Quotas { get; init; } = [];

    /// <summary>After a list: a quota that is not in <see cref="Quotas"/> is gone.</summary>
    public bool QuotasAreComplete { get; init; }

    public IReadOnlyList<QuotaKey> RemovedQuotas { get; init; } = [];

    /// <summary>States of sources that changed or were confirmed.</summary>
    public IReadOnlyList<SourceState> Sources { get; init; } = [];

    /// <summary>The collector's measure of itself; null leaves what is known.</summary>
    public CollectionStatus? Collection { get; init; }
}
