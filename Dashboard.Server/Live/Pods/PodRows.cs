using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>What a row needs of one version: the facts do not change, the rest is copied out.</summary>
internal readonly record struct PodNow(
    PodFacts Facts, long CpuNanocores, long WorkingSetBytes, long SampledAtMilliseconds, WhyMissing? Why, double Growth, long?[] CpuSpark, long?[] MemorySpark)
{
    public static PodNow Of(HistoryReader reader, MissingReasons reasons, int slot, PodFacts pod, TimeSpan spark)
    {
        var (cpuSpark, memorySpark) = Sparklines.OfPod(reader, slot, spark);
        return new PodNow(
            pod,
            reader.PodCpuNanocores[slot],
            reader.PodWorkingSetBytes[slot],
            reader.PodSampledAtMilliseconds[slot],
            reasons.ForPod(slot),
            PodRows.Growth(reader, slot),
            cpuSpark,
            memorySpark);
    }
}

/// <summary>Makes the row of one pod.</summary>
internal static class PodRows
{
    public static PodRow Of(HistoryReader reader, MissingReasons reasons, int slot, PodFacts pod, TimeSpan spark) =>
        Of(PodNow.Of(reader, reasons, slot, pod, spark));

    public static PodRow Of(in PodNow now)
    {
        var pod = now.Facts;
        var bounds = PodBounds.Of(pod);
        var (ready, containers) = Readiness(pod);
        var (restarts, lastRestartAt) = Restarts(pod);
        return new PodRow
        {
            Key = pod.Uid,
            Kind = RowKind.Pod,
            Name = pod.Name,
            Namespace = pod.Namespace,
            Workload = new Workload(pod.Workload.Kind, pod.Workload.Name),
            Node = pod.Node,
            Phase = pod.Phase,
            Status = pod.Status,
            StatusMessage = pod.StatusMessage,
            Ready = ready,
            Containers = containers,
            Pods = 1,
            CreatedAt = pod.CreatedAt.ToUnixTimeMilliseconds(),
            Restarts = restarts,
            LastRestartAt = lastRestartAt?.ToUnixTimeMilliseconds(),
            Cpu = new Usage(Known(now.CpuNanocores), bounds.CpuRequest, bounds.CpuLimit),
            Memory = new Usage(Known(now.WorkingSetBytes), bounds.MemoryRequest, bounds.MemoryLimit),
            SampledAt = now.SampledAtMilliseconds == 0 ? null : now.SampledAtMilliseconds,
            Why = now.Why,
            MemoryGrowthBytesPerHour = double.IsNaN(now.Growth) ? null : (long)Math.Round(now.Growth),
            CpuSpark = now.CpuSpark,
            MemorySpark = now.MemorySpark,
        };
    }

    /// <summary>Growth of memory in bytes an hour; NaN where memory is not known now, or was not for long enough.</summary>
    public static double Growth(HistoryReader reader, int slot) =>
        reader.PodWorkingSetBytes[slot] == HistoryReader.Absent ? double.NaN : reader.PodMemoryTrend(slot).BytesPerHour;

    public static long? Known(long value) => value == HistoryReader.Absent ? null : value;

    public static (int Ready, int Containers) Readiness(PodFacts pod)
    {
        var (ready, containers) = (0, 0);
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            var container = pod.Containers[i];
            if (PodConditions.Counts(container))
            {
                containers++;
                ready += container.Ready ? 1 : 0;
            }
        }

        return (ready, containers);
    }

    /// <summary>Restarts of all containers, and when the last of them was: when the run before ended, or else when this one began.</summary>
    public static (int Count, DateTimeOffset? LastAt) Restarts(PodFacts pod)
    {
        var count = 0;
        DateTimeOffset? last = null;
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            var container = pod.Containers[i];
            if (container.RestartCount > 0)
            {
                count += container.RestartCount;
                var at = container.LastTermination?.FinishedAt ?? container.StartedAt;
                last = last is null || at > last ? at ?? last : last;
            }
        }

        return (count, last);
    }
}
