using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

internal static class NamespaceView
{
    public static NamespacePage Of(HistoryReader reader)
    {
        var sums = new SortedDictionary<string, NamespaceSum>(StringComparer.Ordinal);
        var reasons = new MissingReasons(reader);
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (PodViews.Living(reader, slot) is { } pod)
            {
                Sum(sums, pod.Namespace).Add(pod, reasons.ForPod(slot));
            }
        }

        var quotas = reader.Quotas;
        foreach (var name in quotas.Keys)
        {
            _ = Sum(sums, name);
        }

        var (cpu, memory) = ClusterTotals.Bounds(reader);
        return new NamespacePage
        {
            Version = reader.Version,
            At = reader.At.ToUnixTimeMilliseconds(),
            Namespaces = [.. sums.Select(pair => Row(reader, pair.Key, pair.Value, quotas.GetValueOrDefault(pair.Key, []), cpu, memory))],
        };
    }

    private static NamespaceSum Sum(SortedDictionary<string, NamespaceSum> sums, string name)
    {
        if (!sums.TryGetValue(name, out var sum))
        {
            sums[name] = sum = new NamespaceSum();
        }

        return sum;
    }

    private static NamespaceRow Row(
        HistoryReader reader, string name, NamespaceSum sum, IReadOnlyList<QuotaFacts> quotas, ClusterBound cpu, ClusterBound memory)
    {
        var key = SeriesKey.ForNamespace(name);
        var total = reader.Total(key);
        var (cpuSpark, memorySpark) = Sparklines.OfLine(reader, key, Sparklines.QuarterOfAnHour);
        return new NamespaceRow
        {
            Name = name,
            Pods = sum.Pods,
            Workloads = sum.Workloads.Count,
            NotReady = sum.NotReady,
            Restarts = sum.Restarts,
            Cpu = new Totals(
                total is { } known ? PodRows.Known(known.CpuNanocores) : null, sum.Bounds.CpuRequested, sum.Bounds.CpuLimited, cpu.Allocatable, cpu.Capacity),
            Memory = new Totals(
                total is { } also ? PodRows.Known(also.WorkingSetBytes) : null,
                sum.Bounds.MemoryRequested,
                sum.Bounds.MemoryLimited,
                memory.Allocatable,
                memory.Capacity),
            Quotas = [.. quotas.Select(quota => new Quota(
                quota.Name, [.. quota.Items.Select(item => new QuotaItem(item.Resource, item.Unit, item.Hard, item.Used))]))],
            Why = sum.SomeRun ? sum.Why : WhyMissing.NotRunning,
            CpuSpark = cpuSpark,
            MemorySpark = memorySpark,
        };
    }

    /// <summary>What is summed of one namespace in one look at all pods.</summary>
    private sealed class NamespaceSum
    {
        public int Pods { get; private set; }

        public int NotReady { get; private set; }

        public int Restarts { get; private set; }

        public bool SomeRun { get; private set; }

        public WhyMissing? Why { get; private set; }

        public HashSet<WorkloadRef> Workloads { get; } = [];

        public PodSum Bounds { get; } = new();

        public void Add(PodFacts pod, WhyMissing? why)
        {
            Pods++;
            Workloads.Add(pod.Workload);
            Restarts += PodRows.Restarts(pod).Count;
            if (pod.Phase == "Running" && PodRows.Readiness(pod) is var (ready, containers) && ready < containers)
            {
                NotReady++;
            }

            Bounds.Add(pod);
            SomeRun |= why != WhyMissing.NotRunning;
            Why ??= why == WhyMissing.NotRunning ? null : why;
        }
    }
}
