namespace Dashboard.Server.History;

/// <summary>The collector's measure of itself, and what it collects from; a snapshot that travels with the data.</summary>
internal sealed record CollectionStatus
{
    /// <summary>What is shown: "simulated cluster", a kubeconfig's context, or the in-cluster API server.</summary>
    public required string ClusterName { get; init; }

    public required ClusterSource Source { get; init; }

    /// <summary>The embedded demo is shown because no cluster is configured.</summary>
    public bool Demo { get; init; }

    /// <summary>The time between two polls.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Polls of metrics that ended, well or badly, since the start.</summary>
    public long Polls { get; init; }

    /// <summary>Polls that failed, since the start.</summary>
    public long Failures { get; init; }

    /// <summary>Wall time of the last good poll: fetch and parse, and storing the one before; null before the first.</summary>
    public double? LastPollMilliseconds { get; init; }

    /// <summary>Size of the last good poll's answers in bytes, after decompression.</summary>
    public long? LastPollBytes { get; init; }

    /// <summary>Estimated from the Date header: positive when the cluster's clock is ahead.</summary>
    public double? ClockSkewMilliseconds { get; init; }

    /// <summary>Open sockets to the API server, counted where they are opened and closed.</summary>
    public int Sockets { get; init; }

    /// <summary>The most sockets that were ever open at once.</summary>
    public int PeakSockets { get; init; }

    /// <summary>The most sockets that are allowed.</summary>
    public int MaxSockets { get; init; }
}

/// <summary>Where the cluster is that is shown.</summary>
internal enum ClusterSource
{
    Simulator,
    Kubeconfig,
    InCluster,
}
