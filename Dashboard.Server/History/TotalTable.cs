namespace Dashboard.Server.History;

/// <summary>The sums over pods: of each workload, each namespace and the cluster.</summary>
/// <remarks>
/// A point is made when an answer brings new samples, at the time of the newest of them (never later than the answer was read). Pods are sampled at different times:
/// each counts with its last complete value, carried for two intervals. A point less than half an interval after the last replaces it, so replicas of metrics-server
/// that answer in turn do not double the points.
/// </remarks>
internal sealed class TotalTable(HistoryOptions options, SampleClock clock)
{
    public static readonly TimeSpan ExpectedFor = TimeSpan.FromMinutes(5);

    private readonly Dictionary<SeriesKey, TotalLine> _lines = [];
    private readonly Queue<(TotalLine Line, DateTimeOffset EmptySince)> _empty = new();
    private readonly TotalLine _cluster = new(SeriesKey.Cluster);
    private long _newest;

    public TotalLine Cluster => _cluster;

    public IEnumerable<TotalLine> Lines => _lines.Values;

    public TotalLine? Find(SeriesKey key) => key.Kind == SeriesKind.Cluster ? _cluster : _lines.GetValueOrDefault(key);

    /// <summary>Counts the pod where its facts say.</summary>
    public void Attach(PodEntry pod, DateTimeOffset at)
    {
        var workload = SeriesKey.ForWorkload(pod.Facts.Namespace, pod.Facts.Workload);
        if (pod.WorkloadTotal?.Key == workload)
        {
            return;
        }

        Detach(pod, at);
        pod.WorkloadTotal = Join(workload);
        pod.NamespaceTotal = Join(SeriesKey.ForNamespace(pod.Facts.Namespace));
    }

    /// <summary>The pod is forgotten.</summary>
    public void Detach(PodEntry pod, DateTimeOffset at)
    {
        Leave(pod.WorkloadTotal, at);
        Leave(pod.NamespaceTotal, at);
        (pod.WorkloadTotal, pod.NamespaceTotal) = (null, null);
    }

    public void Sum(PodTable pods, NodeTable nodes, long milliseconds, DateTimeOffset readAt)
    {
        milliseconds = Math.Min(milliseconds, readAt.ToUnixTimeMilliseconds());
        var replace = milliseconds - _newest < clock.IntervalMilliseconds / 2;
        _newest = replace ? _newest : milliseconds;
        _cluster.Begin();
        foreach (var line in _lines.Values)
        {
            line.Begin();
        }

        var carriedSince = readAt - clock.Interval * SeriesBuilder.GapIntervals;
        foreach (var pod in pods.Entries)
        {
            if (pod is { GoneAt: null })
            {
                Add(pod, nodes, carriedSince, readAt);
            }
        }

        _cluster.End(_newest, replace, options);
        foreach (var line in _lines.Values)
        {
            line.End(_newest, replace, options);
        }
    }

    /// <summary>Forgets lines whose last pod is forgotten for longer than they are kept, or that are too many.</summary>
    public void Forget(DateTimeOffset at)
    {
        while (_empty.TryPeek(out var oldest))
        {
            var stillEmpty = oldest.Line.Members == 0 && oldest.Line.EmptySince == oldest.EmptySince;
            if (stillEmpty && oldest.EmptySince > at - options.GoneTotalRetention && _lines.Count <= options.MaxTotals)
            {
                return;
            }

            _empty.Dequeue();
            if (stillEmpty)
            {
                _lines.Remove(oldest.Line.Key);
            }
        }
    }

    private void Add(PodEntry pod, NodeTable nodes, DateTimeOffset carriedSince, DateTimeOffset readAt)
    {
        var running = pod.IsRunning();
        if (pod.CarriedReadAt is { } carried && (carried == readAt || running && carried >= carriedSince))
        {
            _cluster.Add(pod.CarriedCpuNanocores, pod.CarriedWorkingSetBytes);
            pod.NamespaceTotal!.Add(pod.CarriedCpuNanocores, pod.CarriedWorkingSetBytes);
            pod.WorkloadTotal!.Add(pod.CarriedCpuNanocores, pod.CarriedWorkingSetBytes);
        }
        else if (running)
        {
            // On a node that is known to be down a fall is real; after some minutes without a sample it is taken for real.
            var expected = pod.CarriedReadAt > readAt - ExpectedFor && !nodes.IsDown(pod.Facts.Node);
            var (cpu, memory) = expected ? (pod.CarriedCpuNanocores, pod.CarriedWorkingSetBytes) : (0, 0);
            _cluster.AddMissing(cpu, memory);
            pod.NamespaceTotal!.AddMissing(cpu, memory);
            pod.WorkloadTotal!.AddMissing(cpu, memory);
        }
    }

    private TotalLine Join(SeriesKey key)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            _lines.Add(key, line = new TotalLine(key));
        }

        line.Members++;
        return line;
    }

    private void Leave(TotalLine? line, DateTimeOffset at)
    {
        if (line is not null && --line.Members == 0)
        {
            line.EmptySince = at;
            _empty.Enqueue((line, at));
        }
    }
}
