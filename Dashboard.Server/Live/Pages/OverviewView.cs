using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

internal static class OverviewView
{
    private const int TopCount = 10;
    private const int ListCount = 20;

    /// <summary>Marks that are looked through for restarts: in a cluster in trouble most are of other kinds.</summary>
    private const int MarksRead = 500;

    public static Overview Of(HistoryReader reader)
    {
        var reasons = new MissingReasons(reader);
        var sums = PodSums.ByNode(reader);
        var (cpu, memory) = Load(reader, sums.Cluster);
        return new Overview
        {
            Version = reader.Version,
            At = reader.At.ToUnixTimeMilliseconds(),
            Cpu = cpu,
            Memory = memory,
            Nodes = new NodeCounts(reader.Nodes.Count, reader.Nodes.Count(node => node.Facts.Ready)),
            Pods = new PodCounts(sums.Pods, FacetViews.ByValue(sums.Phases), sums.NotReady),
            TopCpu = PodViews.Top(reader, reasons, reader.PodCpuNanocores, TopCount, Sparklines.QuarterOfAnHour),
            TopMemory = PodViews.Top(reader, reasons, reader.PodWorkingSetBytes, TopCount, Sparklines.QuarterOfAnHour),
            Growing = PodViews.Growing(reader, reasons, TopCount, MemoryTrend.Window),
            Restarts = Restarts(reader),
            Troubled = Troubled(reader, reasons),
            Sources = Source.AllOf(reader),
            Collection = Health(reader.Collection),
        };
    }

    // History's own total, so that the figure is the end of the cluster's line; it is a gap when too much is missing from the sum.
    private static (Totals Cpu, Totals Memory) Load(HistoryReader reader, PodSum pods)
    {
        var (cpu, memory) = ClusterTotals.Bounds(reader);
        var now = reader.Total(SeriesKey.Cluster);
        return (
            new Totals(now is { } known ? PodRows.Known(known.CpuNanocores) : null, pods.CpuRequested, pods.CpuLimited, cpu.Allocatable, cpu.Capacity),
            new Totals(now is { } also ? PodRows.Known(also.WorkingSetBytes) : null, pods.MemoryRequested, pods.MemoryLimited, memory.Allocatable, memory.Capacity));
    }

    private static RestartEvent[] Restarts(HistoryReader reader) =>
    [
        .. reader.Marks(SeriesKey.Cluster, reader.At - TimeSpan.FromDays(1), MarksRead)
            .Where(mark => mark.Kind is MarkKind.Restarted or MarkKind.OomKilled)
            .OrderByDescending(mark => mark.At)
            .Take(ListCount)
            .Select(mark => new RestartEvent
            {
                At = mark.At.ToUnixTimeMilliseconds(),
                Kind = mark.Kind,
                Namespace = mark.Namespace,
                Pod = mark.Pod,
                Container = mark.Container,
                Text = mark.Text,
            }),
    ];

    private static PodRow[] Troubled(HistoryReader reader, MissingReasons reasons)
    {
        using var ranks = new RankBuffer();
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (PodViews.Living(reader, slot) is { } pod
                && PodConditions.Of(pod) is var condition
                && PodConditions.IsTroubled(pod, condition, reader.At))
            {
                ranks.Add(new Rank((double)condition, null, pod.Namespace, pod.Name, slot));
            }
        }

        return PodViews.RowsOf(reader, reasons, new Ranking(descending: true).First(ranks.Span, ListCount), TimeSpan.Zero);
    }

    private static CollectionHealth Health(CollectionStatus? status) => new()
    {
        Polls = status?.Polls ?? 0,
        Failures = status?.Failures ?? 0,
        LastPollMilliseconds = status?.LastPollMilliseconds,
        LastPollBytes = status?.LastPollBytes,
        ClockSkewMilliseconds = status?.ClockSkewMilliseconds,
        Sockets = status?.Sockets ?? 0,
        PeakSockets = status?.PeakSockets ?? 0,
        MaxSockets = status?.MaxSockets ?? 0,
    };
}
