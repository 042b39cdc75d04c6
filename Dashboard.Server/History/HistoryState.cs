namespace Dashboard.Server.History;

/// <summary>All that is known, without a thought to threads: <see cref="ClusterHistory"/> lets one writer in or many readers.</summary>
internal sealed class HistoryState
{
    private readonly HistoryOptions _options;
    private readonly LevelBook _levels;
    private readonly PodInventory _inventory;
    private readonly SampleIntake _samples;
    private readonly MarkBook _marks = new();
    private readonly Dictionary<SourceKind, SourceState> _sources = [];

    public HistoryState(HistoryOptions options, HistoryCounters counters)
    {
        _options = options;
        Counters = counters;
        Nodes = new NodeTable(options);
        Totals = new TotalTable(options, Clock);
        Events = new EventBook(options);
        _levels = new LevelBook(Totals, options);
        _inventory = new PodInventory(Pods, Totals, _levels, _marks);
        _samples = new SampleIntake(Pods, _inventory, Clock, counters, options);
    }

    public long Version { get; private set; }

    public DateTimeOffset At { get; private set; }

    public HistoryCounters Counters { get; }

    public PodTable Pods { get; } = new();

    public NodeTable Nodes { get; }

    public TotalTable Totals { get; }

    public EventBook Events { get; }

    public QuotaBook Quotas { get; } = new();

    public SampleClock Clock { get; } = new();

    public IReadOnlyList<SourceState> Sources { get; private set; } = [];

    public CollectionStatus? Collection { get; private set; }

    /// <summary>Applies a change.</summary>
    /// <returns>How many gone pods had to be forgotten before their time.</returns>
    public int Apply(ClusterDelta delta)
    {
        At = delta.At;
        Collection = delta.Collection ?? Collection;
        Nodes.Apply(delta);
        _inventory.Apply(delta);
        if (delta.NodeSamples is not null)
        {
            Nodes.Apply(delta.NodeSamples, delta.At, Counters);
        }

        if (delta.PodSamples is not null && _samples.Apply(delta.PodSamples, delta.At) is var newest and > 0)
        {
            Totals.Sum(Pods, Nodes, newest, delta.At);
        }

        _samples.Outdate(delta.At);
        Events.Apply(delta.Events, delta.At + TimeSpan.FromMilliseconds(Collection?.ClockSkewMilliseconds ?? 0));
        Quotas.Apply(delta);
        if (delta.Sources.Count > 0)
        {
            foreach (var source in delta.Sources)
            {
                _sources[source.Kind] = source;
            }

            Sources = [.. _sources.Values.OrderBy(source => source.Kind)];
        }

        _levels.Write(delta.At);
        var early = Forget();
        Version++;
        return early;
    }

    public SourceCondition Condition(SourceKind kind) =>
        _sources.TryGetValue(kind, out var source) ? source.Condition
        : Clock.NewestMilliseconds > 0 ? SourceCondition.Fresh : SourceCondition.Pending;

    public WhyAbsent WhyAbsent(int slot)
    {
        var pod = Pods.Entries[slot];
        return pod is null || Pods.CpuNanocores[slot] != HistoryReader.Absent
            ? History.WhyAbsent.None
            : Absence.OfPod(pod, Nodes, Condition(SourceKind.PodMetrics), pod.BatchNumber == _samples.BatchNumber, At);
    }

    public IReadOnlyList<NodeNow> NodesNow() => Nodes.Now(At, Condition(SourceKind.NodeMetrics));

    public void CopyContainers(int slot, List<ContainerUsage> into)
    {
        if (Pods.Entries[slot] is not { } pod)
        {
            return;
        }

        var latest = Pods.SampledAtMilliseconds[slot];
        var usable = pod.GoneAt is null && pod.BatchNumber == _samples.BatchNumber
            && At - DateTimeOffset.FromUnixTimeMilliseconds(Pods.ReadAtMilliseconds[slot]) <= Absence.OutdatedAfter(Clock.Interval);
        foreach (ref readonly var line in pod.Lines.AsSpan())
        {
            var current = usable && line.SampledAtMilliseconds == latest;
            into.Add(new ContainerUsage(
                line.Name,
                current ? line.CpuNanocores : HistoryReader.Absent,
                current ? line.WorkingSetBytes : HistoryReader.Absent,
                DateTimeOffset.FromUnixTimeMilliseconds(line.SampledAtMilliseconds)));
        }

        for (var i = 0; i < pod.Facts.Containers.Count; i++)
        {
            var container = pod.Facts.Containers[i];
            if (pod.LineOf(container.Name) < 0)
            {
                into.Add(new ContainerUsage(container.Name, HistoryReader.Absent, HistoryReader.Absent, null));
            }
        }
    }

    /// <summary>The cluster is the sum of its nodes from their first sample on, and of its pods when there has never been one: never a mixture.</summary>
    public TotalLine? TotalLine(SeriesKey key) =>
        key.Kind == SeriesKind.Cluster && Nodes.Cluster.Samples.Count > 0 ? Nodes.Cluster : Totals.Find(key);

    /// <summary>How finely all of a range in the past can be read: the samples, when nothing of it has left them.</summary>
    public Resolution FinestOf(SeriesKey key, DateTimeOffset from) =>
        Line(key).Ring is not { } ring || ring.ReachesBackTo(from.ToUnixTimeMilliseconds()) ? Resolution.Sample
        : from >= At - _options.MinuteRetention ? Resolution.Minute
        : Resolution.TenMinutes;

    public SeriesData? Series(SeriesKey key, DateTimeOffset from, DateTimeOffset? until, Resolution resolution)
    {
        var (ring, line, clock, living) = Line(key);
        if (ring is null)
        {
            return null;
        }

        var builder = new SeriesBuilder(
            resolution, from.ToUnixTimeMilliseconds(), until?.ToUnixTimeMilliseconds() ?? long.MaxValue, clock.IntervalMilliseconds);
        if (resolution == Resolution.Sample)
        {
            // A range that ends in the past ends with what was measured: that nothing came since is no gap in it.
            builder.Add(ring.Cursor(line), living && until is null ? clock.Now(At) : null);
        }
        else
        {
            Tiers.Read(ring.TiersOf(line), ring.Cursor(line), resolution, builder);
        }

        return builder.Build();
    }

    public void Sparkline(int slot, TimeSpan window, Span<float> cpu, Span<float> memory) =>
        Sparkline(Pods.Entries[slot]?.Samples, SampleRing.Sum, Clock, window, cpu, memory);

    public void Sparkline(SeriesKey key, TimeSpan window, Span<float> cpu, Span<float> memory)
    {
        var (ring, line, clock, _) = Line(key);
        Sparkline(ring, line, clock, window, cpu, memory);
    }

    public IReadOnlyList<Mark> Marks(SeriesKey key, DateTimeOffset from, int limit)
    {
        var marks = new List<Mark>();
        switch (key.Kind)
        {
            case SeriesKind.Cluster:
                _marks.CopyTo(marks, from);
                break;
            case SeriesKind.Pod or SeriesKind.Container when key.Name is not null:
                Pods.Find(key.Name)?.Marks.CopyTo(marks, from);
                break;
            default:
                Totals.Find(key)?.Marks.CopyTo(marks, from);
                Totals.Find(key)?.RolloutMarks.CopyTo(marks, from);
                break;
        }

        marks.Sort((a, b) => a.At.CompareTo(b.At));
        return marks.Count <= limit ? marks : marks[^limit..];
    }

    public IReadOnlyList<LevelChange> Levels(SeriesKey key, DateTimeOffset from, DateTimeOffset until)
    {
        var levels = new List<LevelChange>();
        switch (key.Kind)
        {
            case SeriesKind.Pod or SeriesKind.Container:
                if (key.Name is not null && Pods.Find(key.Name) is { } pod)
                {
                    LevelBook.CopyTo(levels, pod, from, until);
                }

                break;
            case SeriesKind.Node:
                _levels.Node(key.Name ?? "")?.Log.CopyTo(levels, from, until);
                break;
            default:
                // The sum over pods, also where the line of the cluster is that of its nodes.
                Totals.Find(key)?.Levels.Log.CopyTo(levels, from, until);
                break;
        }

        return levels;
    }

    private void Sparkline(SampleRing? ring, int line, SampleClock? clock, TimeSpan window, Span<float> cpu, Span<float> memory)
    {
        cpu.Fill(float.NaN);
        memory.Fill(float.NaN);
        if (ring is not null && clock is not null)
        {
            // From a value before the window on, which the first step may go on with.
            var (now, milliseconds) = (clock.Now(At), (long)window.TotalMilliseconds);
            var from = now - milliseconds - (long)(SeriesBuilder.GapIntervals * clock.IntervalMilliseconds);
            History.Sparkline.Fill(ring.Cursor(line, from), now, milliseconds, clock.IntervalMilliseconds, cpu, memory);
        }
    }

    private (SampleRing? Ring, int Line, SampleClock Clock, bool Living) Line(SeriesKey key)
    {
        switch (key.Kind)
        {
            case SeriesKind.Pod or SeriesKind.Container:
                if (key.Name is null || Pods.Find(key.Name) is not { } pod)
                {
                    return default;
                }

                var line = key.Kind == SeriesKind.Pod ? SampleRing.Sum : pod.LineOf(key.Detail ?? "");
                return key.Kind == SeriesKind.Container && line < 0 ? default : (pod.Samples, line, Clock, pod.GoneAt is null && pod.IsRunning());
            case SeriesKind.Node:
                return key.Name is not null && Nodes.Find(key.Name) is { } node
                    ? (node.Samples, SampleRing.Sum, Nodes.Clock, node.GoneAt is null)
                    : default;
            default:
                return TotalLine(key) is { } total
                    ? (total.Samples, SampleRing.Sum, total == Nodes.Cluster ? Nodes.Clock : Clock, total.Now.Pods > 0)
                    : default;
        }
    }

    private int Forget()
    {
        while (Pods.ForgetOldestGone(At - _options.GonePodRetention) is { } pod)
        {
            Totals.Detach(pod, At);
        }

        var early = 0;
        while (Pods.Living + Pods.Gone > _options.MaxPods && Pods.ForgetOldestGone(DateTimeOffset.MaxValue) is { } pod)
        {
            Totals.Detach(pod, At);
            Counters.AddForgottenEarly();
            early++;
        }

        Totals.Forget(At);
        Nodes.Forget(At);
        return early;
    }
}
