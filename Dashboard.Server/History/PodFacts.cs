namespace Dashboard.Server.History;

/// <summary>What the watch knows of one pod. Immutable: a change is a new record.</summary>
/// <remarks>
/// Absent is not zero: a request or limit that is not set is <see langword="null"/>. CPU is in nanocores, memory in bytes.
/// </remarks>
internal sealed record PodFacts
{
    /// <summary>metadata.uid. Names of StatefulSet pods return with a new one, so history is kept by it.</summary>
    public required string Uid { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The controller that a person thinks in: a ReplicaSet's Deployment, a Job's CronJob; the pod itself without an owner.</summary>
    public required WorkloadRef Workload { get; init; }

    /// <summary>spec.nodeName; null while the pod is not scheduled.</summary>
    public string? Node { get; init; }

    /// <summary>status.phase: Pending, Running, Succeeded, Failed or Unknown.</summary>
    public required string Phase { get; init; }

    /// <summary>What kubectl prints as STATUS: Running, CrashLoopBackOff, OOMKilled, Completed, Init:0/1, Terminating …</summary>
    public required string Status { get; init; }

    /// <summary>The message that goes with <see cref="Status"/>, where the API gives one (for example why a pod is unschedulable).</summary>
    public string? StatusMessage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>metadata.deletionTimestamp: the pod is terminating.</summary>
    public DateTimeOffset? DeletionRequestedAt { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>Main containers, then native sidecars, then plain init containers.</summary>
    public required IReadOnlyList<ContainerFacts> Containers { get; init; }

    /// <summary>Guaranteed, Burstable or BestEffort.</summary>
    public string? QosClass { get; init; }

    public string? PodIp { get; init; }
}

/// <summary>The controller of a pod, as people name it.</summary>
/// <param name="Kind">Deployment, StatefulSet, DaemonSet, CronJob, Job, ReplicaSet, Node (a static pod), or Pod for one without an owner.</param>
/// <param name="Name">Its name in the pod's namespace.</param>
internal sealed record WorkloadRef(string Kind, string Name);

/// <summary>One container of a pod. Requests and limits are those in force: after an in-place resize the status, not the spec.</summary>
internal sealed record ContainerFacts
{
    public required string Name { get; init; }

    public required ContainerKind Kind { get; init; }

    public string? Image { get; init; }

    public long? CpuRequestNanocores { get; init; }

    public long? CpuLimitNanocores { get; init; }

    public long? MemoryRequestBytes { get; init; }

    public long? MemoryLimitBytes { get; init; }

    public required ContainerState State { get; init; }

    /// <summary>The reason of the present state: CrashLoopBackOff, ImagePullBackOff, Completed …</summary>
    public string? Reason { get; init; }

    public bool Ready { get; init; }

    /// <summary>When the present run began; null when it is not running.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public int RestartCount { get; init; }

    /// <summary>lastState.terminated: how the run before this one ended.</summary>
    public ContainerTermination? LastTermination { get; init; }
}

internal enum ContainerKind
{
    Main,

    /// <summary>An init container with restartPolicy Always: it runs as long as the pod and its requests add up.</summary>
    Sidecar,

    Init,
}

internal enum ContainerState
{
    Waiting,
    Running,
    Terminated,
}

internal sealed record ContainerTermination(string Reason, int ExitCode, DateTimeOffset? FinishedAt);
