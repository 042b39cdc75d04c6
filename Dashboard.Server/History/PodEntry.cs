namespace Dashboard.Server.History;

/// <summary>One remembered pod: its facts, its latest values, its past.</summary>
internal sealed class PodEntry
{
    /// <summary>More lines than this of one pod are not kept: no real pod has as many, a broken answer may.</summary>
    public const int MaxContainers = 100;

    private const int MaxMarks = 32;

    private MemoryTrendMemo _memoryTrend;
    private bool _hasRunningContainer;
    private long _unlistedRunningSince;

    public PodEntry(int slot, PodFacts facts, byte[] nameKey)
    {
        (Slot, NameKey) = (slot, nameKey);
        Facts = facts;
    }

    public int Slot { get; }

    public byte[] NameKey { get; }

    /// <summary>What the watch knows. What each answer of metrics asks of it is kept beside: facts and containers of 10,000 pods are in no cache.</summary>
    public PodFacts Facts
    {
        get;
        set
        {
            field = value;
            CreatedAtMilliseconds = value.CreatedAt.ToUnixTimeMilliseconds();
            _memoryTrend.Forget();
            NoteRunning();
        }
    }

    public long CreatedAtMilliseconds { get; private set; }

    /// <summary>Only metrics know it so far.</summary>
    public bool Provisional { get; set; }

    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Number of the last list that had it.</summary>
    public long ListNumber { get; set; }

    /// <summary>Number of the last answer of metrics that had a row for it.</summary>
    public long BatchNumber { get; set; }

    /// <summary>A running container had no usage in the newest sample.</summary>
    public bool Partial { get; set; }

    /// <summary>The newest sample's sums, exact; <see cref="HistoryReader.Absent"/> when it was partial or there was none.</summary>
    public long CpuNanocores { get; set; } = HistoryReader.Absent;

    public long WorkingSetBytes { get; set; } = HistoryReader.Absent;

    /// <summary>The last complete sums, which totals go on with for a little while, and when they were read.</summary>
    public long CarriedCpuNanocores { get; set; }

    public long CarriedWorkingSetBytes { get; set; }

    public DateTimeOffset? CarriedReadAt { get; set; }

    public SampleRing Samples { get; } = new();

    public MarkRing Marks { get; } = new(MaxMarks);

    public ContainerLine[] Lines { get; private set; } = [];

    public TotalLine? NamespaceTotal { get; set; }

    public TotalLine? WorkloadTotal { get; set; }

    /// <summary>Where its memory is going.</summary>
    public MemoryTrend MemoryTrend() => _memoryTrend.Of(this);

    /// <summary>Its requests and limits as they were; null while they have never changed, and then they are those of its facts since it was created.</summary>
    public LevelLog? Levels { get; set; }

    /// <summary>It is counted in the sums of levels.</summary>
    public bool HasLevel { get; set; }

    /// <summary>The sum of the node that it is counted on.</summary>
    public LevelLine? NodeLevels { get; set; }

    /// <summary>What it was made from, while it lives and a controller says so.</summary>
    public PodTemplate? Template { get; set; }

    /// <summary>Where the pod was that had its name before; null when there was none, or once it is told that this one is elsewhere or not.</summary>
    public string? NodeBefore { get; set; }

    public int LineOf(ReadOnlySpan<byte> containerUtf8, int guess)
    {
        if (guess < Lines.Length && Lines[guess].Utf8.AsSpan().SequenceEqual(containerUtf8))
        {
            return guess;
        }

        for (var i = 0; i < Lines.Length; i++)
        {
            if (Lines[i].Utf8.AsSpan().SequenceEqual(containerUtf8))
            {
                return i;
            }
        }

        return -1;
    }

    public int AddLine(ContainerName name)
    {
        Lines = [.. Lines, new ContainerLine(name)];
        NoteRunning();
        return Lines.Length - 1;
    }

    public int LineOf(string container)
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            if (Lines[i].Name == container)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A container runs as far as the inventory knows; a pod that only metrics know runs.</summary>
    public bool IsRunning() => Provisional || _hasRunningContainer;

    /// <summary>A container that ran at the time of a sample is not in it.</summary>
    public bool IsPartialAt(long milliseconds)
    {
        if (_unlistedRunningSince <= milliseconds)
        {
            return true;
        }

        foreach (ref readonly var line in Lines.AsSpan())
        {
            if (line.RunningSinceMilliseconds <= milliseconds && line.SampledAtMilliseconds != milliseconds)
            {
                return true;
            }
        }

        return false;
    }

    private void NoteRunning()
    {
        _hasRunningContainer = false;
        _unlistedRunningSince = ContainerLine.NotRunning;
        foreach (ref var line in Lines.AsSpan())
        {
            line.RunningSinceMilliseconds = ContainerLine.NotRunning;
        }

        for (var i = 0; i < Facts.Containers.Count; i++)
        {
            var container = Facts.Containers[i];
            if (container.State != ContainerState.Running)
            {
                continue;
            }

            _hasRunningContainer = true;
            // Without a beginning it has always run.
            var since = container.StartedAt?.ToUnixTimeMilliseconds() ?? long.MinValue;
            if (LineOf(container.Name) is var line && line >= 0)
            {
                Lines[line].RunningSinceMilliseconds = Math.Min(Lines[line].RunningSinceMilliseconds, since);
            }
            else
            {
                _unlistedRunningSince = Math.Min(_unlistedRunningSince, since);
            }
        }
    }
}

/// <summary>A container's name, shared by all pods that have one of that name.</summary>
internal sealed record ContainerName(string Name, byte[] Utf8);

/// <summary>One container of a pod, as metrics know it.</summary>
internal struct ContainerLine(ContainerName name)
{
    public const long NotRunning = long.MaxValue;

    public readonly string Name => name.Name;

    public readonly byte[] Utf8 => name.Utf8;

    public long CpuNanocores { get; set; } = HistoryReader.Absent;

    public long WorkingSetBytes { get; set; } = HistoryReader.Absent;

    public long SampledAtMilliseconds { get; set; }

    /// <summary>Since when the inventory has it running; <see cref="NotRunning"/> when it does not.</summary>
    public long RunningSinceMilliseconds { get; set; } = NotRunning;
}
