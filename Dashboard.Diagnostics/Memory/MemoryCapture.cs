using System.Buffers.Text;
using System.Globalization;
using System.Runtime;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Memory;

/// <summary>Reads the memory of this process. Never collects: what it shows of the heap is as of the last collection.</summary>
internal sealed class MemoryCapture(TimeProvider timeProvider)
{
    private static readonly string[] GenerationNames = ["generation 0", "generation 1", "generation 2", "large object heap", "pinned object heap"];

    // A rate over less than this says little.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly MemoryLimit _limit = new();
    private readonly Lock _lock = new();
    private (DateTimeOffset At, long Bytes) _from = (ProcessFacts.StartedAt, 0);
    private (DateTimeOffset At, long Bytes) _to = (ProcessFacts.StartedAt, 0);

    public MemorySnapshot Read()
    {
        var now = timeProvider.GetUtcNow();
        var gc = GC.GetGCMemoryInfo(GCKind.Any);
        var pause = GC.GetTotalPauseDuration();
        return new MemorySnapshot
        {
            At = now,
            Process = ReadProcess(),
            Container = ReadContainer(),
            Heap = new HeapFacts(
                gc.HeapSizeBytes, GC.GetTotalMemory(forceFullCollection: false), gc.FragmentedBytes, gc.TotalCommittedBytes,
                Share(gc.MemoryLoadBytes, gc.TotalAvailableMemoryBytes), Share(gc.HighMemoryLoadThresholdBytes, gc.TotalAvailableMemoryBytes),
                gc.TotalAvailableMemoryBytes, gc.FinalizationPendingCount, gc.PinnedObjectsCount),
            Generations = ReadGenerations(gc),
            Collections = new CollectionFacts(
                gc.Index, pause.TotalSeconds, pause / (now - ProcessFacts.StartedAt), gc.Generation,
                Sum(gc.PauseDurations).TotalSeconds, gc.Compacted, gc.Concurrent, gc.PromotedBytes),
            Allocation = ReadAllocation(now),
            Mode = ReadMode(),
            Timers = Timer.ActiveCount,
        };
    }

    private AllocationFacts ReadAllocation(DateTimeOffset now)
    {
        var total = GC.GetTotalAllocatedBytes();
        lock (_lock)
        {
            // Two callers within a second see the same interval, or one would see only what the other's request cost.
            if (now - _to.At >= ShortestInterval)
                (_from, _to) = (_to, (now, total));
            var seconds = (_to.At - _from.At).TotalSeconds;
            return new AllocationFacts(total, seconds > 0 ? (_to.Bytes - _from.Bytes) / seconds : 0, seconds);
        }
    }

    private ContainerMemory? ReadContainer()
    {
        var limit = _limit.ReadLimitBytes();
        var used = _limit.ReadWorkingSetBytes();
        return limit is null && used is null ? null : new ContainerMemory(limit, used, limit > 0 && used is { } bytes ? Share(bytes, limit.Value) : null);
    }

    private static List<GenerationFacts> ReadGenerations(GCMemoryInfo gc)
    {
        var generations = new List<GenerationFacts>();
        for (var i = 0; i < gc.GenerationInfo.Length; i++)
        {
            var generation = gc.GenerationInfo[i];
            generations.Add(new GenerationFacts(
                i < GenerationNames.Length ? GenerationNames[i] : $"heap {i}",
                generation.SizeBeforeBytes, generation.SizeAfterBytes, generation.FragmentationAfterBytes,
                i <= GC.MaxGeneration ? GC.CollectionCount(i) : null));
        }

        return generations;
    }

    private static ProcessMemory ReadProcess()
    {
        if (!OperatingSystem.IsLinux())
            return new ProcessMemory(Environment.WorkingSet, null, null, null);
        Span<byte> buffer = stackalloc byte[4096];
        var status = ProcFile.Read("/proc/self/status", buffer);
        return new ProcessMemory(
            StatusBytes(status, "\nVmRSS:"u8) ?? Environment.WorkingSet,
            StatusBytes(status, "\nVmHWM:"u8),
            StatusBytes(status, "\nRssAnon:"u8),
            StatusBytes(status, "\nRssFile:"u8));
    }

    // "VmRSS:\t   12345 kB": the kernel's kB are KiB.
    internal static long? StatusBytes(ReadOnlySpan<byte> status, ReadOnlySpan<byte> key)
    {
        var at = status.IndexOf(key);
        return at >= 0 && Utf8Parser.TryParse(status[(at + key.Length)..].TrimStart("\t "u8), out long kilobytes, out _) ? kilobytes * 1024 : null;
    }

    private static GcMode ReadMode()
    {
        var settings = GC.GetConfigurationVariables()
            .OrderBy(s => s.Key, StringComparer.Ordinal)
            .ToDictionary(s => s.Key, s => Convert.ToString(s.Value, CultureInfo.InvariantCulture) ?? "");
        var concurrent = settings.TryGetValue("ConcurrentGC", out var value) && bool.TryParse(value, out var on) && on;
        return new GcMode(GCSettings.IsServerGC, concurrent, GCSettings.LatencyMode.ToString(), Environment.ProcessorCount, settings);
    }

    private static TimeSpan Sum(ReadOnlySpan<TimeSpan> pauses)
    {
        var sum = TimeSpan.Zero;
        foreach (var pause in pauses)
            sum += pause;
        return sum;
    }

    private static double Share(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
