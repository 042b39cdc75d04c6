using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>Fills the cluster with what has lived in it for hours and days when the simulation starts: exactly as many pods as were asked for.</summary>
internal sealed class Population(LivingCluster cluster)
{
    private static readonly int[] CoresOffered = [2, 4, 8, 16, 32, 48, 64, 96, 128, 192, 384];

    public void Fill()
    {
        var plan = Plan();
        AddNamespaces(plan);
        AddNodes(plan);
        foreach (var (spec, pods) in plan) AddWorkload(spec, pods);
        cluster.Settle(0);
        cluster.Quotas.Fill();
        foreach (var store in cluster.Stores) store.Seal();
    }

    private List<(WorkloadSpec Spec, int Pods)> Plan()
    {
        var (wanted, nodes) = (cluster.Options.Pods, cluster.Options.Nodes);
        var plan = new List<(WorkloadSpec, int)>();
        var count = 0;
        var all = Catalogue.Telling.Concat(GeneratedWorkloads.Of(cluster.Options.Seed, Math.Clamp(wanted / 100, 6, 40)));
        foreach (var spec in all)
        {
            if (count == wanted) break;

            // Daemons on thousands of nodes would leave no room for anything else in a small cluster.
            if (spec.Kind == Kinds.DaemonSets && (nodes * 6 > wanted || count + nodes > wanted)) continue;
            var pods = Math.Min(spec.Kind == Kinds.DaemonSets ? nodes : spec.Replicas, wanted - count);
            plan.Add((spec, pods));
            count += pods;
        }

        return plan;
    }

    private void AddNamespaces(List<(WorkloadSpec Spec, int Pods)> plan)
    {
        var names = plan.Select(p => p.Spec.Namespace).Concat(["default", "kube-system", "kube-public", "dashboard"]).Distinct().Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var random = SeededRandom.For(cluster.Options.Seed, $"namespace/{name}");
            cluster.Store(Kinds.Namespaces).Put(new NamespaceObject
            {
                Namespace = "",
                Name = name,
                Uid = random.Uid(),
                Created = cluster.Clock.Wall(-86_400 * random.Between(40, 60)),
                Labels = LabelSet.Of(("kubernetes.io/metadata.name", name)),
            });
        }
    }

    private void AddNodes(List<(WorkloadSpec Spec, int Pods)> plan)
    {
        var count = cluster.Options.Nodes;
        var schedulable = plan.Where(p => p.Spec.Ailment != Ailment.Unschedulable).ToList();
        var millicores = schedulable.Sum(p => (double)p.Pods * p.Spec.Containers.Concat(p.Spec.Sidecars).Sum(c => c.CpuRequest)) / count;
        var mebibytes = schedulable.Sum(p => (double)p.Pods * p.Spec.Containers.Concat(p.Spec.Sidecars).Sum(c => c.MemoryRequest)) / count;
        var cores = Array.Find(CoresOffered, c => c * 1_000 * 0.62 >= millicores) is > 0 and var fits ? fits : (int)(millicores / 620);
        var gibibytes = cores * 2;
        while (gibibytes * 1_024 * 0.62 < mebibytes + 512) gibibytes *= 2;
        var maxPods = Math.Max(110, (int)Math.Ceiling((double)cluster.Options.Pods / count * 1.5));
        for (var i = 0; i < count; i++)
        {
            var random = SeededRandom.For(cluster.Options.Seed, $"node/{i}");
            var created = cluster.Clock.Wall(-86_400 * random.Between(20, 40));
            var name = $"node-{i + 1:D2}";
            var labels = LabelSet.Of(
                ("kubernetes.io/hostname", name), ("kubernetes.io/os", "linux"), ("kubernetes.io/arch", "amd64"),
                ("node.kubernetes.io/instance-type", $"sim.{cores}x{gibibytes}"), ("topology.kubernetes.io/region", "eu-1"), ("topology.kubernetes.io/zone", $"eu-1{(char)('a' + (i % 3))}"));
            if (i == 0 && count > 1) labels = labels.With(("node-role.kubernetes.io/control-plane", ""));
            var node = new NodeObject
            {
                Namespace = "",
                Name = name,
                Uid = random.Uid(),
                Created = created,
                Labels = labels,
                Cores = cores,
                MemoryGibibytes = gibibytes,
                MaxPods = maxPods,
                InternalIp = $"172.{18 + (i / 60_000)}.{i / 240}.{(i % 240) + 10}",
                PodCidr = $"10.{64 + (i / 64)}.{i % 64 * 4}.0/22",
                Ready = new NodeCondition("Ready", "True", "KubeletReady", "kubelet is posting ready status", created, cluster.Clock.Wall(-random.Between(0, 300))),
            };
            cluster.NodeLives.Add(new NodeLife(i) { Object = node });
            cluster.Nodes.Put(node);
        }
    }

    private void AddWorkload(WorkloadSpec spec, int pods)
    {
        var random = SeededRandom.For(cluster.Options.Seed, $"workload/{spec.Kind.Plural}/{spec.Namespace}/{spec.Name}");
        var age = spec.Kind == Kinds.Jobs ? random.Between(2, 9) * 3_600 : random.Between(13, 38) * 86_400;
        var workload = new Workload(spec, random.Uid(), cluster.Clock.Wall(-age)) { Desired = spec.Kind == Kinds.CronJobs ? 0 : pods };
        cluster.Workloads.Add(workload);
        cluster.MarkDirty(workload);
        var past = new PastPods(cluster);
        if (spec.Kind == Kinds.CronJobs)
        {
            var sinceLast = CronJobs.SinceLastRun(cluster.Options.Seed, spec);
            for (var i = pods - 1; i >= 0; i--)
            {
                var set = CronJobs.NewSet(cluster, workload, -sinceLast - (i * spec.PeriodSeconds));
                workload.Sets.Add(set);
                past.AddFinished(set, -sinceLast - (i * spec.PeriodSeconds));
            }

            workload.LastScheduledAt = cluster.Clock.Wall(-sinceLast);
            return;
        }

        var only = Controllers.NewSet(workload, ref random, workload.Created);
        only.Desired = pods;
        workload.Sets.Add(only);
        for (var i = 0; i < pods; i++)
        {
            if (spec.Kind == Kinds.Jobs) past.AddFinished(only, -age);
            else past.AddLiving(only, i, spec.Kind == Kinds.DaemonSets ? cluster.NodeLives[i] : null);
        }
    }
}
