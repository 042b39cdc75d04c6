using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

internal static class NodeView
{
    public static NodePage Of(HistoryReader reader)
    {
        var reasons = new MissingReasons(reader);
        var sums = PodSums.ByNode(reader);
        return new NodePage
        {
            Version = reader.Version,
            At = reader.At.ToUnixTimeMilliseconds(),
            Nodes = [.. reader.Nodes.Select(node => Row(reader, node, sums.OnNode(node.Facts.Name), reasons))],
        };
    }

    private static NodeRow Row(HistoryReader reader, NodeNow node, PodSum? pods, MissingReasons reasons)
    {
        var facts = node.Facts;
        var (cpuSpark, memorySpark) = Sparklines.OfLine(reader, SeriesKey.ForNode(facts.Name), Sparklines.QuarterOfAnHour);
        return new NodeRow
        {
            Name = facts.Name,
            Status = facts.Status,
            StatusMessage = facts.StatusMessage,
            Roles = facts.Roles,
            KubeletVersion = facts.KubeletVersion,
            InternalIp = facts.InternalIp,
            CreatedAt = facts.CreatedAt.ToUnixTimeMilliseconds(),
            Pods = pods?.Pods ?? 0,
            PodsAllocatable = facts.PodsAllocatable,
            Cpu = new Totals(
                PodRows.Known(node.CpuNanocores), pods?.CpuRequested, pods?.CpuLimited, facts.CpuAllocatableNanocores, facts.CpuCapacityNanocores),
            Memory = new Totals(
                PodRows.Known(node.WorkingSetBytes), pods?.MemoryRequested, pods?.MemoryLimited, facts.MemoryAllocatableBytes, facts.MemoryCapacityBytes),
            SampledAt = node.SampledAt?.ToUnixTimeMilliseconds(),
            Why = reasons.ForNode(node),
            CpuSpark = cpuSpark,
            MemorySpark = memorySpark,
        };
    }
}
