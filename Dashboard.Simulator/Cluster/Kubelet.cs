using Dashboard.Simulator.Objects;

namespace Dashboard.Simulator.Cluster;

/// <summary>Starts, restarts and ends the containers of pods, with the states in between that a real kubelet reports.</summary>
internal sealed class Kubelet(LivingCluster cluster)
{
    private const double BackOffResetSeconds = 600;

    private readonly ImagePulls _pulls = new(cluster);

    /// <summary>From scheduled to running and ready.</summary>
    public void Start(PodLife pod, double at)
    {
        var pull = pod.Random.Between(0.8, 3.5);
        if (pod.Set.Workload.Spec.Ailment == Ailment.ImagePull)
        {
            _pulls.Fail(pod, at);
            return;
        }

        _pulls.Begin(pod, pull, at);
        if (pod.Set.Template.InitContainers.Count > 0)
        {
            cluster.Agenda.At(at + pull, t => cluster.Update(pod, pod.Object with { PodIp = Scheduler.NextIp(pod.Node!), Containers = WaitingFor(pod, "PodInitializing") }));
            pull += pod.Random.Between(1, 4);
        }

        cluster.Agenda.At(at + pull, t => Run(pod, t));
    }

    /// <summary>A pod whose image there is not, and that has been there since before the start.</summary>
    public void FailOnPulling(PodLife pod, double since) => _pulls.FailOn(pod, since);

    /// <summary>Plans what will end this start of the container: its limit, its ailment, the end of its work.</summary>
    public void PlanEnd(PodLife pod, int index, double startedAt)
    {
        var container = pod.Containers[index];
        var spec = pod.Set.Workload.Spec;
        var main = index == pod.Set.Template.Sidecars.Count;
        if (Usage.SecondsToLimit(container.Spec) is { } seconds) Plan(startedAt + seconds, "OOMKilled", 137);
        if (main && spec.Ailment == Ailment.CrashLoop) Plan(startedAt + pod.Random.Between(1.5, 4), "Error", 1);
        if (main && pod.Set.Kind == Kinds.Jobs) Plan(startedAt + (spec.RunSeconds * pod.Random.Between(0.85, 1.15)), spec.Ailment == Ailment.FailedJob ? "Error" : "Completed", spec.Ailment == Ailment.FailedJob ? 1 : 0);

        void Plan(double when, string reason, int exitCode) => cluster.Agenda.At(when, t =>
        {
            // Only the start that this was planned for: another may have begun meanwhile.
            if (!pod.Gone && container.Running && container.StartedAt == startedAt) End(pod, index, reason, exitCode, t);
        });
    }

    /// <summary>A container's process ended by itself or by the kernel.</summary>
    public void End(PodLife pod, int index, string reason, int exitCode, double at)
    {
        var container = pod.Containers[index];
        var state = pod.Object.Containers[index];
        var end = new Termination(reason, exitCode, state.StartedAt, cluster.Clock.Wall(at));
        container.Running = false;
        container.Scrapes = 0;
        container.Crashes = at - container.StartedAt >= BackOffResetSeconds ? 0 : container.Crashes + 1;
        if (reason == "OOMKilled" && pod.Node is { } node)
        {
            cluster.Events.OfNode(node, "Warning", "OOMKilling", $"Memory cgroup out of memory: Killed process of container {container.Spec.Name} of pod {pod.Object.Namespace}/{pod.Object.Name}", "kernel-monitor", at);
        }

        var ended = state with { Phase = ContainerPhase.Terminated, Ended = end, Ready = false };
        if (pod.Set.Template.RestartPolicy == "Never")
        {
            Finish(pod, index, ended, at);
            return;
        }

        SetContainer(pod, index, ended, at);
        if (pod.Terminating) return;
        if (container.Crashes == 0)
        {
            cluster.Agenda.At(at + 1.2, t => Restart(pod, index, end, t));
            return;
        }

        var backOff = Math.Min(300, 10 * Math.Pow(2, container.Crashes - 1));
        cluster.Agenda.At(at + 1.2, t => BackOff(pod, index, end, backOff, t));
        cluster.Agenda.At(at + 1.2 + backOff, t => Restart(pod, index, end, t));
    }

    /// <summary>Asks the pod to go; it is gone when its containers have ended.</summary>
    public void Delete(PodLife pod, double at)
    {
        if (pod.Terminating || pod.Gone) return;
        pod.Terminating = true;
        cluster.Update(pod, pod.Object with { DeletionTimestamp = cluster.Clock.Wall(at) });
        cluster.MarkDirty(pod.Set.Workload);
        foreach (var container in pod.Containers)
        {
            if (container.Running) cluster.Events.OfPod(pod, "Normal", "Killing", $"Stopping container {container.Spec.Name}", at, container.Spec.Name);
        }

        if (pod.Node is { Reachable: false }) return;
        cluster.Agenda.At(at + pod.Random.Between(0.6, 3.5), t => EndAll(pod, t));
    }

    /// <summary>The containers of a pod that is to go have ended.</summary>
    public void EndAll(PodLife pod, double at)
    {
        foreach (var container in pod.Containers) container.Running = false;
        cluster.Remove(pod, at);
    }

    private static ContainerState[] WaitingFor(PodLife pod, string reason) =>
        Array.ConvertAll(pod.Object.Containers, c => c with { Phase = ContainerPhase.Waiting, Reason = reason });

    private void Run(PodLife pod, double at)
    {
        if (pod.Gone || pod.Terminating || pod.Node is not { } node) return;
        var wall = cluster.Clock.Wall(at);
        var states = new ContainerState[pod.Containers.Length];
        for (var i = 0; i < states.Length; i++)
        {
            Begin(pod.Containers[i], at);
            states[i] = pod.Object.Containers[i] with { Phase = ContainerPhase.Running, StartedAt = wall, Id = pod.Random.Hex(64) };
        }

        cluster.Update(pod, pod.Object with
        {
            Phase = "Running",
            PodIp = pod.Object.PodIp ?? Scheduler.NextIp(node),
            InitializedAt = wall,
            InitsDone = pod.Set.Template.InitContainers.Count,
            Containers = states,
        });
        for (var i = 0; i < states.Length; i++) TellStart(pod, i, at);
        for (var i = 0; i < states.Length; i++) PlanEnd(pod, i, at);
        for (var i = 0; i < states.Length; i++) PlanReady(pod, i, at);
    }

    public void Restart(PodLife pod, int index, Termination end, double at)
    {
        if (pod.Gone || pod.Terminating || pod.Containers[index].Running) return;
        var container = pod.Containers[index];
        Begin(container, at);
        var state = pod.Object.Containers[index];
        SetContainer(pod, index, state with
        {
            Phase = ContainerPhase.Running,
            StartedAt = cluster.Clock.Wall(at),
            Ended = null,
            Last = end,
            Restarts = state.Restarts + 1,
            Id = pod.Random.Hex(64),
        }, at);
        TellStart(pod, index, at);
        PlanEnd(pod, index, at);
        PlanReady(pod, index, at);
    }

    private void TellStart(PodLife pod, int index, double at)
    {
        var spec = pod.Containers[index].Spec;
        _pulls.TellPresent(pod, index, at);
        cluster.Events.OfPod(pod, "Normal", "Created", $"Created container: {spec.Name}", at, spec.Name);
        cluster.Events.OfPod(pod, "Normal", "Started", $"Started container {spec.Name}", at, spec.Name);
    }

    private static void Begin(ContainerLife container, double at)
    {
        container.Running = true;
        container.StartedAt = at;
        container.Scrapes = 0;
    }

    private void PlanReady(PodLife pod, int index, double startedAt)
    {
        var container = pod.Containers[index];
        cluster.Agenda.At(startedAt + pod.Random.Between(1, 6), t =>
        {
            if (pod.Gone || !container.Running || container.StartedAt != startedAt) return;
            SetContainer(pod, index, pod.Object.Containers[index] with { Ready = true }, t);
        });
    }

    private void BackOff(PodLife pod, int index, Termination end, double seconds, double at)
    {
        if (pod.Gone || pod.Terminating) return;
        var name = pod.Containers[index].Spec.Name;
        SetContainer(pod, index, pod.Object.Containers[index] with
        {
            Phase = ContainerPhase.Waiting,
            Reason = "CrashLoopBackOff",
            Message = $"back-off {seconds:0}s restarting failed container={name} pod={pod.Object.Name}_{pod.Object.Namespace}({pod.Object.Uid})",
            Ended = null,
            Last = end,
        }, at);
        TellBackOff(pod, index, end, at);
    }

    /// <summary>Tells, and tells again at each look of the kubelet until the container starts.</summary>
    /// <param name="times">Of several that happened from the first time on.</param>
    public void TellBackOff(PodLife pod, int index, Termination end, double at, int times = 1, double? firstAt = null)
    {
        if (pod.Gone || pod.Terminating || pod.Object.Containers[index] is not { Phase: ContainerPhase.Waiting } waiting || waiting.Last != end) return;
        var name = pod.Containers[index].Spec.Name;
        cluster.Events.OfPod(
            pod, "Warning", "BackOff", $"Back-off restarting failed container {name} in pod {pod.Object.Name}_{pod.Object.Namespace}({pod.Object.Uid})", at, name, times, firstAt);
        cluster.Agenda.At(at + SecondsToNextLook(pod), t => TellBackOff(pod, index, end, t));
    }

    /// <summary>How soon a kubelet comes back to a pod that it could not bring to where it should be.</summary>
    public static double SecondsToNextLook(PodLife pod) => pod.Random.Between(10, 15);

    /// <summary>The end of a pod that does not restart: it stays, Succeeded or Failed.</summary>
    private void Finish(PodLife pod, int index, ContainerState ended, double at)
    {
        foreach (var container in pod.Containers) container.Running = false;
        var changed = WithContainer(pod.Object, index, ended);
        cluster.Update(pod, changed with
        {
            Phase = ended.Ended!.ExitCode == 0 ? "Succeeded" : "Failed",
            Ready = false,
            ReadyChangedAt = cluster.Clock.Wall(at),
        });
        if (ended.Ended!.ExitCode == 0) cluster.Events.OfSet(pod.Set, "Normal", "Completed", "Job completed", at);
        else cluster.Events.OfSet(pod.Set, "Warning", "BackoffLimitExceeded", "Job has reached the specified backoff limit", at);
        pod.Set.CompletedAt = cluster.Clock.Wall(at);
        if (pod.Set.Workload.Spec.Kind == Kinds.CronJobs)
        {
            cluster.Events.OfWorkload(
                pod.Set.Workload, "Normal", "SawCompletedJob", $"Saw completed job: {pod.Set.Name}, condition: {(ended.Ended!.ExitCode == 0 ? "Complete" : "Failed")}", at);
        }

        cluster.MarkDirty(pod.Set.Workload);
    }

    private void SetContainer(PodLife pod, int index, ContainerState state, double at)
    {
        var changed = WithContainer(pod.Object, index, state);
        var ready = Array.TrueForAll(changed.Containers, c => c.Ready);
        if (ready != changed.Ready) changed = changed with { Ready = ready, ReadyChangedAt = cluster.Clock.Wall(at) };
        cluster.Update(pod, changed);
    }

    private static PodObject WithContainer(PodObject pod, int index, ContainerState state)
    {
        var states = (ContainerState[])pod.Containers.Clone();
        states[index] = state;
        return pod with { Containers = states };
    }
}
