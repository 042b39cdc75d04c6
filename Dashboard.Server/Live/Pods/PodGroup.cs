using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>What a group's pods have in common.</summary>
/// <param name="Kind">What by.</param>
/// <param name="Namespace">Of a workload or namespace.</param>
/// <param name="Workload">The workload.</param>
/// <param name="Value">The node's name, or the label's value.</param>
/// <param name="Label">The label's key.</param>
internal readonly record struct PodGroupKey(RowKind Kind, string? Namespace, WorkloadRef? Workload, string? Value, string? Label = null)
{
    /// <param name="pod">The pod.</param>
    /// <param name="grouping">What by.</param>
    /// <param name="label">The label's key, when it is by label. A pod without the label is in the group of the empty value.</param>
    public static PodGroupKey Of(PodFacts pod, PodGrouping grouping, string? label) => grouping switch
    {
        PodGrouping.Workload => new PodGroupKey(RowKind.Workload, pod.Namespace, pod.Workload, null),
        PodGrouping.Namespace => new PodGroupKey(RowKind.Namespace, pod.Namespace, null, null),
        PodGrouping.Label => new PodGroupKey(RowKind.Label, null, null, pod.Labels.GetValueOrDefault(label!) ?? "", label),
        _ => new PodGroupKey(RowKind.Node, null, null, pod.Node),
    };

    public static PodGroupKey ForWorkload(string @namespace, WorkloadRef workload) => new(RowKind.Workload, @namespace, workload, null);

    /// <summary>The workload's, namespace's or node's name, or the label's value; empty for pods that are on no node or have no such label.</summary>
    public string Name => Kind switch
    {
        RowKind.Workload => Workload!.Name,
        RowKind.Namespace => Namespace!,
        _ => Value ?? "",
    };

    public override string ToString() => Kind switch
    {
        RowKind.Workload => $"workload:{Namespace}/{Workload!.Kind}/{Workload.Name}",
        RowKind.Namespace => $"namespace:{Namespace}",
        RowKind.Label => $"label:{Label}={Value}",
        _ => $"node:{Value}",
    };
}

/// <summary>Sums over the pods of a group that match. Usage is the sum of what is known; <see cref="Why"/> says when something is missing from it.</summary>
internal sealed class PodGroup(PodGroupKey key)
{
    private readonly List<int> _slots = [];
    private PodFacts? _worst;
    private PodCondition _worstCondition;
    private string? _node;
    private bool _oneNode = true;
    private int _bounded;
    private int _cpuLimited;
    private int _memoryLimited;
    private long? _cpuLimit;
    private long? _memoryLimit;
    private WhyMissing? _why;
    private bool _someRun;
    private int _ready;
    private int _containers;
    private DateTimeOffset? _lastRestartAt;
    private long _sampledAt;

    public PodGroupKey Key { get; } = key;

    /// <summary>All pods of the group, whatever the filter.</summary>
    public int AllPods { get; set; }

    public int Pods => _slots.Count;

    public long? Cpu { get; private set; }

    public long? Memory { get; private set; }

    public long? CpuRequest { get; private set; }

    public long? MemoryRequest { get; private set; }

    /// <summary>Null as soon as one pod that has not ended is unlimited: then the group is.</summary>
    public long? CpuLimit => _bounded == _cpuLimited ? _cpuLimit : null;

    public long? MemoryLimit => _bounded == _memoryLimited ? _memoryLimit : null;

    public int Restarts { get; private set; }

    public DateTimeOffset OldestCreatedAt { get; private set; } = DateTimeOffset.MaxValue;

    public PodCondition Condition => _worstCondition;

    public string Status => _worst!.Status;

    public WhyMissing? Why => _someRun ? _why : WhyMissing.NotRunning;

    public void Add(HistoryReader reader, MissingReasons reasons, int slot, PodFacts pod)
    {
        _slots.Add(slot);
        var condition = PodConditions.Of(pod);
        if (_worst is null || condition > _worstCondition)
        {
            (_worst, _worstCondition) = (pod, condition);
        }

        _oneNode &= _slots.Count == 1 || pod.Node == _node;
        _node = pod.Node;
        var (ready, containers) = PodRows.Readiness(pod);
        _ready += ready;
        _containers += containers;
        var (restarts, lastRestartAt) = PodRows.Restarts(pod);
        Restarts += restarts;
        _lastRestartAt = _lastRestartAt is null || lastRestartAt > _lastRestartAt ? lastRestartAt ?? _lastRestartAt : _lastRestartAt;
        OldestCreatedAt = pod.CreatedAt < OldestCreatedAt ? pod.CreatedAt : OldestCreatedAt;
        AddBounds(pod);
        AddUsage(reader, reasons, slot);
    }

    public PodRow ToRow(HistoryReader reader, TimeSpan spark)
    {
        var (cpuSpark, memorySpark) = Spark(reader, spark);
        return new PodRow
        {
            Key = Key.ToString(),
            Kind = Key.Kind,
            Name = Key.Name,
            Namespace = Key.Namespace,
            Workload = Key.Workload is { } workload ? new Workload(workload.Kind, workload.Name) : null,
            Node = Key.Kind == RowKind.Node || _oneNode ? _node : null,
            Phase = null,
            Status = Status,
            StatusMessage = _worst!.StatusMessage,
            Ready = _ready,
            Containers = _containers,
            Pods = Pods,
            CreatedAt = OldestCreatedAt.ToUnixTimeMilliseconds(),
            Restarts = Restarts,
            LastRestartAt = _lastRestartAt?.ToUnixTimeMilliseconds(),
            Cpu = new Usage(Cpu, CpuRequest, CpuLimit),
            Memory = new Usage(Memory, MemoryRequest, MemoryLimit),
            SampledAt = _sampledAt == 0 ? null : _sampledAt,
            Why = Why,
            MemoryGrowthBytesPerHour = null,
            CpuSpark = cpuSpark,
            MemorySpark = memorySpark,
        };
    }

    private void AddBounds(PodFacts pod)
    {
        if (PodConditions.HasEnded(pod))
        {
            return;
        }

        var bounds = PodBounds.Of(pod);
        _bounded++;
        CpuRequest = PodBounds.Sum(CpuRequest, bounds.CpuRequest);
        MemoryRequest = PodBounds.Sum(MemoryRequest, bounds.MemoryRequest);
        _cpuLimit = PodBounds.Sum(_cpuLimit, bounds.CpuLimit);
        _memoryLimit = PodBounds.Sum(_memoryLimit, bounds.MemoryLimit);
        _cpuLimited += bounds.CpuLimit is null ? 0 : 1;
        _memoryLimited += bounds.MemoryLimit is null ? 0 : 1;
    }

    private void AddUsage(HistoryReader reader, MissingReasons reasons, int slot)
    {
        Cpu = PodBounds.Sum(Cpu, PodRows.Known(reader.PodCpuNanocores[slot]));
        Memory = PodBounds.Sum(Memory, PodRows.Known(reader.PodWorkingSetBytes[slot]));
        var why = reasons.ForPod(slot);
        _someRun |= why != WhyMissing.NotRunning;
        _why ??= why == WhyMissing.NotRunning ? null : why;

        // The age of a sum is the age of its oldest part.
        var sampledAt = reader.PodSampledAtMilliseconds[slot];
        if (sampledAt != 0 && reader.PodCpuNanocores[slot] != HistoryReader.Absent)
        {
            _sampledAt = _sampledAt == 0 ? sampledAt : Math.Min(_sampledAt, sampledAt);
        }
    }

    // The line that history keeps of a workload or namespace has in it the pods that are gone. It is used when nothing of the group was
    // filtered out; a node's line is of the whole machine and none is kept of a label, so their pods are summed.
    private (long?[] Cpu, long?[] Memory) Spark(HistoryReader reader, TimeSpan window)
    {
        if (window == TimeSpan.Zero)
        {
            return ([], []);
        }

        if (Key.Kind is RowKind.Node or RowKind.Label || AllPods != Pods)
        {
            return Sparklines.OfSum(reader, _slots, window);
        }

        var line = Key.Kind == RowKind.Namespace ? SeriesKey.ForNamespace(Key.Namespace!) : SeriesKey.ForWorkload(Key.Namespace!, Key.Workload!);
        return Sparklines.OfLine(reader, line, window);
    }
}
