using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>A pod's JSON: what is its own is written, what it shares is copied from its template.</summary>
internal static class PodWriter
{
    private static readonly byte[] Tolerations = """[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]"""u8.ToArray();
    private static readonly byte[] Annotations = """{"checksum/config":"2f0b6c1c4d5f8f43a1f6d2a7c64b1c0a4e3f6a2b9c8d7e6f5a4b3c2d1e0f9a8b","prometheus.io/scrape":"true"}"""u8.ToArray();

    public static void Write(ObjectWriter w, PodObject pod)
    {
        WriteMetadata(w, pod);
        WriteSpec(w, pod);
        var json = w.Json;
        json.WriteStartObject("status"u8);
        json.WriteString("phase"u8, pod.Phase);
        if (pod.NodeLost) json.WriteString("reason"u8, "NodeLost"u8);
        WriteConditions(w, pod);
        if (pod.HostIp is not null)
        {
            json.WriteString("hostIP"u8, pod.HostIp);
            WriteIps(json, "hostIPs"u8, pod.HostIp);
        }

        if (pod.PodIp is not null)
        {
            json.WriteString("podIP"u8, pod.PodIp);
            WriteIps(json, "podIPs"u8, pod.PodIp);
        }

        if (pod.ScheduledAt is { } started)
        {
            w.Time("startTime"u8, started);
            ContainerStatusWriter.Write(w, pod);
        }

        json.WriteString("qosClass"u8, pod.Template.QosClass);
        json.WriteEndObject();
    }

    private static void WriteMetadata(ObjectWriter w, PodObject pod)
    {
        var json = w.Json;
        w.StartMetadata(pod);
        if (pod.Owner.Kind is not "StatefulSet") json.WriteString("generateName"u8, $"{pod.Owner.Name}-");
        if (pod.DeletionTimestamp is { } deletion)
        {
            w.Time("deletionTimestamp"u8, deletion);
            json.WriteNumber("deletionGracePeriodSeconds"u8, pod.Template.TerminationGraceSeconds);
        }

        w.Raw("annotations"u8, Annotations);
        ObjectParts.WriteOwner(json, pod.Owner);
        json.WriteStartArray("managedFields"u8);
        WriteManager(w, "kube-controller-manager"u8, null, pod.Created, pod.Template.SpecFieldsJson);
        if (pod.ScheduledAt is { } scheduled) WriteManager(w, "kubelet"u8, "status", pod.Ready ? pod.ReadyChangedAt : scheduled, pod.Template.StatusFieldsJson);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteManager(ObjectWriter w, ReadOnlySpan<byte> manager, string? subresource, DateTimeOffset time, byte[] fields)
    {
        var json = w.Json;
        json.WriteStartObject();
        json.WriteString("manager"u8, manager);
        json.WriteString("operation"u8, "Update"u8);
        json.WriteString("apiVersion"u8, "v1"u8);
        w.Time("time"u8, time);
        json.WriteString("fieldsType"u8, "FieldsV1"u8);
        w.Raw("fieldsV1"u8, fields);
        if (subresource is not null) json.WriteString("subresource"u8, subresource);
        json.WriteEndObject();
    }

    private static void WriteSpec(ObjectWriter w, PodObject pod)
    {
        var json = w.Json;
        var template = pod.Template;
        json.WriteStartObject("spec"u8);
        w.Raw("volumes"u8, template.VolumesJson);
        if (template.InitContainersJson is not null) w.Raw("initContainers"u8, template.InitContainersJson);
        w.Raw("containers"u8, template.ContainersJson);
        json.WriteString("restartPolicy"u8, template.RestartPolicy);
        json.WriteNumber("terminationGracePeriodSeconds"u8, template.TerminationGraceSeconds);
        json.WriteString("dnsPolicy"u8, "ClusterFirst"u8);
        json.WriteString("serviceAccountName"u8, template.ServiceAccount);
        json.WriteString("serviceAccount"u8, template.ServiceAccount);
        if (pod.NodeName is not null) json.WriteString("nodeName"u8, pod.NodeName);
        json.WriteStartObject("securityContext"u8);
        json.WriteEndObject();
        json.WriteString("schedulerName"u8, "default-scheduler"u8);
        w.Raw("tolerations"u8, Tolerations);
        json.WriteNumber("priority"u8, template.Priority);
        json.WriteBoolean("enableServiceLinks"u8, true);
        json.WriteString("preemptionPolicy"u8, "PreemptLowerPriority"u8);
        json.WriteEndObject();
    }

    private static void WriteConditions(ObjectWriter w, PodObject pod)
    {
        w.Json.WriteStartArray("conditions"u8);
        if (pod.ScheduledAt is not { } scheduled)
        {
            WriteCondition(w, "PodScheduled"u8, false, pod.Created, "Unschedulable", pod.UnschedulableMessage);
        }
        else
        {
            var ended = pod.Phase is "Succeeded";
            var reason = ended ? "PodCompleted" : pod.Ready ? null : "ContainersNotReady";
            var message = pod.Ready || ended ? null : $"containers with unready status: [{UnreadyNames(pod)}]";
            WriteCondition(w, "PodReadyToStartContainers"u8, pod.PodIp is not null && !ended, pod.InitializedAt ?? scheduled, null, null);
            WriteCondition(w, "Initialized"u8, pod.InitializedAt is not null, pod.InitializedAt ?? scheduled, pod.InitializedAt is null ? "ContainersNotInitialized" : null, null);
            WriteCondition(w, "Ready"u8, pod is { Ready: true, NodeLost: false }, pod.ReadyChangedAt, pod.NodeLost ? "NodeNotReady" : reason, message);
            WriteCondition(w, "ContainersReady"u8, pod.Ready, pod.ReadyChangedAt, reason, message);
            WriteCondition(w, "PodScheduled"u8, true, scheduled, null, null);
        }

        w.Json.WriteEndArray();
    }

    private static string UnreadyNames(PodObject pod)
    {
        var offset = pod.Template.Sidecars.Count;
        return string.Join(' ', pod.Template.Containers.Where((_, i) => offset + i < pod.Containers.Length && !pod.Containers[offset + i].Ready).Select(c => c.Name));
    }

    private static void WriteCondition(ObjectWriter w, ReadOnlySpan<byte> type, bool status, DateTimeOffset since, string? reason, string? message)
    {
        var json = w.Json;
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("status"u8, status ? "True"u8 : "False"u8);
        json.WriteNull("lastProbeTime"u8);
        w.Time("lastTransitionTime"u8, since);
        if (reason is not null) json.WriteString("reason"u8, reason);
        if (message is not null) json.WriteString("message"u8, message);
        json.WriteEndObject();
    }

    private static void WriteIps(Utf8JsonWriter json, ReadOnlySpan<byte> name, string ip)
    {
        json.WriteStartArray(name);
        json.WriteStartObject();
        json.WriteString("ip"u8, ip);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
