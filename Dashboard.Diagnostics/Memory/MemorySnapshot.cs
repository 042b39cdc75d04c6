namespace Dashboard.Diagnostics.Memory;

/// <summary>The memory of this process at one moment.</summary>
internal sealed record MemorySnapshot
{
    public required DateTimeOffset At { get; init; }

    public required ProcessMemory Process { get; init; }

    /// <summary>Null outside a container or without its files.</summary>
    public required ContainerMemory? Container { get; init; }

    public required HeapFacts Heap { get; init; }

    public required IReadOnlyList<GenerationFacts> Generations { get; init; }

    public required CollectionFacts Collections { get; init; }

    public required AllocationFacts Allocation { get; init; }

    public required GcMode Mode { get; init; }

    /// <summary>Active timers: each holds what its callback holds.</summary>
    public required long Timers { get; init; }
}

/// <summary>Anonymous and file pages and the peak are known on Linux only.</summary>
internal sealed record ProcessMemory(long ResidentBytes, long? PeakResidentBytes, long? AnonymousBytes, long? FileBytes);

/// <param name="LimitBytes">Null without a limit.</param>
/// <param name="WorkingSetBytes">All pages of the container but file pages that the kernel can drop at once.</param>
/// <param name="UsedShare">Working set against the limit; the kernel kills at 1.</param>
internal sealed record ContainerMemory(long? LimitBytes, long? WorkingSetBytes, double? UsedShare);

/// <param name="HeapBytes">After the last collection.</param>
/// <param name="LiveBytes">Now, with what was allocated since; the runtime's approximation, too low while a background collection sweeps.</param>
/// <param name="FragmentedBytes">Free space between objects after the last collection.</param>
/// <param name="CommittedBytes">Asked from the system for the heap.</param>
/// <param name="MemoryLoadShare">Memory in use by everything that shares the limit or the machine, as the GC saw it last.</param>
/// <param name="HighMemoryLoadShare">From this load on the GC compacts and collects harder.</param>
/// <param name="AvailableBytes">What the GC takes for all the memory there is: the container's limit or the machine's memory.</param>
internal sealed record HeapFacts(
    long HeapBytes, long LiveBytes, long FragmentedBytes, long CommittedBytes, double MemoryLoadShare, double HighMemoryLoadShare, long AvailableBytes,
    long FinalizationPending, long PinnedObjects);

/// <param name="Collections">Null for the large and the pinned object heap, which are collected with generation 2.</param>
internal sealed record GenerationFacts(string Name, long BytesBefore, long Bytes, long FragmentedBytes, int? Collections);

/// <param name="PauseShare">Of the time since the start.</param>
internal sealed record CollectionFacts(
    long Count, double PauseSeconds, double PauseShare, int LastGeneration, double LastPauseSeconds, bool LastCompacted, bool LastConcurrent, long PromotedBytes);

/// <param name="BytesPerSecond">Over the last <paramref name="OverSeconds"/>.</param>
internal sealed record AllocationFacts(long TotalBytes, double BytesPerSecond, double OverSeconds);

internal sealed record GcMode(bool Server, bool Concurrent, string LatencyMode, int Processors, IReadOnlyDictionary<string, string> Settings);
