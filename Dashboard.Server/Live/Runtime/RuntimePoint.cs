using Dashboard.Diagnostics;

namespace Dashboard.Server.Live.Runtime;

/// <summary>One look at the process with rates since the look before; a rate is null in the first.</summary>
internal sealed class RuntimePoint
{
    /// <summary>Names of the values, in their order.</summary>
    public static readonly string[] Metrics =
    [
        "threads", "threadPoolThreads", "threadPoolQueue", "timers", "cpuCores", "residentBytes", "gen0Bytes", "gen1Bytes", "gen2Bytes",
        "lohBytes", "pohBytes", "allocatedBytesPerSecond", "gcPauseShare", "exceptionsPerSecond", "contentionsPerSecond", "collectionsPerMinute",
    ];

    private RuntimePoint(RuntimeSample sample, double?[] values)
    {
        AtMilliseconds = sample.At.ToUnixTimeMilliseconds();
        Values = values;
        Connections = [.. sample.Connections.Select(connection => (NameOf(connection), connection.Count))];
        MemoryLimitBytes = sample.MemoryLimitBytes;
    }

    public long AtMilliseconds { get; }

    public double?[] Values { get; }

    /// <summary>Established sockets by endpoint, most first.</summary>
    public (string Endpoint, int Count)[] Connections { get; }

    public long? MemoryLimitBytes { get; }

    public static RuntimePoint Of(RuntimeSample sample, RuntimeSample? before)
    {
        var seconds = before is null ? 0 : (sample.At - before.At).TotalSeconds;
        double? Rate(double now, double? then) => seconds > 0 && then is { } earlier ? Math.Max(0, now - earlier) / seconds : null;
        double? Heap(int generation) => generation < sample.HeapBytesByGeneration.Count ? sample.HeapBytesByGeneration[generation] : null;
        return new RuntimePoint(
            sample,
            [
                sample.Threads,
                sample.ThreadPoolThreads,
                sample.ThreadPoolQueueLength,
                sample.Timers,
                Rate(sample.CpuTime.TotalSeconds, before?.CpuTime.TotalSeconds),
                sample.ResidentBytes,
                Heap(0),
                Heap(1),
                Heap(2),
                Heap(3),
                Heap(4),
                Rate(sample.AllocatedBytes, before?.AllocatedBytes),
                Rate(sample.GcPause.TotalSeconds, before?.GcPause.TotalSeconds),
                Rate(sample.Exceptions, before?.Exceptions),
                Rate(sample.LockContentions, before?.LockContentions),

                // The count of generation 0 has in it those of the older ones.
                Rate(sample.Collections[0], before?.Collections[0]) * 60,
            ]);
    }

    private static string NameOf(EndpointConnections connection) => (connection.Incoming ? "← " : "→ ") + connection.Endpoint;
}
