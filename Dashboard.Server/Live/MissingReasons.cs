using Dashboard.Server.History;

namespace Dashboard.Server.Live;

/// <summary>Finds out why a value is missing or old, once per version for the sources and then for each pod or node.</summary>
internal sealed class MissingReasons
{
    /// <summary>metrics-server shows a pod after its second scrape: 15 s apart, and the API may be a scrape behind.</summary>
    private static readonly TimeSpan s_firstSample = TimeSpan.FromMinutes(1);

    private readonly HistoryReader _reader;
    private readonly WhyMissing? _podMetrics;
    private readonly WhyMissing? _nodeMetrics;
    private readonly HashSet<string> _unreachable = new(StringComparer.Ordinal);

    public MissingReasons(HistoryReader reader)
    {
        _reader = reader;
        foreach (var source in reader.Sources)
        {
            if (source.Kind == SourceKind.PodMetrics)
            {
                _podMetrics = Of(source.Condition);
            }
            else if (source.Kind == SourceKind.NodeMetrics)
            {
                _nodeMetrics = Of(source.Condition);
            }
        }

        foreach (var node in reader.Nodes)
        {
            if (!node.Facts.Ready)
            {
                _unreachable.Add(node.Facts.Name);
            }
        }
    }

    /// <summary>Why the pod's usage is missing or old; null when there is nothing to explain.</summary>
    public WhyMissing? ForPod(int slot, PodFacts pod)
    {
        if (_reader.PodCpuNanocores[slot] != HistoryReader.Absent && _reader.PodWorkingSetBytes[slot] != HistoryReader.Absent)
        {
            return _podMetrics;
        }

        if (pod.Phase is "Pending" or "Succeeded" or "Failed")
        {
            return WhyMissing.NotRunning;
        }

        if (_podMetrics is not null)
        {
            return _podMetrics;
        }

        if (pod.Node is not null && _unreachable.Contains(pod.Node))
        {
            return WhyMissing.NodeUnreachable;
        }

        if (HasPartialSample(slot))
        {
            return WhyMissing.ContainerWithoutPoint;
        }

        if (_reader.PodSampledAtMilliseconds[slot] != 0)
        {
            return WhyMissing.Outdated;
        }

        return _reader.At - LastStart(pod) < s_firstSample ? WhyMissing.FirstSamplePending : WhyMissing.ContainerWithoutPoint;
    }

    /// <summary>Why the node's usage is missing or old; null when there is nothing to explain.</summary>
    public WhyMissing? ForNode(NodeNow node)
    {
        if (node.CpuNanocores != HistoryReader.Absent && node.WorkingSetBytes != HistoryReader.Absent)
        {
            return _nodeMetrics;
        }

        return _nodeMetrics
            ?? (!node.Facts.Ready ? WhyMissing.NodeUnreachable : node.SampledAt is null ? WhyMissing.FirstSamplePending : WhyMissing.Outdated);
    }

    private static WhyMissing? Of(SourceCondition condition) => condition switch
    {
        SourceCondition.Fresh => null,
        SourceCondition.Pending => WhyMissing.MetricsPending,
        SourceCondition.Stale => WhyMissing.Outdated,
        SourceCondition.Absent => WhyMissing.MetricsAbsent,
        SourceCondition.Forbidden => WhyMissing.MetricsForbidden,
        _ => WhyMissing.MetricsUnavailable,
    };

    private bool HasPartialSample(int slot)
    {
        var known = 0;
        var containers = _reader.Containers(slot);
        foreach (var container in containers)
        {
            known += container.CpuNanocores != HistoryReader.Absent ? 1 : 0;
        }

        return known > 0 && known < containers.Count;
    }

    private static DateTimeOffset LastStart(PodFacts pod)
    {
        var last = pod.CreatedAt;
        foreach (var container in pod.Containers)
        {
            last = container.StartedAt > last ? container.StartedAt.Value : last;
        }

        return last;
    }
}
