using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>initContainerStatuses and containerStatuses of a pod.</summary>
internal static class ContainerStatusWriter
{
    public static void Write(ObjectWriter w, PodObject pod)
    {
        var json = w.Json;
        var template = pod.Template;
        if (template.InitContainersJson is not null)
        {
            json.WriteStartArray("initContainerStatuses"u8);
            for (var i = 0; i < template.InitContainers.Count; i++) WriteInit(w, pod, i);
            for (var i = 0; i < template.Sidecars.Count; i++) WriteStatus(w, template.Sidecars[i], pod.Containers[i], template.ResourcesJson[i]);
            json.WriteEndArray();
        }

        json.WriteStartArray("containerStatuses"u8);
        for (var i = template.Sidecars.Count; i < pod.Containers.Length; i++)
        {
            WriteStatus(w, template.Containers[i - template.Sidecars.Count], pod.Containers[i], template.ResourcesJson[i]);
        }

        json.WriteEndArray();
    }

    private static void WriteStatus(ObjectWriter w, ContainerSpec spec, ContainerState state, byte[] resources)
    {
        var json = w.Json;
        json.WriteStartObject();
        json.WriteString("name"u8, spec.Name);
        WriteState(w, state);
        json.WriteStartObject("lastState"u8);
        if (state.Last is { } last) WriteTermination(w, last, state.Id);
        json.WriteEndObject();
        json.WriteBoolean("ready"u8, state.Ready);
        json.WriteNumber("restartCount"u8, state.Restarts);
        json.WriteString("image"u8, spec.Image);
        json.WriteString("imageID"u8, state.Id is null ? "" : $"{spec.Image[..spec.Image.LastIndexOf(':')]}@sha256:{state.Id}");
        if (state.Id is not null) json.WriteString("containerID"u8, $"containerd://{state.Id}");
        json.WriteBoolean("started"u8, state.Phase == ContainerPhase.Running);
        if (state.Phase == ContainerPhase.Running)
        {
            w.Raw("allocatedResources"u8, AllocatedResources(spec));
            w.Raw("resources"u8, resources);
        }

        json.WriteEndObject();
    }

    private static byte[] AllocatedResources(ContainerSpec spec) => (spec.CpuRequest, spec.MemoryRequest) switch
    {
        (0, 0) => "{}"u8.ToArray(),
        _ => Allocated.GetValue(spec, static s => PodTemplate.Encode(w =>
        {
            w.WriteStartObject();
            if (s.CpuRequest > 0) w.WriteString("cpu", PodTemplate.Cpu(s.CpuRequest));
            if (s.MemoryRequest > 0) w.WriteString("memory", PodTemplate.Memory(s.MemoryRequest));
            w.WriteEndObject();
        })),
    };

    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<ContainerSpec, byte[]> Allocated = [];

    private static void WriteState(ObjectWriter w, ContainerState state)
    {
        var json = w.Json;
        json.WriteStartObject("state"u8);
        switch (state.Phase)
        {
            case ContainerPhase.Running:
                json.WriteStartObject("running"u8);
                w.Time("startedAt"u8, state.StartedAt);
                json.WriteEndObject();
                break;
            case ContainerPhase.Terminated when state.Ended is { } ended:
                WriteTermination(w, ended, state.Id);
                break;
            default:
                json.WriteStartObject("waiting"u8);
                json.WriteString("reason"u8, state.Reason);
                if (state.Message is not null) json.WriteString("message"u8, state.Message);
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteTermination(ObjectWriter w, Termination end, string? id)
    {
        var json = w.Json;
        json.WriteStartObject("terminated"u8);
        json.WriteNumber("exitCode"u8, end.ExitCode);
        json.WriteString("reason"u8, end.Reason);
        w.Time("startedAt"u8, end.StartedAt);
        w.Time("finishedAt"u8, end.FinishedAt);
        if (id is not null) json.WriteString("containerID"u8, $"containerd://{id}");
        json.WriteEndObject();
    }

    private static void WriteInit(ObjectWriter w, PodObject pod, int index)
    {
        var json = w.Json;
        var done = index < pod.InitsDone;
        var name = pod.Template.InitContainers[index];
        var start = pod.ScheduledAt ?? pod.Created;
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteStartObject("state"u8);
        if (done)
        {
            WriteTermination(w, new Termination("Completed", 0, start, pod.InitializedAt ?? start), null);
        }
        else if (index == pod.InitsDone && pod.PodIp is not null)
        {
            json.WriteStartObject("running"u8);
            w.Time("startedAt"u8, start);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartObject("waiting"u8);
            json.WriteString("reason"u8, "PodInitializing"u8);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("lastState"u8);
        json.WriteEndObject();
        json.WriteBoolean("ready"u8, done);
        json.WriteNumber("restartCount"u8, 0);
        json.WriteString("image"u8, $"registry.example.com/init/{name}:1.4.0");
        json.WriteString("imageID"u8, ""u8);
        json.WriteBoolean("started"u8, false);
        json.WriteEndObject();
    }
}
