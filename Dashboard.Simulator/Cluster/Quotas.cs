using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>One ResourceQuota in most namespaces, and the controller that counts what is used of it. Nothing is refused for its sake.</summary>
internal sealed class Quotas(LivingCluster cluster)
{
    /// <summary>What is used at the start of each namespace's quota, by turns: mostly there is room, and somewhere there is hardly any.</summary>
    private static readonly double[] UsedAtStart = [0.55, 0.72, 0.42, 0.95, 0.64];

    private static readonly string[] Without = ["kube-system", "default", "kube-public", "dashboard", "ingress", "cert-manager"];

    private readonly ObjectStore _store = cluster.Store(Kinds.ResourceQuotas);

    public void Fill()
    {
        var turn = 0;
        foreach (var (space, used) in Count().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (Without.Contains(space)) continue;
            var share = UsedAtStart[turn++ % UsedAtStart.Length];
            var random = SeededRandom.For(cluster.Options.Seed, $"quota/{space}");
            _store.Put(new QuotaObject
            {
                Namespace = space,
                Name = $"{space}-quota",
                Uid = random.Uid(),
                Created = cluster.Clock.Wall(-86_400 * random.Between(10, 40)),
                Labels = LabelSet.Empty,
                Hard = new QuotaAmounts(
                    Round(used.CpuRequests / share, 100),
                    Round(used.MemoryRequests / share, 256),
                    Round(used.CpuLimits / share * 1.1, 1_000),
                    Round(used.MemoryLimits / share * 1.1, 512),
                    Math.Max(5, (int)Math.Ceiling(used.Pods / share * 1.2))),
                Used = used,
            });
        }
    }

    /// <summary>Counts anew, and writes what changed.</summary>
    public void Recount()
    {
        var counted = Count();
        foreach (var stored in _store.Snapshot().Objects)
        {
            var quota = (QuotaObject)stored;
            var used = counted.GetValueOrDefault(quota.Namespace);
            if (used != quota.Used) _store.Put(quota with { Used = used });
        }
    }

    private Dictionary<string, QuotaAmounts> Count()
    {
        var counted = new Dictionary<string, QuotaAmounts>(StringComparer.Ordinal);
        foreach (var pod in cluster.PodLives)
        {
            // Pods that have ended do not count, as in a real cluster.
            if (pod.Object.Phase is "Succeeded" or "Failed") continue;
            var template = pod.Set.Template;
            var sum = counted.GetValueOrDefault(pod.Object.Namespace);
            counted[pod.Object.Namespace] = new QuotaAmounts(
                sum.CpuRequests + template.CpuRequest,
                sum.MemoryRequests + template.MemoryRequest,
                sum.CpuLimits + template.CpuLimit,
                sum.MemoryLimits + template.MemoryLimit,
                sum.Pods + 1);
        }

        return counted;
    }

    private static int Round(double value, int step) => Math.Max(1, (int)Math.Ceiling(value / step)) * step;
}
