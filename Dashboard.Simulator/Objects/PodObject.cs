using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

internal enum ContainerPhase
{
    Waiting,
    Running,
    Terminated,
}

internal sealed record Termination(string Reason, int ExitCode, DateTimeOffset StartedAt, DateTimeOffset FinishedAt);

/// <summary>The state of one container, immutable like the pod that it is in.</summary>
internal sealed record ContainerState
{
    public ContainerPhase Phase { get; init; }

    /// <summary>Of waiting: ContainerCreating, PodInitializing, CrashLoopBackOff, ErrImagePull, ImagePullBackOff.</summary>
    public string Reason { get; init; } = "ContainerCreating";

    public string? Message { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The end that this container is in, while it is terminated.</summary>
    public Termination? Ended { get; init; }

    /// <summary>The end before this start.</summary>
    public Termination? Last { get; init; }

    public int Restarts { get; init; }

    public bool Ready { get; init; }

    public string? Id { get; init; }
}

internal sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid);

internal sealed record PodObject : ApiObject
{
    public required PodTemplate Template { get; init; }

    public required OwnerReference Owner { get; init; }

    /// <summary>As in Pending, Running, Succeeded, Failed.</summary>
    public string Phase { get; init; } = "Pending";

    public string? NodeName { get; init; }

    public string? HostIp { get; init; }

    public string? PodIp { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? InitializedAt { get; init; }

    /// <summary>When the pod's readiness changed last.</summary>
    public DateTimeOffset ReadyChangedAt { get; init; }

    public bool Ready { get; init; }

    /// <summary>Why no node took it, while none has.</summary>
    public string? UnschedulableMessage { get; init; }

    /// <summary>The node stopped reporting: what is known of the pod is old.</summary>
    public bool NodeLost { get; init; }

    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Sidecars first, then containers, as in the template.</summary>
    public ContainerState[] Containers { get; init; } = [];

    /// <summary>How many plain init containers have ended.</summary>
    public int InitsDone { get; init; }

    public override string? Field(string path) => path switch
    {
        "spec.nodeName" => NodeName ?? "",
        "spec.restartPolicy" => Template.RestartPolicy,
        "spec.schedulerName" => "default-scheduler",
        "spec.serviceAccountName" => Template.ServiceAccount,
        "spec.hostNetwork" => "false",
        "status.phase" => Phase,
        "status.podIP" => PodIp ?? "",
        "status.nominatedNodeName" => "",
        _ => base.Field(path),
    };

    public override void WriteBody(ObjectWriter writer) => PodWriter.Write(writer, this);
}
