using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>Reads pods, of a list or of a watch, into <see cref="PodFacts"/>.</summary>
internal sealed class PodFactsReader(Workloads workloads) : IObjectReader<PodFacts>
{
    private readonly PodDraft _draft = new();
    private readonly PodJson _json = new(new StringPool());
    private readonly LabelSet.Pool _labels = new();

    public string? ResourceVersion => _draft.Metadata.ResourceVersion;

    public bool TryRead(ref Utf8JsonReader reader, out PodFacts? facts, ref bool bad)
    {
        facts = null;
        if (!_json.TryRead(ref reader, _draft, ref bad) || bad)
        {
            return false;
        }

        facts = Make();
        return true;
    }

    private PodFacts Make()
    {
        var metadata = _draft.Metadata;
        var (status, message) = PodStatus.Of(_draft);
        var containers = new ContainerFacts[_draft.Containers.Count + _draft.InitContainers.Count];
        var at = 0;
        foreach (var container in _draft.Containers)
        {
            containers[at++] = Make(container, ContainerKind.Main, _draft.ContainerStatuses);
        }

        foreach (var container in _draft.InitContainers)
        {
            if (container.RestartsAlways)
            {
                containers[at++] = Make(container, ContainerKind.Sidecar, _draft.InitContainerStatuses);
            }
        }

        foreach (var container in _draft.InitContainers)
        {
            if (!container.RestartsAlways)
            {
                containers[at++] = Make(container, ContainerKind.Init, _draft.InitContainerStatuses);
            }
        }

        return new PodFacts
        {
            Uid = metadata.Uid!,
            Namespace = metadata.Namespace!,
            Name = metadata.Name!,
            Workload = workloads.Of(metadata),
            Node = _draft.NodeName,
            Phase = string.IsNullOrEmpty(_draft.Phase) ? "Unknown" : _draft.Phase,
            Status = status,
            StatusMessage = message,
            CreatedAt = metadata.CreatedAt ?? DateTimeOffset.UnixEpoch,
            DeletionRequestedAt = metadata.DeletionRequestedAt,
            Labels = _labels.Get(metadata.Labels),
            Containers = containers,
            QosClass = _draft.QosClass,
            PodIp = string.IsNullOrEmpty(_draft.PodIp) ? null : _draft.PodIp,
        };
    }

    private static ContainerFacts Make(ContainerSpecDraft spec, ContainerKind kind, List<ContainerStatusDraft> statuses)
    {
        ContainerStatusDraft status = default;
        foreach (var candidate in statuses)
        {
            if (candidate.Name == spec.Name)
            {
                status = candidate;
                break;
            }
        }

        // A resize cannot take a request or limit away, so what the status leaves out is the spec's.
        var wanted = spec.Resources;
        var inForce = status.Resources;
        var last = status.LastState;
        return new ContainerFacts
        {
            Name = spec.Name!,
            Kind = kind,
            Image = spec.Image,
            CpuRequestNanocores = inForce.CpuRequest ?? wanted.CpuRequest,
            CpuLimitNanocores = inForce.CpuLimit ?? wanted.CpuLimit,
            MemoryRequestBytes = inForce.MemoryRequest ?? wanted.MemoryRequest,
            MemoryLimitBytes = inForce.MemoryLimit ?? wanted.MemoryLimit,
            State = status.State.Kind ?? ContainerState.Waiting,
            Reason = status.State.Reason,
            Ready = status.Ready,
            StartedAt = status.State.Kind == ContainerState.Running ? status.State.StartedAt : null,
            RestartCount = status.RestartCount,
            LastTermination = last.Kind == ContainerState.Terminated
                ? new ContainerTermination(last.Reason ?? (last.Signal != 0 ? $"Signal:{last.Signal}" : "Error"), last.ExitCode, last.FinishedAt)
                : null,
        };
    }
}

/// <summary>Reads one kind of object; the edge between the list-watch and what it watches.</summary>
internal interface IObjectReader<TFacts>
    where TFacts : class
{
    /// <summary>metadata.resourceVersion of the object that was read last; null when it had none.</summary>
    string? ResourceVersion { get; }

    /// <summary>Reads an object; the reader stands on its StartObject. Conventions as in <see cref="JsonValue"/>.</summary>
    bool TryRead(ref Utf8JsonReader reader, out TFacts? facts, ref bool bad);
}
