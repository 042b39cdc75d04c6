using System.Text;

namespace Dashboard.Server.History;

/// <summary>The nodes, their latest values and their lines, and the line of the cluster as the sum of its nodes.</summary>
internal sealed class NodeTable(HistoryOptions options)
{
    private const int MaxGone = 10_000;

    private readonly Dictionary<string, NodeEntry> _byName = new(StringComparer.Ordinal);
    private readonly Queue<(NodeEntry Entry, DateTimeOffset GoneAt)> _gone = new();
    private readonly SampleClock _clock = new();
    private IReadOnlyList<NodeNow>? _now;
    private long _listNumber;
    private long _batchNumber;
    private long _newestTotal;

    /// <summary>Empty until node metrics have been read once.</summary>
    public TotalLine Cluster { get; } = new(SeriesKey.Cluster);

    public SampleClock Clock => _clock;

    public NodeEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The node is known and not ready: metrics of its pods are not to be expected.</summary>
    public bool IsDown(string? name) => name is not null && _byName.TryGetValue(name, out var node) && node is { Provisional: false, Facts.Ready: false };

    public void Apply(ClusterDelta delta)
    {
        _now = null;
        _listNumber += delta.NodesAreComplete ? 1 : 0;
        foreach (var facts in delta.Nodes)
        {
            var entry = Ensure(facts.Name, facts);
            (entry.Facts, entry.Provisional, entry.ListNumber) = (facts, false, _listNumber);
        }

        foreach (var name in delta.RemovedNodes)
        {
            if (_byName.TryGetValue(name, out var entry))
            {
                Remove(entry, delta.At);
            }
        }

        if (delta.NodesAreComplete)
        {
            foreach (var entry in _byName.Values)
            {
                if (entry.ListNumber != _listNumber && !entry.Provisional)
                {
                    Remove(entry, delta.At);
                }
            }
        }
    }

    public void Apply(SampleBatch batch, DateTimeOffset at, HistoryCounters counters)
    {
        _now = null;
        _batchNumber++;
        long newest = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            if (batch.FirstUsage(row) == batch.FirstUsage(row + 1))
            {
                continue;
            }

            var name = Encoding.UTF8.GetString(batch.NameUtf8(row));
            var entry = _byName.TryGetValue(name, out var known) && known.GoneAt is null ? known : Ensure(name, Unknown(name, at));
            entry.BatchNumber = _batchNumber;
            var milliseconds = batch.TimestampMilliseconds(row);
            var step = milliseconds - entry.Samples.NewestMilliseconds;
            if (milliseconds <= 0)
            {
                counters.AddMisdated();
                continue;
            }

            if (step <= 0)
            {
                counters.AddRefused(step);
                continue;
            }

            if (entry.Samples.Count > 0)
            {
                _clock.AddStep(step);
            }

            var usage = batch.FirstUsage(row);
            (entry.CpuNanocores, entry.WorkingSetBytes, entry.ReadAt) = (batch.CpuNanocores(usage), batch.WorkingSetBytes(usage), at);
            entry.Samples.Append(milliseconds, partial: false, [entry.CpuNanocores, entry.WorkingSetBytes], options);
            newest = Math.Max(newest, milliseconds);
            counters.AddStored();
        }

        _clock.EndBatch(newest, at);
        if (newest > 0)
        {
            Sum(newest, at);
        }
    }

    /// <summary>Living nodes by name; made once per change.</summary>
    public IReadOnlyList<NodeNow> Now(DateTimeOffset at, SourceCondition metrics)
    {
        return _now ??= [.. _byName.Values.Where(node => node.GoneAt is null).OrderBy(node => node.Facts.Name, StringComparer.Ordinal).Select(ToNow)];

        NodeNow ToNow(NodeEntry node)
        {
            DateTimeOffset? sampledAt = node.Samples.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(node.Samples.NewestMilliseconds);
            var why = Why(node, at, metrics);
            return why == WhyAbsent.None
                ? new NodeNow(node.Facts, node.CpuNanocores, node.WorkingSetBytes, sampledAt)
                : new NodeNow(node.Facts, HistoryReader.Absent, HistoryReader.Absent, sampledAt, why);
        }
    }

    public void Forget(DateTimeOffset at)
    {
        while (_gone.TryPeek(out var oldest)
            && (oldest.GoneAt <= at - options.GoneTotalRetention || _gone.Count > MaxGone || oldest.Entry.GoneAt != oldest.GoneAt))
        {
            _gone.Dequeue();
            if (oldest.Entry.GoneAt == oldest.GoneAt)
            {
                _byName.Remove(oldest.Entry.Facts.Name);
            }
        }
    }

    private WhyAbsent Why(NodeEntry node, DateTimeOffset at, SourceCondition metrics)
    {
        var has = node.Samples.Count > 0;
        if (has && node.BatchNumber == _batchNumber && at - node.ReadAt <= Absence.OutdatedAfter(_clock.Interval))
        {
            return WhyAbsent.None;
        }

        return node is { Provisional: false, Facts.Ready: false } ? WhyAbsent.NodeUnreachable
            : Absence.OfSource(metrics) is var why and not WhyAbsent.None ? why
            : has ? WhyAbsent.Outdated : WhyAbsent.FirstSamplePending;
    }

    private void Sum(long milliseconds, DateTimeOffset readAt)
    {
        milliseconds = Math.Min(milliseconds, readAt.ToUnixTimeMilliseconds());
        var replace = milliseconds - _newestTotal < _clock.IntervalMilliseconds / 2;
        _newestTotal = replace ? _newestTotal : milliseconds;
        Cluster.Begin();
        var carriedSince = readAt - _clock.Interval * SeriesBuilder.GapIntervals;
        foreach (var node in _byName.Values)
        {
            if (node.GoneAt is not null)
            {
                continue;
            }

            if (node.Samples.Count > 0 && node.ReadAt >= carriedSince)
            {
                Cluster.Add(node.CpuNanocores, node.WorkingSetBytes);
            }
            else
            {
                var expected = node.Samples.Count > 0 && !IsDown(node.Facts.Name) && node.ReadAt > readAt - TotalTable.ExpectedFor;
                Cluster.AddMissing(expected ? node.CpuNanocores : 0, expected ? node.WorkingSetBytes : 0);
            }
        }

        Cluster.End(_newestTotal, replace, options);
    }

    private NodeEntry Ensure(string name, NodeFacts facts)
    {
        if (!_byName.TryGetValue(name, out var entry))
        {
            _byName.Add(name, entry = new NodeEntry(facts));
        }
        else if (entry.GoneAt is not null)
        {
            // The name is back; its line goes on, and the queue's note of its going is void.
            (entry.GoneAt, entry.Facts) = (null, facts);
        }

        return entry;
    }

    private void Remove(NodeEntry entry, DateTimeOffset at)
    {
        if (entry.GoneAt is null)
        {
            entry.GoneAt = at;
            _gone.Enqueue((entry, at));
        }
    }

    private static NodeFacts Unknown(string name, DateTimeOffset at) => new() { Name = name, Uid = "", CreatedAt = at, Status = "Unknown" };
}

/// <summary>One remembered node.</summary>
internal sealed class NodeEntry(NodeFacts facts)
{
    public NodeFacts Facts { get; set; } = facts;

    /// <summary>Only metrics know it so far.</summary>
    public bool Provisional { get; set; } = true;

    public DateTimeOffset? GoneAt { get; set; }

    public long ListNumber { get; set; }

    public long BatchNumber { get; set; }

    public long CpuNanocores { get; set; }

    public long WorkingSetBytes { get; set; }

    public DateTimeOffset ReadAt { get; set; }

    public SampleRing Samples { get; } = new();
}
