using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>Makes and deletes pods until each workload has those that it wants; a rollout is the same with two sets of pods.</summary>
internal sealed class Controllers(LivingCluster cluster)
{
    private const int OldSetsKept = 2;

    public void Reconcile(Workload workload, double at)
    {
        if (workload.Spec.Kind == Kinds.Deployments) Roll(workload, at);
        if (workload.Spec.Kind == Kinds.Jobs || workload.Spec.Kind == Kinds.CronJobs) return;
        foreach (var set in workload.Sets)
        {
            if (set.Kind == Kinds.StatefulSets) FillOrdinals(set, at);
            else if (set.Kind == Kinds.DaemonSets) FillNodes(set, at);
            else Fill(set, at);
        }
    }

    /// <summary>Begins a rollout: a new set of pods that takes over from the one before.</summary>
    public void BeginRollout(Workload workload, double at)
    {
        workload.Revision++;
        var random = SeededRandom.For(cluster.Options.Seed, $"rollout/{workload.Key}/{workload.Revision}");
        workload.Sets.Add(NewSet(workload, ref random, cluster.Clock.Wall(at)));
        cluster.MarkDirty(workload);
    }

    public static PodSet NewSet(Workload workload, ref SeededRandom random, DateTimeOffset created)
    {
        var spec = workload.Spec;
        if (spec.Kind != Kinds.Deployments) return new PodSet(workload, spec.Kind, spec.Name, workload.Uid, created, Revised(spec), spec.Template(), 1);
        var hash = random.Suffix(10);
        var revised = workload.Revision == 1 ? spec : spec with
        {
            Containers = [.. spec.Containers.Select(c => c with { Image = $"{c.Image[..c.Image.LastIndexOf('.')]}.{workload.Revision - 1}" })],
        };
        return new PodSet(workload, Kinds.ReplicaSets, $"{spec.Name}-{hash}", random.Uid(), created, PodLabels(spec).With(("pod-template-hash", hash)), revised.Template(), workload.Revision);
    }

    public PodLife Create(PodSet set, double at, int ordinal = 0, NodeLife? onto = null)
    {
        var random = SeededRandom.For(cluster.Options.Seed, $"pod/{set.Workload.Spec.Namespace}/{set.Kind.Kind}/{set.Name}/{set.Made++}");
        var pod = Compose(set, ref random, ordinal, cluster.Clock.Wall(at));
        cluster.Add(pod);
        cluster.Pods.Put(pod.Object);
        cluster.MarkDirty(set.Workload);
        cluster.Events.OfSet(set, "Normal", "SuccessfulCreate", set.Kind == Kinds.StatefulSets
            ? $"create Pod {pod.Object.Name} in StatefulSet {set.Name} successful"
            : $"Created pod: {pod.Object.Name}", at);
        Schedule(pod, at, onto);
        return pod;
    }

    public static PodLife Compose(PodSet set, ref SeededRandom random, int ordinal, DateTimeOffset created)
    {
        var name = set.Kind == Kinds.StatefulSets ? $"{set.Name}-{ordinal}" : $"{set.Name}-{random.Suffix(5)}";
        var labels = set.Kind == Kinds.StatefulSets
            ? set.Labels.With(("statefulset.kubernetes.io/pod-name", name), ("apps.kubernetes.io/pod-index", $"{ordinal}"))
            : set.Labels;
        var specs = set.Template.Sidecars.Concat(set.Template.Containers).ToList();
        var lives = new ContainerLife[specs.Count];
        for (var i = 0; i < lives.Length; i++) lives[i] = new ContainerLife(specs[i], random.NextUInt64());
        return new PodLife(set, ordinal)
        {
            Object = new PodObject
            {
                Namespace = set.Workload.Spec.Namespace,
                Name = name,
                Uid = random.Uid(),
                Created = created,
                ReadyChangedAt = created,
                Labels = labels,
                Template = set.Template,
                Owner = set.Owner,
            },
            Random = random,
            Containers = lives,
        };
    }

    /// <summary>StatefulSets and DaemonSets name the revision of their template in a label; a Job's pods have none.</summary>
    private static LabelSet Revised(WorkloadSpec spec)
    {
        if (spec.Kind == Kinds.Jobs || spec.Kind == Kinds.CronJobs) return PodLabels(spec);
        var random = SeededRandom.For(0, $"revision/{spec.Namespace}/{spec.Name}");
        return PodLabels(spec).With(("controller-revision-hash", $"{spec.Name}-{random.Suffix(10)}"));
    }

    private static LabelSet PodLabels(WorkloadSpec spec) =>
        LabelSet.Of(("app.kubernetes.io/name", spec.Name), ("app.kubernetes.io/part-of", spec.Namespace), ("app", spec.Name));

    /// <summary>Finds the pod a node; where there is none, it waits and is tried again.</summary>
    public void Schedule(PodLife pod, double at) => Schedule(pod, at, null);

    private void Schedule(PodLife pod, double at, NodeLife? onto)
    {
        var template = pod.Set.Template;
        var node = pod.Set.Workload.Spec.Ailment == Ailment.Unschedulable ? null : onto ?? cluster.Scheduler.Pick(ref pod.Random, template.CpuRequest, template.MemoryRequest);
        if (node is null)
        {
            var why = WhyUnschedulable(cluster.NodeLives.Count);
            if (pod.Object.UnschedulableMessage != why) cluster.Update(pod, pod.Object with { UnschedulableMessage = why });
            cluster.Events.OfScheduling(pod, "Warning", "FailedScheduling", "Scheduling", why, at);
            cluster.Waiting.Add(pod, at, Schedule);
            return;
        }

        Scheduler.Bind(pod, node);
        cluster.Update(pod, pod.Object with
        {
            NodeName = node.Object.Name,
            UnschedulableMessage = null,
            HostIp = node.Object.InternalIp,
            ScheduledAt = cluster.Clock.Wall(at),
            InitializedAt = template.InitContainers.Count == 0 ? cluster.Clock.Wall(at) : null,
            Containers = Array.ConvertAll(pod.Containers, _ => new ContainerState { Reason = template.InitContainers.Count == 0 ? "ContainerCreating" : "PodInitializing" }),
        });
        cluster.Events.OfScheduling(pod, "Normal", "Scheduled", "Binding", $"Successfully assigned {pod.Object.Namespace}/{pod.Object.Name} to {node.Object.Name}", at);
        cluster.Kubelet.Start(pod, at);
    }

    public static string WhyUnschedulable(int nodes) =>
        $"0/{nodes} nodes are available: {nodes} Insufficient nvidia.com/gpu. preemption: 0/{nodes} nodes are available: {nodes} No preemption victims found for incoming pod.";

    private void Fill(PodSet set, double at)
    {
        for (var missing = set.Desired - Living(set); missing > 0; missing--) Create(set, at);
    }

    private void FillOrdinals(PodSet set, double at)
    {
        // A pod that is still going holds its name; its successor comes when it is gone.
        for (var ordinal = 0; ordinal < set.Desired; ordinal++)
        {
            if (!set.Pods.Exists(p => p.Ordinal == ordinal)) Create(set, at, ordinal);
        }
    }

    private void FillNodes(PodSet set, double at)
    {
        foreach (var node in cluster.NodeLives)
        {
            if (set.Desired > set.Pods.Count && !set.Pods.Exists(p => p.Node == node)) Create(set, at, onto: node);
        }
    }

    private void Roll(Workload workload, double at)
    {
        var current = workload.Current;
        var old = workload.Sets.Count == 1 ? [] : workload.Sets.Take(workload.Sets.Count - 1).Where(s => s.Desired > 0 || s.Pods.Count > 0).ToList();
        if (old.Count == 0)
        {
            current.Desired = workload.Desired;
            Prune(workload);
            return;
        }

        var surge = Math.Max(1, (workload.Desired + 3) / 4);
        var room = workload.Desired + surge - old.Sum(s => s.Desired);
        var before = current.Desired;
        current.Desired = Math.Clamp(room, current.Desired, workload.Desired);
        if (current.Desired > before) TellScaling(workload, current, "up", before, at);
        var excess = old.Sum(s => s.Desired) - (workload.Desired - current.Pods.Count(p => p.Object.Ready && !p.Terminating));
        foreach (var set in old)
        {
            foreach (var pod in set.Pods.Where(p => !p.Terminating).ToList())
            {
                if (excess <= 0) return;
                excess--;
                set.Desired--;
                TellScaling(workload, set, "down", set.Desired + 1, at);
                cluster.Events.OfSet(set, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Object.Name}", at);
                cluster.Kubelet.Delete(pod, at);
            }
        }
    }

    private void TellScaling(Workload workload, PodSet set, string direction, int before, double at) => cluster.Events.OfWorkload(
        workload, "Normal", "ScalingReplicaSet", $"Scaled {direction} replica set {set.Name} from {before} to {set.Desired}", at);

    private void Prune(Workload workload)
    {
        while (workload.Sets.Count > OldSetsKept + 1)
        {
            var oldest = workload.Sets[0];
            workload.Sets.RemoveAt(0);
            cluster.Store(Kinds.ReplicaSets).Remove($"{workload.Spec.Namespace}/{oldest.Name}");
        }
    }

    private static int Living(PodSet set)
    {
        var living = 0;
        foreach (var pod in set.Pods)
        {
            if (!pod.Terminating) living++;
        }

        return living;
    }
}
