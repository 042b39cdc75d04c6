using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>Where a pod or group stands by each sort key.</summary>
internal static class PodRanks
{
    public static Rank Of(HistoryReader reader, int slot, PodFacts pod, PodSort by)
    {
        var text = by switch
        {
            PodSort.Name => pod.Name,
            PodSort.Namespace => pod.Namespace,
            PodSort.Workload => pod.Workload.Name,
            PodSort.Node => pod.Node ?? "",
            PodSort.Status => pod.Status,
            _ => null,
        };
        return new Rank(Number(reader, slot, pod, by), text, pod.Namespace, pod.Name, slot);
    }

    public static Rank Of(PodGroup group, int index, PodSort by)
    {
        var text = by switch
        {
            PodSort.Name or PodSort.Workload => group.Key.Name,
            PodSort.Namespace => group.Key.Namespace ?? group.Key.Name,
            PodSort.Node => group.Key.Name,
            PodSort.Status => group.Status,
            _ => null,
        };
        var number = by switch
        {
            PodSort.Status => (double)group.Condition,
            PodSort.Age => -group.OldestCreatedAt.ToUnixTimeMilliseconds(),
            PodSort.Restarts => group.Restarts,
            PodSort.Cpu => group.Cpu ?? double.NaN,
            PodSort.Memory => group.Memory ?? double.NaN,
            PodSort.CpuRequestShare => Share(group.Cpu, group.CpuRequest),
            PodSort.CpuLimitShare => Share(group.Cpu, group.CpuLimit),
            PodSort.MemoryRequestShare => Share(group.Memory, group.MemoryRequest),
            PodSort.MemoryLimitShare => Share(group.Memory, group.MemoryLimit),
            PodSort.Pods => group.Pods,
            PodSort.MemoryGrowth => double.NaN,
            _ => 0,
        };
        return new Rank(number, text, group.Key.Namespace ?? "", group.Key.Name, index);
    }

    /// <summary>NaN where nothing is known: such pods stand last.</summary>
    public static double Number(HistoryReader reader, int slot, PodFacts pod, PodSort by) => by switch
    {
        // By how bad it is: whoever sorts by status looks for trouble.
        PodSort.Status => (double)PodConditions.Of(pod),
        PodSort.Node => pod.Node is null ? double.NaN : 0,
        PodSort.Age => -pod.CreatedAt.ToUnixTimeMilliseconds(),
        PodSort.Restarts => PodRows.Restarts(pod).Count,
        PodSort.Cpu => Cpu(reader, slot) ?? double.NaN,
        PodSort.Memory => Memory(reader, slot) ?? double.NaN,
        PodSort.CpuRequestShare => Share(Cpu(reader, slot), PodBounds.Of(pod).CpuRequest),
        PodSort.CpuLimitShare => Share(Cpu(reader, slot), PodBounds.Of(pod).CpuLimit),
        PodSort.MemoryRequestShare => Share(Memory(reader, slot), PodBounds.Of(pod).MemoryRequest),
        PodSort.MemoryLimitShare => Share(Memory(reader, slot), PodBounds.Of(pod).MemoryLimit),
        PodSort.Pods => 1,
        PodSort.MemoryGrowth => PodRows.Growth(reader, slot),
        _ => 0,
    };

    private static long? Cpu(HistoryReader reader, int slot) => PodRows.Known(reader.PodCpuNanocores[slot]);

    private static long? Memory(HistoryReader reader, int slot) => PodRows.Known(reader.PodWorkingSetBytes[slot]);

    private static double Share(long? usage, long? bound) =>
        usage is { } used && bound is > 0 ? (double)used / bound.Value : double.NaN;
}
