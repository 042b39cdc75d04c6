namespace Dashboard.Server.History;

/// <summary>Says why a latest value is absent.</summary>
internal static class Absence
{
    private static readonly TimeSpan FirstSampleWithin = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>A sample read longer ago is outdated. By the time of reading, so that a skewed clock of the cluster outdates nothing.</summary>
    public static TimeSpan OutdatedAfter(TimeSpan interval) => interval * 3 > Minute ? interval * 3 : Minute;

    public static WhyAbsent OfSource(SourceCondition condition) => condition switch
    {
        SourceCondition.Absent => WhyAbsent.MetricsAbsent,
        SourceCondition.Forbidden => WhyAbsent.MetricsForbidden,
        SourceCondition.Unavailable or SourceCondition.Stale or SourceCondition.Empty => WhyAbsent.MetricsUnavailable,
        SourceCondition.Pending => WhyAbsent.MetricsPending,
        _ => WhyAbsent.None,
    };

    /// <summary>Why the pod's latest value is absent, given that it is. The first that holds, from the pod outwards.</summary>
    public static WhyAbsent OfPod(PodEntry pod, NodeTable nodes, SourceCondition metrics, bool inNewestAnswer, DateTimeOffset at)
    {
        if (pod.GoneAt is not null || !pod.IsRunning())
        {
            return WhyAbsent.NotRunning;
        }

        if (OfSource(metrics) is var source and not WhyAbsent.None)
        {
            return source;
        }

        if (nodes.IsDown(pod.Facts.Node))
        {
            return WhyAbsent.NodeUnreachable;
        }

        if (inNewestAnswer && pod.Samples.Count > 0)
        {
            return pod.Partial ? WhyAbsent.ContainerWithoutPoint : WhyAbsent.Outdated;
        }

        // A pod, or a container of it, that began just now is left out until its node was scraped twice.
        return at - LatestStart(pod.Facts) <= FirstSampleWithin ? WhyAbsent.FirstSamplePending : WhyAbsent.ContainerWithoutPoint;
    }

    private static DateTimeOffset LatestStart(PodFacts facts)
    {
        var latest = facts.CreatedAt;
        foreach (var container in facts.Containers)
        {
            if (container is { State: ContainerState.Running, StartedAt: { } startedAt } && startedAt > latest)
            {
                latest = startedAt;
            }
        }

        return latest;
    }
}
