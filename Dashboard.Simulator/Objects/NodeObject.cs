using System.Globalization;
using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <param name="Status">True, False, or Unknown when the kubelet no longer reports.</param>
internal sealed record NodeCondition(string Type, string Status, string Reason, string Message, DateTimeOffset Since, DateTimeOffset Heartbeat);

internal sealed record NodeObject : ApiObject
{
    public required int Cores { get; init; }

    public required int MemoryGibibytes { get; init; }

    public required int MaxPods { get; init; }

    public required string InternalIp { get; init; }

    public required string PodCidr { get; init; }

    /// <summary>As in True and Unknown.</summary>
    public required NodeCondition Ready { get; init; }

    public bool Unreachable { get; init; }

    public int AllocatableMillicores => (Cores * 1_000) - 80;

    public int AllocatableMebibytes => (MemoryGibibytes * 1_024) - 512;

    public string Roles => Labels.Find("node-role.kubernetes.io/control-plane") is null ? "<none>" : "control-plane";

    public const string KubeletVersion = "v1.33.4";
    public const string OsImage = "Debian GNU/Linux 12 (bookworm)";
    public const string KernelVersion = "6.1.0-37-amd64";
    public const string Runtime = "containerd://1.7.27";

    public override string? Field(string path) => path is "spec.unschedulable" ? "false" : base.Field(path);

    public override void WriteBody(ObjectWriter writer)
    {
        var json = writer.Json;
        writer.StartMetadata(this);
        json.WriteEndObject();
        json.WriteStartObject("spec"u8);
        json.WriteString("podCIDR"u8, PodCidr);
        json.WriteString("providerID"u8, $"simulator:///{Name}");
        if (Unreachable)
        {
            json.WritePropertyName("taints"u8);
            json.WriteRawValue("""[{"key":"node.kubernetes.io/unreachable","effect":"NoSchedule"},{"key":"node.kubernetes.io/unreachable","effect":"NoExecute"}]"""u8, true);
        }

        json.WriteEndObject();
        json.WriteStartObject("status"u8);
        WriteAmounts(json, "capacity"u8, $"{Cores}", MemoryGibibytes * 1_024L * 1_024);
        WriteAmounts(json, "allocatable"u8, $"{AllocatableMillicores}m", AllocatableMebibytes * 1_024L);
        json.WriteStartArray("conditions"u8);
        WriteCondition(writer, "MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available");
        WriteCondition(writer, "DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure");
        WriteCondition(writer, "PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available");
        WriteCondition(writer, Ready);
        json.WriteEndArray();
        json.WriteStartArray("addresses"u8);
        WriteAddress(json, "InternalIP"u8, InternalIp);
        WriteAddress(json, "Hostname"u8, Name);
        json.WriteEndArray();
        json.WritePropertyName("daemonEndpoints"u8);
        json.WriteRawValue("""{"kubeletEndpoint":{"Port":10250}}"""u8, true);
        json.WriteStartObject("nodeInfo"u8);
        json.WriteString("machineID"u8, Uid.Replace("-", "", StringComparison.Ordinal));
        json.WriteString("systemUUID"u8, Uid);
        json.WriteString("bootID"u8, Uid);
        json.WriteString("kernelVersion"u8, KernelVersion);
        json.WriteString("osImage"u8, OsImage);
        json.WriteString("containerRuntimeVersion"u8, Runtime);
        json.WriteString("kubeletVersion"u8, KubeletVersion);
        json.WriteString("kubeProxyVersion"u8, KubeletVersion);
        json.WriteString("operatingSystem"u8, "linux");
        json.WriteString("architecture"u8, "amd64");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteCondition(ObjectWriter writer, string type, string reason, string message) => WriteCondition(writer, Unreachable
        ? new NodeCondition(type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", Ready.Since, Ready.Heartbeat)
        : new NodeCondition(type, "False", reason, message, Created, Ready.Heartbeat));

    private static void WriteCondition(ObjectWriter writer, NodeCondition condition)
    {
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteString("type"u8, condition.Type);
        json.WriteString("status"u8, condition.Status);
        writer.Time("lastHeartbeatTime"u8, condition.Heartbeat);
        writer.Time("lastTransitionTime"u8, condition.Since);
        json.WriteString("reason"u8, condition.Reason);
        json.WriteString("message"u8, condition.Message);
        json.WriteEndObject();
    }

    private void WriteAmounts(Utf8JsonWriter json, ReadOnlySpan<byte> name, string cpu, long kibibytes)
    {
        json.WriteStartObject(name);
        json.WriteString("cpu"u8, cpu);
        json.WriteString("ephemeral-storage"u8, "102687672Ki"u8);
        json.WriteString("hugepages-2Mi"u8, "0"u8);
        json.WriteString("memory"u8, string.Create(CultureInfo.InvariantCulture, $"{kibibytes}Ki"));
        json.WriteString("pods"u8, MaxPods.ToString(CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteAddress(Utf8JsonWriter json, ReadOnlySpan<byte> type, string address)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("address"u8, address);
        json.WriteEndObject();
    }
}

internal sealed record NamespaceObject : ApiObject
{
    public override string? Field(string path) => path is "status.phase" ? "Active" : base.Field(path);

    public override void WriteBody(ObjectWriter writer)
    {
        var json = writer.Json;
        writer.StartMetadata(this);
        json.WriteEndObject();
        json.WritePropertyName("spec"u8);
        json.WriteRawValue("""{"finalizers":["kubernetes"]}"""u8, true);
        json.WritePropertyName("status"u8);
        json.WriteRawValue("""{"phase":"Active"}"""u8, true);
    }
}
