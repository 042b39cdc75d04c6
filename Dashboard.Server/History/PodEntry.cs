namespace Dashboard.Server.History;

/// <summary>One remembered pod: its facts, its latest values, its past.</summary>
internal sealed class PodEntry(int slot, PodFacts facts, byte[] nameKey)
{
    /// <summary>More lines than this of one pod are not kept: no real pod has as many, a broken answer may.</summary>
    public const int MaxContainers = 100;

    private const int MaxMarks = 32;

    public int Slot { get; } = slot;

    public byte[] NameKey { get; } = nameKey;

    public PodFacts Facts { get; set; } = facts;

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
    public bool IsRunning()
    {
        if (Provisional)
        {
            return true;
        }

        var containers = Facts.Containers;
        for (var i = 0; i < containers.Count; i++)
        {
            if (containers[i].State == ContainerState.Running)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A container's name, shared by all pods that have one of that name.</summary>
internal sealed record ContainerName(string Name, byte[] Utf8);

/// <summary>One container of a pod, as metrics know it.</summary>
internal struct ContainerLine(ContainerName name)
{
    public readonly string Name => name.Name;

    public readonly byte[] Utf8 => name.Utf8;

    public long CpuNanocores { get; set; } = HistoryReader.Absent;

    public long WorkingSetBytes { get; set; } = HistoryReader.Absent;

    public long SampledAtMilliseconds { get; set; }
}
