namespace Dashboard.Server.History;

/// <summary>
/// Requests and limits as they were: of each pod that was changed, and of workloads, namespaces, nodes and the cluster as sums over their living pods that
/// have not ended. A pod that changes leaves the sums as it was and enters them as it is; each sum is written once per change of the cluster.
/// </summary>
internal sealed class LevelBook(TotalTable totals, HistoryOptions options)
{
    private const int PodCapacity = 32;
    private const int MaxNodes = 10_000;

    private readonly Dictionary<string, LevelLine> _nodes = new(StringComparer.Ordinal);
    private readonly Queue<(string Node, LevelLine Line, DateTimeOffset EmptySince)> _empty = new();
    private readonly List<LevelLine> _changed = [];

    /// <summary>The node's; null when no pod has been seen on it. Apart from the nodes themselves: an account may see pods and no nodes.</summary>
    public LevelLine? Node(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>Takes the pod out of the sums that it is in, before its facts change or it goes.</summary>
    public void Leave(PodEntry pod, DateTimeOffset at)
    {
        if (!pod.HasLevel)
        {
            return;
        }

        var level = Level.Of(pod.Facts);
        pod.HasLevel = false;
        Changed(totals.Cluster.Levels).Remove(level);
        Changed(pod.NamespaceTotal!.Levels).Remove(level);
        Changed(pod.WorkloadTotal!.Levels).Remove(level);
        if (pod.NodeLevels is { } node)
        {
            Changed(node).Remove(level);
            pod.NodeLevels = null;
            if (node.Pods == 0)
            {
                node.EmptySince = at;
                _empty.Enqueue((pod.Facts.Node!, node, at));
            }
        }
    }

    /// <summary>Counts the pod where its facts say. One that has ended holds no place, and of one that only metrics know nothing is known.</summary>
    public void Enter(PodEntry pod)
    {
        if (pod is { Provisional: true } or { GoneAt: not null } or { Facts.Phase: "Succeeded" or "Failed" })
        {
            return;
        }

        var level = Level.Of(pod.Facts);
        pod.HasLevel = true;
        Changed(totals.Cluster.Levels).Add(level);
        Changed(pod.NamespaceTotal!.Levels).Add(level);
        Changed(pod.WorkloadTotal!.Levels).Add(level);
        if (pod.Facts.Node is { } name)
        {
            if (!_nodes.TryGetValue(name, out var node))
            {
                _nodes.Add(name, node = new LevelLine());
            }

            pod.NodeLevels = node;
            Changed(node).Add(level);
        }
    }

    /// <summary>Writes the pod's own level when it was resized in place, or its spec was.</summary>
    public static void Resized(PodEntry pod, PodFacts before, DateTimeOffset at)
    {
        var (was, now) = (Level.Of(before), Level.Of(pod.Facts));
        if (was == now && pod.Levels is null)
        {
            return;
        }

        if (pod.Levels is null)
        {
            pod.Levels = new LevelLog(PodCapacity);
            pod.Levels.Note(Math.Min(pod.CreatedAtMilliseconds, at.ToUnixTimeMilliseconds()), was);
        }

        pod.Levels.Note(at.ToUnixTimeMilliseconds(), now);
    }

    /// <summary>Writes the sums that changed, when all of the change has been taken in.</summary>
    public void Write(DateTimeOffset at)
    {
        foreach (var line in _changed)
        {
            line.Write(at.ToUnixTimeMilliseconds());
        }

        _changed.Clear();
        while (_empty.TryPeek(out var oldest))
        {
            var stillEmpty = oldest.Line.Pods == 0 && oldest.Line.EmptySince == oldest.EmptySince;
            if (stillEmpty && oldest.EmptySince > at - options.GoneTotalRetention && _nodes.Count <= MaxNodes)
            {
                return;
            }

            _empty.Dequeue();
            if (stillEmpty)
            {
                _nodes.Remove(oldest.Node);
            }
        }
    }

    /// <summary>The pod's levels in a range: its log, or what has held since it was created; nothing once it is gone.</summary>
    public static void CopyTo(List<LevelChange> into, PodEntry pod, DateTimeOffset from, DateTimeOffset until)
    {
        var end = pod.GoneAt is { } goneAt && goneAt <= until ? goneAt : (DateTimeOffset?)null;
        if (end is null || end > from)
        {
            if (pod.Levels is { } log)
            {
                log.CopyTo(into, from, end ?? until);
            }
            else if (pod.Facts.CreatedAt <= (end ?? until))
            {
                into.Add(new LevelChange(pod.Facts.CreatedAt > from ? pod.Facts.CreatedAt : from, Level.Of(pod.Facts)));
            }
        }

        if (end is not null)
        {
            into.Add(new LevelChange(end > from ? end.Value : from, Level.None));
        }
    }

    private LevelLine Changed(LevelLine line)
    {
        if (!line.IsChanged)
        {
            line.IsChanged = true;
            _changed.Add(line);
        }

        return line;
    }
}

/// <summary>What the pods of a workload, a namespace, a node or the cluster request and may use, now and as it was.</summary>
internal sealed class LevelLine
{
    private const int Capacity = 512;

    private LevelSum _sum;

    public LevelLog Log { get; } = new(Capacity);

    public int Pods => _sum.Members;

    /// <summary>It waits to be written.</summary>
    public bool IsChanged { get; set; }

    /// <summary>When the last pod left.</summary>
    public DateTimeOffset EmptySince { get; set; }

    public void Add(in Level level) => _sum.Add(level);

    public void Remove(in Level level) => _sum.Remove(level);

    public void Write(long milliseconds)
    {
        IsChanged = false;
        Log.Note(milliseconds, _sum.Level);
    }
}
