namespace Dashboard.Server.History;

/// <summary>What is known of the cluster now, and what was known. One writer (Collection), any number of readers.</summary>
internal sealed class ClusterHistory
{
    /// <summary>Grows by one with each <see cref="Apply"/>.</summary>
    public long Version => throw new NotImplementedException();

    /// <summary>Applies a change whole. Calls never overlap.</summary>
    /// <returns>The new version.</returns>
    public long Apply(ClusterDelta delta) => throw new NotImplementedException(delta.At.ToString());

    /// <summary>Waits until <see cref="Version"/> is greater than <paramref name="version"/>; at once when it is already.</summary>
    public Task<long> WaitForNewerAsync(long version, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{version} {cancellationToken}");

    /// <summary>Reads one consistent version. The reader given is valid during the call only.</summary>
    public TResult Read<TState, TResult>(TState state, Func<HistoryReader, TState, TResult> read) =>
        throw new NotImplementedException($"{state} {read}");
}

/// <summary>One consistent version, by slots: a pod keeps its slot while it is remembered, and columns are indexed by slot.</summary>
internal abstract class HistoryReader
{
    /// <summary>In columns of usage: no value is known. Absent is not zero.</summary>
    public const long Absent = -1;

    public abstract long Version { get; }

    /// <summary>When this version was made, by the server's clock.</summary>
    public abstract DateTimeOffset At { get; }

    public abstract IReadOnlyList<SourceState> Sources { get; }

    /// <summary>The collector's latest measure of itself; null before the first.</summary>
    public abstract CollectionStatus? Collection { get; }

    // --- Pods -----------------------------------------------------------------------------------------------------------------

    /// <summary>Length of the pod columns: living pods, remembered dead ones and free slots.</summary>
    public abstract int PodSlots { get; }

    /// <summary>The pod's facts; null for a free slot. A pod that only metrics know has <see cref="PodFacts.Phase"/> "Unknown".</summary>
    public abstract PodFacts? Pod(int slot);

    /// <summary>When the pod went away; null while it lives.</summary>
    public abstract DateTimeOffset? PodGoneAt(int slot);

    /// <summary>Latest CPU by slot in nanocores, exact; <see cref="Absent"/> where the newest sample is missing, partial or outdated.</summary>
    public abstract ReadOnlySpan<long> PodCpuNanocores { get; }

    /// <summary>Latest working set by slot in bytes, exact; <see cref="Absent"/> as for CPU.</summary>
    public abstract ReadOnlySpan<long> PodWorkingSetBytes { get; }

    /// <summary>Time of the pod's latest sample, in milliseconds since 1970 UTC; 0 when there has been none.</summary>
    public abstract ReadOnlySpan<long> PodSampledAtMilliseconds { get; }

    /// <summary>Finds a pod by UID, living or remembered.</summary>
    public abstract bool TryFindPod(string uid, out int slot);

    /// <summary>Finds a pod by name: the living one, else the last that had it.</summary>
    public abstract bool TryFindPod(string @namespace, string name, out int slot);

    /// <summary>Latest usage of a pod's containers, by name.</summary>
    public abstract IReadOnlyList<ContainerUsage> Containers(int slot);

    // --- Nodes ----------------------------------------------------------------------------------------------------------------

    /// <summary>Living nodes, by name.</summary>
    public abstract IReadOnlyList<NodeNow> Nodes { get; }

    // --- Lines ----------------------------------------------------------------------------------------------------------------

    /// <summary>Reads part of a line, or null when nothing of that name is remembered.</summary>
    /// <param name="key">Which line.</param>
    /// <param name="from">Points after this time only.</param>
    /// <param name="resolution">How finely.</param>
    public abstract SeriesData? Series(SeriesKey key, DateTimeOffset from, Resolution resolution);

    /// <summary>
    /// Fills <paramref name="cpu"/> and <paramref name="memory"/> with the pod's last <paramref name="window"/> in equal steps, NaN for a gap.
    /// </summary>
    public abstract void Sparkline(int slot, TimeSpan window, Span<float> cpu, Span<float> memory);

    /// <summary>What happened to a pod (by UID), a workload or the whole cluster since a time, oldest first, at most <paramref name="limit"/> of the newest.</summary>
    public abstract IReadOnlyList<Mark> Marks(SeriesKey key, DateTimeOffset from, int limit);
}

/// <summary>A container's latest usage; <see cref="HistoryReader.Absent"/> where none is known.</summary>
internal readonly record struct ContainerUsage(string Name, long CpuNanocores, long WorkingSetBytes, DateTimeOffset? SampledAt);

/// <summary>A node and its latest usage; <see cref="HistoryReader.Absent"/> where none is known.</summary>
internal readonly record struct NodeNow(NodeFacts Facts, long CpuNanocores, long WorkingSetBytes, DateTimeOffset? SampledAt);
