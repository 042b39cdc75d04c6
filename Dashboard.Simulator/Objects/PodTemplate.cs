using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>
/// What the pods of one revision of a workload share, with the parts of their JSON that are the same in each of them encoded once: a pod of
/// 6 kB is then written mostly by copying.
/// </summary>
internal sealed class PodTemplate
{
    public PodTemplate(IReadOnlyList<ContainerSpec> containers, IReadOnlyList<ContainerSpec> sidecars, IReadOnlyList<string> initContainers, string serviceAccount)
    {
        Containers = containers;
        Sidecars = sidecars;
        InitContainers = initContainers;
        ServiceAccount = serviceAccount;
        ContainersJson = Encode(w => WriteContainers(w, containers, restartPolicy: null, []));
        InitContainersJson = sidecars.Count + initContainers.Count == 0 ? null : Encode(w => WriteContainers(w, sidecars, "Always", initContainers));
        VolumesJson = Encode(WriteVolumes);
        SpecFieldsJson = ManagedFields.Spec(containers, sidecars);
        StatusFieldsJson = ManagedFields.Status();
        ResourcesJson = [.. sidecars.Concat(containers).Select(c => Encode(w => { w.WriteStartObject(); WriteResources(w, c); w.WriteEndObject(); }))];
        CpuRequest = containers.Concat(sidecars).Sum(c => c.CpuRequest);
        MemoryRequest = containers.Concat(sidecars).Sum(c => c.MemoryRequest);
        CpuLimit = containers.Concat(sidecars).Sum(c => c.CpuLimit);
        MemoryLimit = containers.Concat(sidecars).Sum(c => c.MemoryLimit);
        QosClass = Qos();
    }

    public IReadOnlyList<ContainerSpec> Containers { get; }

    /// <summary>Native sidecars: init containers that restart always and run beside the containers.</summary>
    public IReadOnlyList<ContainerSpec> Sidecars { get; }

    /// <summary>Names of the plain init containers, which run first and end.</summary>
    public IReadOnlyList<string> InitContainers { get; }

    public string ServiceAccount { get; }

    public int CpuRequest { get; }

    public int MemoryRequest { get; }

    /// <summary>The sum of the limits that are set, in millicores.</summary>
    public int CpuLimit { get; }

    /// <summary>The sum of the limits that are set, in MiB.</summary>
    public int MemoryLimit { get; }

    public string QosClass { get; }

    public string RestartPolicy { get; init; } = "Always";

    public int TerminationGraceSeconds { get; init; } = 30;

    public int Priority { get; init; }

    public byte[] ContainersJson { get; }

    public byte[]? InitContainersJson { get; }

    public byte[] VolumesJson { get; }

    public byte[] SpecFieldsJson { get; }

    public byte[] StatusFieldsJson { get; }

    /// <summary>The resources in force, sidecars first, as the order of <see cref="PodObject.Containers"/> is.</summary>
    public IReadOnlyList<byte[]> ResourcesJson { get; }

    public static byte[] Encode(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ObjectWriter.Options)) write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteContainers(Utf8JsonWriter w, IReadOnlyList<ContainerSpec> containers, string? restartPolicy, IReadOnlyList<string> plain)
    {
        w.WriteStartArray();
        foreach (var name in plain)
        {
            w.WriteStartObject();
            w.WriteString("name", name);
            w.WriteString("image", $"registry.example.com/init/{name}:1.4.0");
            w.WriteStartObject("resources");
            w.WriteEndObject();
            WriteDefaults(w);
            w.WriteEndObject();
        }

        foreach (var container in containers)
        {
            w.WriteStartObject();
            w.WriteString("name", container.Name);
            w.WriteString("image", container.Image);
            if (container.Port > 0)
            {
                w.WriteStartArray("ports");
                w.WriteRawValue($$"""{"name":"http","containerPort":{{container.Port}},"protocol":"TCP"}""");
                w.WriteEndArray();
                w.WritePropertyName("readinessProbe");
                w.WriteRawValue($$"""{"httpGet":{"path":"/healthz","port":{{container.Port}},"scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3}""");
            }

            w.WritePropertyName("env");
            w.WriteRawValue("""[{"name":"LOG_LEVEL","value":"info"},{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}},{"name":"POD_NAMESPACE","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}}]""");
            w.WriteStartObject("resources");
            WriteResources(w, container);
            w.WriteEndObject();
            if (restartPolicy is not null) w.WriteString("restartPolicy", restartPolicy);
            WriteDefaults(w);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }

    private static void WriteDefaults(Utf8JsonWriter w)
    {
        w.WritePropertyName("volumeMounts");
        w.WriteRawValue("""[{"name":"config","mountPath":"/etc/config"},{"name":"kube-api-access","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]""");
        w.WriteString("terminationMessagePath", "/dev/termination-log");
        w.WriteString("terminationMessagePolicy", "File");
        w.WriteString("imagePullPolicy", "IfNotPresent");
        w.WritePropertyName("securityContext");
        w.WriteRawValue("""{"capabilities":{"drop":["ALL"]},"allowPrivilegeEscalation":false,"readOnlyRootFilesystem":true}""");
    }

    private static void WriteResources(Utf8JsonWriter w, ContainerSpec c)
    {
        if (c.CpuLimit + c.MemoryLimit + c.Gpus > 0) Write("limits", c.CpuLimit, c.MemoryLimit);
        if (c.CpuRequest + c.MemoryRequest + c.Gpus > 0) Write("requests", c.CpuRequest, c.MemoryRequest);

        void Write(string name, int millicores, int mebibytes)
        {
            w.WriteStartObject(name);
            if (millicores > 0) w.WriteString("cpu", Cpu(millicores));
            if (mebibytes > 0) w.WriteString("memory", Memory(mebibytes));
            if (c.Gpus > 0) w.WriteString("nvidia.com/gpu", c.Gpus.ToString(CultureInfo.InvariantCulture));
            w.WriteEndObject();
        }
    }

    /// <summary>In the canonical form: whole cores without a suffix.</summary>
    public static string Cpu(int millicores) => millicores % 1_000 == 0 ? $"{millicores / 1_000}" : $"{millicores}m";

    /// <summary>In the canonical form: the largest binary suffix that leaves a whole number.</summary>
    public static string Memory(int mebibytes) => mebibytes % 1_024 == 0 ? $"{mebibytes / 1_024}Gi" : $"{mebibytes}Mi";

    private static void WriteVolumes(Utf8JsonWriter w) => w.WriteRawValue(
        """
        [{"name":"config","configMap":{"name":"config","defaultMode":420}},{"name":"kube-api-access","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}]
        """);

    private string Qos()
    {
        var all = Containers.Concat(Sidecars).ToList();
        if (all.TrueForAll(c => c.CpuRequest + c.MemoryRequest + c.CpuLimit + c.MemoryLimit == 0)) return "BestEffort";
        return all.TrueForAll(c => c.CpuLimit > 0 && c.MemoryLimit > 0 && c.CpuRequest == c.CpuLimit && c.MemoryRequest == c.MemoryLimit)
            ? "Guaranteed"
            : "Burstable";
    }
}
