using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>The cluster at a glance.</summary>
internal sealed record Overview
{
    public required long Version { get; init; }

    public required long At { get; init; }

    public required Totals Cpu { get; init; }

    public required Totals Memory { get; init; }

    public required NodeCounts Nodes { get; init; }

    public required PodCounts Pods { get; init; }

    /// <summary>With sparklines of a quarter of an hour, as TopMemory.</summary>
    public required PodRow[] TopCpu { get; init; }

    public required PodRow[] TopMemory { get; init; }

    /// <summary>
    /// Pods whose memory was watched for ten minutes or more, grows by 5 % an hour or more, and rises in at least 80 % of the pairs of moments of the last half
    /// hour (<see cref="MemoryTrend.RisingPercent"/>); fastest first, at most 10, sparklines of half an hour.
    /// </summary>
    public required PodRow[] Growing { get; init; }

    /// <summary>Restarts and OOM kills of the last 24 hours, newest first, at most 20.</summary>
    public required RestartEvent[] Restarts { get; init; }

    /// <summary>Pods that are not as they should be, worst first, at most 20.</summary>
    public required PodRow[] Troubled { get; init; }

    public required Source[] Sources { get; init; }

    public required CollectionHealth Collection { get; init; }
}

internal sealed record NodeCounts(int Total, int Ready);

/// <summary>Pods by phase. NotReady counts running pods with a container that is not ready.</summary>
internal sealed record PodCounts(int Total, Facet[] ByPhase, int NotReady);

/// <summary>The collector's measure of itself.</summary>
internal sealed record CollectionHealth
{
    public required long Polls { get; init; }

    public required long Failures { get; init; }

    /// <summary>Wall time of the last poll: fetch, parse, store.</summary>
    public required double? LastPollMilliseconds { get; init; }

    public required long? LastPollBytes { get; init; }

    /// <summary>Estimated from the Date header: positive when the cluster's clock is ahead.</summary>
    public required double? ClockSkewMilliseconds { get; init; }

    /// <summary>Sockets to the API server now.</summary>
    public required int Sockets { get; init; }

    /// <summary>The most that were ever open at once.</summary>
    public required int PeakSockets { get; init; }

    /// <summary>The most that are allowed.</summary>
    public required int MaxSockets { get; init; }
}
