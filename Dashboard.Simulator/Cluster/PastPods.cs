using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>Pods with a past: created, scheduled, started and now and then restarted before the simulation began.</summary>
internal sealed class PastPods(LivingCluster cluster)
{
    private const double Hour = 3_600;
    private const int Crashes = 47;
    private const int LooksInBackOff = 24;

    /// <summary>A pod whose job has ended.</summary>
    public void AddFinished(PodSet set, double createdAt)
    {
        var pod = Compose(set, 0, createdAt, out var random);
        var spec = set.Workload.Spec;
        var failed = spec.Ailment == Ailment.FailedJob;
        var end = createdAt + 2 + (spec.RunSeconds * random.Between(0.85, 1.15));
        Place(pod, cluster.Scheduler.Pick(ref random, set.Template.CpuRequest, set.Template.MemoryRequest)!, createdAt);
        var termination = new Termination(failed ? "Error" : "Completed", failed ? 1 : 0, cluster.Clock.Wall(createdAt + 2), cluster.Clock.Wall(end));
        pod.Object = pod.Object with
        {
            Phase = failed ? "Failed" : "Succeeded",
            ReadyChangedAt = cluster.Clock.Wall(end),
            Containers = Array.ConvertAll(pod.Object.Containers, c => c with { Phase = ContainerPhase.Terminated, Ended = termination, Id = pod.Random.Hex(64) }),
        };
        set.Desired = 1;
        set.CompletedAt = cluster.Clock.Wall(end);
        Add(pod);
    }

    /// <summary>A pod that goes on living.</summary>
    public void AddLiving(PodSet set, int ordinal, NodeLife? onto)
    {
        var spec = set.Workload.Spec;
        var seed = SeededRandom.For(cluster.Options.Seed, $"age/{spec.Namespace}/{set.Name}/{ordinal}");
        var cycle = spec.Containers.Select(Usage.SecondsToLimit).FirstOrDefault(s => s is not null);
        double age, since;
        if (spec.AgeSeconds is { } given)
        {
            // Its fellows lag behind, so that they do not end together.
            since = Math.Max(20, given - (ordinal * 230));
            age = cycle < Hour ? since + (cycle.Value * 26) : since;
        }
        else
        {
            age = Math.Exp(seed.Between(Math.Log(1.2 * Hour), Math.Log(290 * Hour)));
            since = cycle is { } seconds ? age % seconds : seed.Next(12) == 0 ? age * seed.Between(0.02, 0.8) : age;
        }

        var pod = Compose(set, ordinal, -age, out var random);
        if (spec.Ailment == Ailment.Unschedulable)
        {
            pod.Object = pod.Object with { UnschedulableMessage = Controllers.WhyUnschedulable(cluster.NodeLives.Count) };
            Add(pod);
            var last = -Math.Min(age, 200);
            cluster.Events.OfScheduling(pod, "Warning", "FailedScheduling", "Scheduling", pod.Object.UnschedulableMessage!, last, 1 + (int)((age + last) / 315), -age);
            cluster.Waiting.Add(pod, last, cluster.Controllers.Schedule);
            return;
        }

        Place(pod, onto ?? cluster.Scheduler.Pick(ref random, set.Template.CpuRequest, set.Template.MemoryRequest)!, -age);
        if (spec.Ailment == Ailment.ImagePull)
        {
            pod.Object = pod.Object with { InitializedAt = cluster.Clock.Wall(-age + 1), PodIp = Scheduler.NextIp(pod.Node!) };
            Add(pod);
            cluster.Kubelet.FailOnPulling(pod, -age);
            return;
        }

        Run(pod, -age, -since, cycle);
        var end = spec.Ailment == Ailment.CrashLoop ? Crash(pod) : null;
        Add(pod);
        if (end is not null) cluster.Kubelet.TellBackOff(pod, set.Template.Sidecars.Count, end, -8, times: Crashes * LooksInBackOff, firstAt: Math.Max(-age, -Crashes * 303));
        for (var i = 0; i < pod.Containers.Length; i++)
        {
            if (pod.Containers[i].Running) cluster.Kubelet.PlanEnd(pod, i, pod.Containers[i].StartedAt);
        }
    }

    private void Run(PodLife pod, double createdAt, double restartedAt, double? cycle)
    {
        var first = createdAt + pod.Random.Between(2, 9);
        var states = new ContainerState[pod.Containers.Length];
        for (var i = 0; i < states.Length; i++)
        {
            var life = pod.Containers[i];
            var leaks = Usage.SecondsToLimit(life.Spec) is not null;
            var restarted = i == pod.Set.Template.Sidecars.Count && restartedAt > first;
            (life.Running, life.Scrapes) = (true, 2);
            pod.Node!.Images.Add(life.Spec.Image);

            // Exactly where its leak has come to, even if the first start of its pod was a few seconds later.
            life.StartedAt = restarted || leaks ? restartedAt : first;
            states[i] = pod.Object.Containers[i] with
            {
                Phase = ContainerPhase.Running,
                StartedAt = cluster.Clock.Wall(life.StartedAt),
                Ready = true,
                Id = pod.Random.Hex(64),
                Restarts = !restarted ? 0 : cycle is { } seconds ? (int)Math.Ceiling((restartedAt - first) / seconds) : 1 + pod.Random.Next(2),
                Last = !restarted ? null : new Termination(
                    leaks ? "OOMKilled" : "Error", leaks ? 137 : 1 + pod.Random.Next(2), cluster.Clock.Wall(Math.Max(first, restartedAt - (cycle ?? 1_800))), cluster.Clock.Wall(restartedAt - 1.2)),
            };
        }

        pod.Object = pod.Object with
        {
            Phase = "Running",
            PodIp = Scheduler.NextIp(pod.Node!),
            InitializedAt = cluster.Clock.Wall(first),
            InitsDone = pod.Set.Template.InitContainers.Count,
            Ready = true,
            ReadyChangedAt = cluster.Clock.Wall(Math.Max(first, restartedAt) + 3),
            Containers = states,
        };
    }

    /// <summary>In its longest back-off, which ends in less than a minute.</summary>
    private Termination Crash(PodLife pod)
    {
        var index = pod.Set.Template.Sidecars.Count;
        var life = pod.Containers[index];
        var wait = pod.Random.Between(20, 50);
        var end = new Termination("Error", 1, cluster.Clock.Wall(wait - 303), cluster.Clock.Wall(wait - 300));
        (life.Running, life.Scrapes, life.Crashes) = (false, 0, 7);
        var states = (ContainerState[])pod.Object.Containers.Clone();
        states[index] = states[index] with
        {
            Phase = ContainerPhase.Waiting,
            Reason = "CrashLoopBackOff",
            Message = $"back-off 5m0s restarting failed container={life.Spec.Name} pod={pod.Object.Name}_{pod.Object.Namespace}({pod.Object.Uid})",
            Ready = false,
            Restarts = Crashes,
            Last = end,
        };
        pod.Object = pod.Object with { Ready = false, ReadyChangedAt = end.FinishedAt, Containers = states };
        cluster.Agenda.At(wait, t => cluster.Kubelet.Restart(pod, index, end, t));
        return end;
    }

    private PodLife Compose(PodSet set, int ordinal, double createdAt, out SeededRandom random)
    {
        random = SeededRandom.For(cluster.Options.Seed, $"pod/{set.Workload.Spec.Namespace}/{set.Kind.Kind}/{set.Name}/{set.Made++}");
        return Controllers.Compose(set, ref random, ordinal, cluster.Clock.Wall(createdAt));
    }

    private void Place(PodLife pod, NodeLife node, double at)
    {
        Scheduler.Bind(pod, node);
        pod.Object = pod.Object with
        {
            NodeName = node.Object.Name,
            HostIp = node.Object.InternalIp,
            ScheduledAt = cluster.Clock.Wall(at),
            Containers = Array.ConvertAll(pod.Containers, _ => new ContainerState()),
        };
    }

    private void Add(PodLife pod)
    {
        cluster.Add(pod);
        cluster.Pods.Put(pod.Object);
    }
}
