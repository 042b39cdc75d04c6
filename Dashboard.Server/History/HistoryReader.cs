namespace Dashboard.Server.History;

/// <summary>One consistent version, by slots: a pod keeps its slot while it is remembered, and columns are indexed by slot.</summary>
/// <remarks>Valid during <see cref="ClusterHistory.Read"/> only; what it gives back as an array or a record is a copy and may be kept, a span may not.</remarks>
internal sealed class HistoryReader(HistoryState state)
{
    /// <summary>In columns of usage: no value is known. Absent is not zero.</summary>
    public const long Absent = -1;

    public long Version => state.Version;

    /// <summary>When this version was made, by the server's clock.</summary>
    public DateTimeOffset At => state.At;

    public IReadOnlyList<SourceState> Sources => state.Sources;

    /// <summary>The collector's latest measure of itself; null before the first.</summary>
    public CollectionStatus? Collection => state.Collection;

    /// <summary>How far apart a pod's samples usually are, learnt from them: metrics-server's resolution.</summary>
    public TimeSpan SampleInterval => state.Clock.Interval;

    /// <summary>How far the samples' clock is ahead of the server's; zero when it is behind.</summary>
    public TimeSpan SamplesAhead => TimeSpan.FromMilliseconds(Math.Max(0, state.Clock.Now(state.At) - state.At.ToUnixTimeMilliseconds()));

    // --- Pods -----------------------------------------------------------------------------------------------------------------

    /// <summary>Length of the pod columns: living pods, remembered dead ones and free slots.</summary>
    public int PodSlots => state.Pods.Slots;

    public int LivingPods => state.Pods.Living;

    /// <summary>Pods that went away and are still remembered.</summary>
    public int GonePods => state.Pods.Gone;

    /// <summary>The pod's facts; null for a free slot. A pod that only metrics know has <see cref="PodFacts.Phase"/> "Unknown".</summary>
    public PodFacts? Pod(int slot) => state.Pods.Entries[slot]?.Facts;

    /// <summary>When the pod went away; null while it lives.</summary>
    public DateTimeOffset? PodGoneAt(int slot) => state.Pods.Entries[slot]?.GoneAt;

    /// <summary>Latest CPU by slot in nanocores, exact; <see cref="Absent"/> where the newest sample is missing, partial or outdated.</summary>
    public ReadOnlySpan<long> PodCpuNanocores => state.Pods.CpuNanocores;

    /// <summary>Latest working set by slot in bytes, exact; <see cref="Absent"/> as for CPU.</summary>
    public ReadOnlySpan<long> PodWorkingSetBytes => state.Pods.WorkingSetBytes;

    /// <summary>Time of the pod's latest sample, in milliseconds since 1970 UTC; 0 when there has been none.</summary>
    public ReadOnlySpan<long> PodSampledAtMilliseconds => state.Pods.SampledAtMilliseconds;

    /// <summary>When the server first read that sample, by its own clock; 0 when there has been none.</summary>
    public ReadOnlySpan<long> PodReadAtMilliseconds => state.Pods.ReadAtMilliseconds;

    /// <summary>Why the pod's latest value is absent; <see cref="WhyAbsent.None"/> when it is not.</summary>
    public WhyAbsent PodWhyAbsent(int slot) => state.WhyAbsent(slot);

    /// <summary>Where the pod's memory is going; remembered until its next step of two minutes, so that asking for all pods costs little.</summary>
    public MemoryTrend PodMemoryTrend(int slot) => state.Pods.Entries[slot]?.MemoryTrend() ?? MemoryTrend.Unknown;

    /// <summary>Finds a pod by UID, living or remembered.</summary>
    public bool TryFindPod(string uid, out int slot) => Found(state.Pods.Find(uid), out slot);

    /// <summary>Finds a pod by name: the living one, else the last that had it.</summary>
    public bool TryFindPod(string @namespace, string name, out int slot) => Found(state.Pods.Find(@namespace, name), out slot);

    /// <summary>Latest usage of a pod's containers, by name; those that only the inventory knows have none.</summary>
    public IReadOnlyList<ContainerUsage> Containers(int slot)
    {
        var usages = new List<ContainerUsage>();
        state.CopyContainers(slot, usages);
        usages.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return usages;
    }

    /// <summary>Adds them to a list in no order, without allocating.</summary>
    public void CopyContainers(int slot, List<ContainerUsage> into) => state.CopyContainers(slot, into);

    // --- Nodes ----------------------------------------------------------------------------------------------------------------

    /// <summary>Living nodes, by name.</summary>
    public IReadOnlyList<NodeNow> Nodes => state.NodesNow();

    // --- Totals ---------------------------------------------------------------------------------------------------------------

    /// <summary>The cluster's, a namespace's or a workload's usage now; null when nothing of that name is remembered.</summary>
    public TotalNow? Total(SeriesKey key) => state.TotalLine(key)?.Now;

    /// <summary>All remembered totals of namespaces or workloads.</summary>
    public IReadOnlyList<TotalNow> Totals(SeriesKind kind) =>
        [.. state.Totals.Lines.Where(line => line.Key.Kind == kind).Select(line => line.Now)];

    // --- Lines ----------------------------------------------------------------------------------------------------------------

    /// <summary>Reads part of a line, or null when nothing of that name is remembered.</summary>
    /// <param name="key">Which line.</param>
    /// <param name="from">Points after this time only.</param>
    /// <param name="resolution">How finely. Minutes and ten minutes reach to now, the last one is still being filled; a bucket's time is its beginning.</param>
    public SeriesData? Series(SeriesKey key, DateTimeOffset from, Resolution resolution) => state.Series(key, from, until: null, resolution);

    /// <summary>Reads the part of a line that lies in a range of the past, or null when nothing of that name is remembered.</summary>
    /// <param name="key">Which line.</param>
    /// <param name="from">Points after this time only.</param>
    /// <param name="until">Points up to this time only; a line that should go on after the last of them does not end with a gap.</param>
    /// <param name="resolution">How finely.</param>
    public SeriesData? Series(SeriesKey key, DateTimeOffset from, DateTimeOffset? until, Resolution resolution) =>
        state.Series(key, from, until, resolution);

    /// <summary>The finest resolution at which the line still holds everything since a time.</summary>
    public Resolution FinestOf(SeriesKey key, DateTimeOffset from) => state.FinestOf(key, from);

    /// <summary>
    /// Fills <paramref name="cpu"/> and <paramref name="memory"/> with the pod's last <paramref name="window"/> in equal steps, NaN for a gap.
    /// </summary>
    public void Sparkline(int slot, TimeSpan window, Span<float> cpu, Span<float> memory) => state.Sparkline(slot, window, cpu, memory);

    /// <summary>As the pod's, of any line; NaN throughout when nothing of that name is remembered. Allocates nothing.</summary>
    public void Sparkline(SeriesKey key, TimeSpan window, Span<float> cpu, Span<float> memory) => state.Sparkline(key, window, cpu, memory);

    /// <summary>What happened to a pod (by UID), a workload or the whole cluster since a time, oldest first, at most <paramref name="limit"/> of the newest.</summary>
    public IReadOnlyList<Mark> Marks(SeriesKey key, DateTimeOffset from, int limit) => state.Marks(key, from, limit);

    // --- The cluster's own words, and its quotas ----------------------------------------------------------------------------------

    /// <summary>What the cluster said of an object within the last hour, newest first, at most 20; a copy.</summary>
    /// <param name="kind">Kind of the object: Pod, ReplicaSet, Node.</param>
    /// <param name="namespace">Its namespace; null for one without, as a node.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uid">Only of the object with this UID, and what names none; null for all that had the name.</param>
    public IReadOnlyList<EventFacts> Events(string kind, string? @namespace, string name, string? uid = null) =>
        state.Events.Of(kind, @namespace, name, uid);

    /// <summary>Events that are remembered, of all objects.</summary>
    public int EventCount => state.Events.Count;

    /// <summary>The ResourceQuotas by namespace, in the order of their names; a copy. A namespace without any is not in it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<QuotaFacts>> Quotas => state.Quotas.ByNamespace;

    /// <summary>
    /// Requests and limits in a range, oldest first: what held at its start, or the first that is known, and each change. Of a pod (by UID), or summed over
    /// the living pods of a workload, namespace, node or the cluster that have not ended.
    /// </summary>
    public IReadOnlyList<LevelChange> Levels(SeriesKey key, DateTimeOffset from, DateTimeOffset until) => state.Levels(key, from, until);

    private static bool Found(PodEntry? pod, out int slot)
    {
        slot = pod?.Slot ?? -1;
        return pod is not null;
    }
}

/// <summary>A container's latest usage; <see cref="HistoryReader.Absent"/> where none is known.</summary>
internal readonly record struct ContainerUsage(string Name, long CpuNanocores, long WorkingSetBytes, DateTimeOffset? SampledAt);

/// <summary>A node and its latest usage; <see cref="HistoryReader.Absent"/> where none is known, and then why.</summary>
internal readonly record struct NodeNow(
    NodeFacts Facts, long CpuNanocores, long WorkingSetBytes, DateTimeOffset? SampledAt, WhyAbsent Why = WhyAbsent.None);
