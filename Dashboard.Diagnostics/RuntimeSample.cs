namespace Dashboard.Diagnostics;

/// <summary>One cheap look at this process. Counters only grow since the start of the process; a rate is the difference of two samples.</summary>
public sealed record RuntimeSample
{
    /// <summary>When it was taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Threads of the operating system.</summary>
    public required int Threads { get; init; }

    /// <summary>Threads of the thread pool.</summary>
    public required int ThreadPoolThreads { get; init; }

    /// <summary>Work items that wait for a pool thread.</summary>
    public required long ThreadPoolQueueLength { get; init; }

    /// <summary>Work items done (counter).</summary>
    public required long ThreadPoolCompletedItems { get; init; }

    /// <summary>Active timers.</summary>
    public required long Timers { get; init; }

    /// <summary>Contended lock acquisitions (counter).</summary>
    public required long LockContentions { get; init; }

    /// <summary>Exceptions thrown since the endpoints were added (counter).</summary>
    public required long Exceptions { get; init; }

    /// <summary>Bytes allocated on the managed heap (counter).</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>Bytes of each generation after the last collection: 0, 1, 2, large object heap, pinned object heap.</summary>
    public required IReadOnlyList<long> HeapBytesByGeneration { get; init; }

    /// <summary>Collections of each generation 0, 1, 2 (counters).</summary>
    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>Time that collections have paused the process (counter).</summary>
    public required TimeSpan GcPause { get; init; }

    /// <summary>Resident memory of the process in bytes.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>The memory limit of the container in bytes; null without one.</summary>
    public required long? MemoryLimitBytes { get; init; }

    /// <summary>CPU time of the process (counter).</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Established sockets of this process by remote endpoint and direction, most first.</summary>
    public required IReadOnlyList<EndpointConnections> Connections { get; init; }
}

/// <summary>Sockets of this process to or from one endpoint.</summary>
/// <param name="Endpoint">Outgoing: the remote address and port. Incoming: the local port that was connected to, as ":5080".</param>
/// <param name="Incoming">The peer connected to this process.</param>
/// <param name="Count">How many.</param>
public sealed record EndpointConnections(string Endpoint, bool Incoming, int Count);
