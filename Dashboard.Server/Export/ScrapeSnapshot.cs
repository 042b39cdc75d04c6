using Dashboard.Server.History;

namespace Dashboard.Server.Export;

/// <summary>What one scrape writes, copied out of one version of History: writing to a slow scraper holds no lock, and every family tells of the same moment.</summary>
internal sealed class ScrapeSnapshot
{
    private readonly List<PodRow> _pods = [];
    private readonly List<ContainerUsage> _containers = [];
    private readonly int[] _phases = new int[Phases.Length];

    public static string[] Phases { get; } = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

    public DateTimeOffset ScrapedAt { get; private set; }

    /// <summary>Living pods; empty when pods have no series of their own.</summary>
    public IReadOnlyList<PodRow> Pods => _pods;

    /// <summary>Usages of all pods' containers, in the order of the pods.</summary>
    public IReadOnlyList<ContainerUsage> Containers => _containers;

    /// <summary>Living pods by phase, in the order of <see cref="Phases"/>.</summary>
    public ReadOnlySpan<int> PodsByPhase => _phases;

    public int GonePods { get; private set; }

    public long NewestReadAtMilliseconds { get; private set; }

    public long NewestSampledAtMilliseconds { get; private set; }

    public IReadOnlyList<NodeNow> Nodes { get; private set; } = [];

    public TotalNow? Cluster { get; private set; }

    public IReadOnlyList<TotalNow> Namespaces { get; private set; } = [];

    public IReadOnlyList<TotalNow> Workloads { get; private set; } = [];

    public IReadOnlyList<SourceState> Sources { get; private set; } = [];

    public void Take(ClusterHistory history, bool perPod, DateTimeOffset scrapedAt)
    {
        ScrapedAt = scrapedAt;
        history.Read((Snapshot: this, perPod), static (reader, state) =>
        {
            state.Snapshot.Fill(reader, state.perPod);
            return true;
        });
    }

    /// <summary>Lets go of what belongs to pods, so a snapshot that waits for its next use keeps no dead pod alive.</summary>
    public void Clear()
    {
        _pods.Clear();
        _containers.Clear();
        (Nodes, Namespaces, Workloads, Sources) = ([], [], [], []);
    }

    private void Fill(HistoryReader reader, bool perPod)
    {
        Clear();
        GonePods = reader.GonePods;
        Nodes = reader.Nodes;
        Cluster = reader.Total(SeriesKey.Cluster);
        Namespaces = reader.Totals(SeriesKind.Namespace);
        Workloads = reader.Totals(SeriesKind.Workload);
        Sources = reader.Sources;
        Array.Clear(_phases);
        (NewestReadAtMilliseconds, NewestSampledAtMilliseconds) = (0, 0);
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (reader.Pod(slot) is not { } facts || reader.PodGoneAt(slot) is not null)
            {
                continue;
            }

            var phase = Array.IndexOf(Phases, facts.Phase);
            _phases[phase < 0 ? Phases.Length - 1 : phase]++;
            NewestReadAtMilliseconds = Math.Max(NewestReadAtMilliseconds, reader.PodReadAtMilliseconds[slot]);
            NewestSampledAtMilliseconds = Math.Max(NewestSampledAtMilliseconds, reader.PodSampledAtMilliseconds[slot]);
            if (perPod)
            {
                var first = _containers.Count;
                reader.CopyContainers(slot, _containers);
                _pods.Add(new PodRow(facts, reader.PodCpuNanocores[slot], reader.PodWorkingSetBytes[slot], first, _containers.Count - first));
            }
        }
    }
}

/// <summary>A living pod and where its containers' usages are.</summary>
internal readonly record struct PodRow(PodFacts Facts, long CpuNanocores, long WorkingSetBytes, int FirstContainer, int Containers);
