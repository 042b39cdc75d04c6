namespace Dashboard.Server.History;

/// <summary>An event of core/v1, the cluster's own words of one object. The same happening seen again raises <see cref="Count"/> and <see cref="At"/>.</summary>
internal sealed record EventFacts
{
    /// <summary>Characters of a message that are kept; the API allows no more than as many bytes.</summary>
    public const int MaxMessage = 1024;

    /// <summary>metadata.uid of the event itself: what comes with the same is the same event, counted on.</summary>
    public required string Id { get; init; }

    /// <summary>When it was last seen, by the clock of the cluster.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was first seen, by the clock of the cluster.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>How often it was seen, 1 or more.</summary>
    public int Count { get; init; } = 1;

    public EventType Type { get; init; }

    /// <summary>One word: BackOff, FailedScheduling, OOMKilling. Empty when the writer gave none.</summary>
    public required string Reason { get; init; }

    /// <summary>At most <see cref="MaxMessage"/> characters; a longer one ends with an ellipsis.</summary>
    public required string Message { get; init; }

    /// <summary>Kind of the object it is of: Pod, ReplicaSet, Node.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace of that object; null for one without, as a node.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of that object.</summary>
    public required string Name { get; init; }

    /// <summary>metadata.uid of that object; null when the writer did not say. Of a node the kubelet gives its name.</summary>
    public string? Uid { get; init; }

    /// <summary>Who says so: kubelet, default-scheduler, deployment-controller; null when the writer did not say.</summary>
    public string? Reporter { get; init; }
}

internal enum EventType
{
    Normal,
    Warning,
}
