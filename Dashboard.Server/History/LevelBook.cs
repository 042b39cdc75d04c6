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
    private readonly Queue<(LevelLine Line, DateTimeOffset EmptySince)> _empty = new();
    private readonly List<LevelLine> _changed = [];

    /// <summary>The node's; null when no pod has been seen on it. Apart from the nodes themselves: an account may see pods and no nodes.</summary>
    public LevelLine? Node(string name) => _nodes.GetValueOrDefault(name);

    /// <summary>The pod's facts are about to change: writes its own level if that does, and takes the pod out of the sums where it counts otherwise now.</summary>
    public void Change(PodEntry pod, PodFacts now, DateTimeOffset at)
    {
        var (before, after) = (Level.Of(pod.Facts), Level.Of(now));
        Note(pod, before, after, at);
        if (before != after || HasEnded(now) || pod.Facts.Node != now.Node || pod.Facts.Workload != now.Workload)
        {
            Leave(pod, before);
        }
    }

    /// <summary>The pod goes, and out of the sums that it is in.</summary>
    public void Leave(PodEntry pod) => Leave(pod, Level.Of(pod.Facts));

    /// <summary>Counts the pod where its facts say, if it is not counted. One that has ended holds no place. Of one that only metrics know nothing is known: it never enters.</summary>
    public void Enter(PodEntry pod)
    {
        if (pod is { HasLevel: true } or { GoneAt: not null } || HasEnded(pod.Facts))
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
                _nodes.Add(name, node = new LevelLine(name));
            }

            pod.NodeLevels = node;
            Changed(node).Add(level);
        }
    }

    /// <summary>Writes the sums that changed, when all of the change has been taken in.</summary>
    public void Write(DateTimeOffset at)
    {
        foreach (var line in _changed)
        {
            line.Write(at.ToUnixTimeMilliseconds());
            if (line is { Pods: 0, Node: not null })
            {
                line.EmptySince = at;
                _empty.Enqueue((line, at));
            }
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
                _nodes.Remove(oldest.Line.Node!);
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

    private void Leave(PodEntry pod, in Level level)
    {
        if (!pod.HasLevel)
        {
            return;
        }

        pod.HasLevel = false;
        Changed(totals.Cluster.Levels).Remove(level);
        Changed(pod.NamespaceTotal!.Levels).Remove(level);
        Changed(pod.WorkloadTotal!.Levels).Remove(level);
        if (pod.NodeLevels is { } node)
        {
            Changed(node).Remove(level);
            pod.NodeLevels = null;
        }
    }

    private static bool HasEnded(PodFacts pod) => pod.Phase is "Succeeded" or "Failed";

    /// <summary>Writes the pod's own level when it was resized in place.</summary>
    private static void Note(PodEntry pod, in Level before, in Level now, DateTimeOffset at)
    {
        if (before == now && pod.Levels is null)
        {
            return;
        }

        if (pod.Levels is null)
        {
            pod.Levels = new LevelLog(PodCapacity);
            pod.Levels.Note(Math.Min(pod.CreatedAtMilliseconds, at.ToUnixTimeMilliseconds()), before);
        }

        pod.Levels.Note(at.ToUnixTimeMilliseconds(), now);
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
/// <param name="node">The node's name; null when it is of something else.</param>
internal sealed class LevelLine(string? node = null)
{
    private const int Capacity = 512;

    private LevelSum _sum;

    public string? Node { get; } = node;

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
