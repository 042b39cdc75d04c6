using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>What is read of one pod's JSON before it is known whole; used again for the next pod.</summary>
internal sealed class PodDraft
{
    public ObjectDraft Metadata { get; } = new();

    public string? NodeName { get; set; }

    public string? Phase { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public string? PodIp { get; set; }

    public string? QosClass { get; set; }

    public List<ConditionDraft> Conditions { get; } = [];

    /// <summary>spec.containers and spec.initContainers, in their order.</summary>
    public List<ContainerSpecDraft> Containers { get; } = [];

    public List<ContainerSpecDraft> InitContainers { get; } = [];

    public List<ContainerStatusDraft> ContainerStatuses { get; } = [];

    public List<ContainerStatusDraft> InitContainerStatuses { get; } = [];

    public void Clear()
    {
        Metadata.Clear();
        NodeName = Phase = Reason = Message = PodIp = QosClass = null;
        Conditions.Clear();
        Containers.Clear();
        InitContainers.Clear();
        ContainerStatuses.Clear();
        InitContainerStatuses.Clear();
    }
}

/// <summary>What is read of an object's metadata.</summary>
internal sealed class ObjectDraft
{
    public string? Name { get; set; }

    public string? Namespace { get; set; }

    public string? Uid { get; set; }

    public string? ResourceVersion { get; set; }

    public DateTimeOffset? CreatedAt { get; set; }

    public DateTimeOffset? DeletionRequestedAt { get; set; }

    /// <summary>The owner that controls it.</summary>
    public string? OwnerKind { get; set; }

    public string? OwnerName { get; set; }

    public List<KeyValuePair<string, string>> Labels { get; } = [];

    public void Clear()
    {
        Name = Namespace = Uid = ResourceVersion = OwnerKind = OwnerName = null;
        CreatedAt = DeletionRequestedAt = null;
        Labels.Clear();
    }
}

internal record struct ConditionDraft
{
    public string? Type { get; set; }

    public string? Status { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }
}

/// <summary>CPU in nanocores, memory in bytes; null where the JSON says nothing.</summary>
internal record struct ResourcesDraft
{
    public long? CpuRequest { get; set; }

    public long? CpuLimit { get; set; }

    public long? MemoryRequest { get; set; }

    public long? MemoryLimit { get; set; }
}

internal record struct ContainerSpecDraft
{
    public string? Name { get; set; }

    public string? Image { get; set; }

    /// <summary>An init container with restartPolicy Always: a native sidecar.</summary>
    public bool RestartsAlways { get; set; }

    public ResourcesDraft Resources { get; set; }
}

internal record struct ContainerStatusDraft
{
    public string? Name { get; set; }

    public bool Ready { get; set; }

    public bool Started { get; set; }

    public int RestartCount { get; set; }

    public StateDraft State { get; set; }

    public StateDraft LastState { get; set; }

    /// <summary>The resources in force, after an in-place resize others than the spec's.</summary>
    public ResourcesDraft Resources { get; set; }
}

internal record struct StateDraft
{
    /// <summary>Null when the JSON names no state, which means waiting.</summary>
    public ContainerState? Kind { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public int ExitCode { get; set; }

    public int Signal { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
