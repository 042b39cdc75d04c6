using System.Text.Json.Serialization;

namespace Dashboard.Diagnostics.Live;

/// <summary>What the charts show of one moment. A rate is over the time since the point before; null where there is none shortly before: absent is not zero.</summary>
internal sealed record LivePoint
{
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);

    /// <summary>When, in milliseconds since 1970.</summary>
    public required long At { get; init; }

    public required int Threads { get; init; }

    public required int PoolThreads { get; init; }

    /// <summary>Work items that wait for a pool thread.</summary>
    public required long Queue { get; init; }

    public required long Timers { get; init; }

    /// <summary>Established sockets to others.</summary>
    public required int Outgoing { get; init; }

    /// <summary>Established sockets from others.</summary>
    public required int Incoming { get; init; }

    /// <summary>Bytes after the last collection: generation 0, 1, 2, large objects, pinned objects.</summary>
    public required IReadOnlyList<long> Heap { get; init; }

    public required long ResidentBytes { get; init; }

    public required long? LimitBytes { get; init; }

    public double? AllocatedBytesPerSecond { get; init; }

    /// <summary>Milliseconds of each second that collections held up the process.</summary>
    public double? PausedMillisecondsPerSecond { get; init; }

    public double? CollectionsPerSecond { get; init; }

    public double? ExceptionsPerSecond { get; init; }

    public double? ContentionsPerSecond { get; init; }

    /// <summary>Processors in use: 1 is one of them all the time.</summary>
    public double? Processors { get; init; }

    public static LivePoint Of(RuntimeSample sample, RuntimeSample? before)
    {
        var point = new LivePoint
        {
            At = sample.At.ToUnixTimeMilliseconds(),
            Threads = sample.Threads,
            PoolThreads = sample.ThreadPoolThreads,
            Queue = sample.ThreadPoolQueueLength,
            Timers = sample.Timers,
            Outgoing = sample.Connections.Where(c => !c.Incoming).Sum(c => c.Count),
            Incoming = sample.Connections.Where(c => c.Incoming).Sum(c => c.Count),
            Heap = sample.HeapBytesByGeneration,
            ResidentBytes = sample.ResidentBytes,
            LimitBytes = sample.MemoryLimitBytes,
        };
        if (before is null || sample.At - before.At is not { Ticks: > 0 } elapsed || elapsed > LongestGap)
            return point;
        var seconds = elapsed.TotalSeconds;
        return point with
        {
            AllocatedBytesPerSecond = (sample.AllocatedBytes - before.AllocatedBytes) / seconds,
            PausedMillisecondsPerSecond = (sample.GcPause - before.GcPause).TotalMilliseconds / seconds,
            // Each collection of an older generation counts for the younger ones as well.
            CollectionsPerSecond = (sample.Collections[0] - before.Collections[0]) / seconds,
            ExceptionsPerSecond = (sample.Exceptions - before.Exceptions) / seconds,
            ContentionsPerSecond = (sample.LockContentions - before.LockContentions) / seconds,
            Processors = (sample.CpuTime - before.CpuTime) / elapsed,
        };
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LivePoint))]
[JsonSerializable(typeof(IReadOnlyList<LivePoint>))]
internal sealed partial class LiveJson : JsonSerializerContext;
