namespace Dashboard.Server.Live.Runtime;

/// <summary>This server's own runtime as columns: one time axis, one column a metric. Rates are per second.</summary>
internal sealed record RuntimeMessage
{
    public required long At { get; init; }

    /// <summary>True: the columns replace what is drawn. False: they are added at the end.</summary>
    public required bool Reset { get; init; }

    /// <summary>Milliseconds since 1970 UTC, ascending.</summary>
    public required long[] Times { get; init; }

    /// <summary>By metric: threads, threadPoolThreads, threadPoolQueue, timers, cpuCores, residentBytes, gen0Bytes and so on.</summary>
    public required IReadOnlyDictionary<string, double?[]> Columns { get; init; }

    /// <summary>Connections by endpoint, the busiest ten; "→ 10.0.0.1:443" is outgoing, "← :5080" incoming.</summary>
    public required IReadOnlyDictionary<string, double?[]> Connections { get; init; }

    public required long? MemoryLimitBytes { get; init; }
}
