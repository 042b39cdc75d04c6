namespace Dashboard.Diagnostics.Threads;

/// <summary>The threads of this process at one moment.</summary>
internal sealed record ThreadsSnapshot
{
    public required DateTimeOffset At { get; init; }

    /// <summary>Threads of the operating system.</summary>
    public required int Total { get; init; }

    public required PoolFacts Pool { get; init; }

    /// <summary>Active timers of the process; each living HttpClient pool has at least one.</summary>
    public required long Timers { get; init; }

    /// <summary>Contended lock acquisitions since the start.</summary>
    public required long LockContentions { get; init; }

    /// <summary>By name, most first.</summary>
    public required IReadOnlyList<ThreadGroup> Groups { get; init; }

    /// <summary>Each of them, most CPU time first.</summary>
    public required IReadOnlyList<OsThread> Threads { get; init; }
}

/// <summary>The thread pool's own numbers.</summary>
internal sealed record PoolFacts
{
    public required int Threads { get; init; }

    public required int Busy { get; init; }

    public required int MinWorkers { get; init; }

    public required int MaxWorkers { get; init; }

    public required int MinIo { get; init; }

    public required int MaxIo { get; init; }

    /// <summary>Work items that wait for a thread.</summary>
    public required long QueueLength { get; init; }

    /// <summary>Work items done since the start.</summary>
    public required long CompletedItems { get; init; }
}

/// <summary>Threads of one name.</summary>
internal sealed record ThreadGroup(string Name, string Role, int Count, double CpuSeconds, IReadOnlyDictionary<string, int> States);

/// <summary>One thread of the operating system. The kernel keeps 15 bytes of a name.</summary>
internal sealed record OsThread(int Id, string Name, string Role, string State, double CpuSeconds, DateTimeOffset? StartedAt);
