namespace Dashboard.Server.History;

/// <summary>What a workload, a namespace or the cluster uses now: a sum over pods (or nodes).</summary>
/// <param name="Key">Which line.</param>
/// <param name="CpuNanocores"><see cref="HistoryReader.Absent"/> where the sum is a gap.</param>
/// <param name="WorkingSetBytes">As for CPU.</param>
/// <param name="Pods">Members with a value in the sum.</param>
/// <param name="MissingPods">Running members whose value is not known.</param>
/// <param name="SampledAt">The time of the sum.</param>
internal readonly record struct TotalNow(
    SeriesKey Key, long CpuNanocores, long WorkingSetBytes, int Pods, int MissingPods, DateTimeOffset? SampledAt);

/// <summary>
/// A sum and its past. A member's last value is carried for two sample intervals. Members that are missing for longer are left out and counted; when
/// those that should be there accounted for more than a twentieth of the sum, it is a gap: a hole in the data must not look like a fall in usage.
/// </summary>
internal sealed class TotalLine(SeriesKey key)
{
    private const int TolerableShare = 20;
    private const int MaxMarks = 64;
    private const int MaxRollouts = 32;

    private long _cpu;
    private long _memory;
    private long _missingCpu;
    private long _missingMemory;
    private int _pods;
    private int _missing;

    public SeriesKey Key { get; } = key;

    public SampleRing Samples { get; } = new();

    public MarkRing Marks { get; } = new(MaxMarks);

    /// <summary>Marks of its rollouts. Apart, so that the pods that come and go with them do not push them out.</summary>
    public MarkRing RolloutMarks { get; } = new(MaxRollouts);

    /// <summary>The templates of its pods; null while no controller says what they were made from.</summary>
    public Rollouts? Rollouts { get; set; }

    public LevelLine Levels { get; } = new();

    public TotalNow Now { get; private set; } = new(key, HistoryReader.Absent, HistoryReader.Absent, 0, 0, null);

    /// <summary>Remembered pods, living and gone, that count into it.</summary>
    public int Members { get; set; }

    /// <summary>When the last member was forgotten.</summary>
    public DateTimeOffset EmptySince { get; set; }

    public void Begin() => (_cpu, _memory, _missingCpu, _missingMemory, _pods, _missing) = (0, 0, 0, 0, 0, 0);

    public void Add(long cpu, long memory)
    {
        _cpu += cpu;
        _memory += memory;
        _pods++;
    }

    /// <summary>A running member without a value; its last values count when it should have one.</summary>
    public void AddMissing(long lastCpu, long lastMemory)
    {
        _missingCpu += lastCpu;
        _missingMemory += lastMemory;
        _missing++;
    }

    /// <summary>Ends the sum and appends it; <paramref name="replace"/> writes the newest point anew.</summary>
    public void End(long milliseconds, bool replace, HistoryOptions options)
    {
        var gap = _pods == 0 || IsGap(_cpu, _missingCpu) || IsGap(_memory, _missingMemory);
        Now = new TotalNow(
            Key,
            gap ? HistoryReader.Absent : _cpu,
            gap ? HistoryReader.Absent : _memory,
            _pods,
            _missing,
            DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        ReadOnlySpan<float> values = gap ? [float.NaN, float.NaN] : [_cpu, _memory];
        if (replace && Samples.NewestMilliseconds == milliseconds)
        {
            Samples.ReplaceNewest(gap, values);
        }
        else if (!gap || Samples.Count > 0)
        {
            Samples.Append(milliseconds, gap, values, options);
        }
    }

    private static bool IsGap(long sum, long missing) => missing * TolerableShare > sum + missing;
}
