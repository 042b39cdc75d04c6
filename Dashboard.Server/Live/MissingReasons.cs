using Dashboard.Server.History;

namespace Dashboard.Server.Live;

/// <summary>Says why a value is missing or old. A value that is there is old as soon as its source no longer answers.</summary>
internal sealed class MissingReasons
{
    private readonly HistoryReader _reader;
    private readonly WhyMissing? _podMetrics;
    private readonly WhyMissing? _nodeMetrics;

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
    }

    /// <summary>Why the pod's usage is missing or old; null when there is nothing to explain.</summary>
    public WhyMissing? ForPod(int slot) =>
        _reader.PodCpuNanocores[slot] == HistoryReader.Absent ? Of(_reader.PodWhyAbsent(slot)) : _podMetrics;

    /// <summary>Why the node's usage is missing or old; null when there is nothing to explain.</summary>
    public WhyMissing? ForNode(NodeNow node) => node.CpuNanocores == HistoryReader.Absent ? Of(node.Why) : _nodeMetrics;

    private static WhyMissing? Of(SourceCondition condition) => condition switch
    {
        SourceCondition.Fresh => null,
        SourceCondition.Pending => WhyMissing.MetricsPending,
        SourceCondition.Stale => WhyMissing.Outdated,
        SourceCondition.Absent => WhyMissing.MetricsAbsent,
        SourceCondition.Forbidden => WhyMissing.MetricsForbidden,
        _ => WhyMissing.MetricsUnavailable,
    };

    private static WhyMissing? Of(WhyAbsent why) => why switch
    {
        WhyAbsent.None => null,
        WhyAbsent.NotRunning => WhyMissing.NotRunning,
        WhyAbsent.FirstSamplePending => WhyMissing.FirstSamplePending,
        WhyAbsent.ContainerWithoutPoint => WhyMissing.ContainerWithoutPoint,
        WhyAbsent.NodeUnreachable => WhyMissing.NodeUnreachable,
        WhyAbsent.MetricsAbsent => WhyMissing.MetricsAbsent,
        WhyAbsent.MetricsForbidden => WhyMissing.MetricsForbidden,
        WhyAbsent.MetricsPending => WhyMissing.MetricsPending,
        WhyAbsent.Outdated => WhyMissing.Outdated,
        _ => WhyMissing.MetricsUnavailable,
    };
}
