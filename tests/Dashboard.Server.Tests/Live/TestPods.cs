using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Live;

/// <summary>Pods and nodes for tests, running and ready unless said otherwise.</summary>
internal static class TestPods
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    public const long Core = 1_000_000_000;
    public const long Mebibyte = 1024 * 1024;

    public static PodFacts Pod(
        string name,
        string @namespace = "shop",
        string kind = "Deployment",
        string? workload = null,
        string? node = "node-1",
        string phase = "Running",
        string status = "Running",
        int restarts = 0,
        int minutesOld = 600,
        long? cpuRequest = Core / 2,
        long? cpuLimit = Core,
        long? memoryRequest = 256 * Mebibyte,
        long? memoryLimit = 512 * Mebibyte,
        string lastEnd = "OOMKilled",
        params (string Key, string Value)[] labels) => new()
        {
            Uid = $"uid-{@namespace}-{name}",
            Namespace = @namespace,
            Name = name,
            Workload = new WorkloadRef(kind, workload ?? name),
            Node = node,
            Phase = phase,
            Status = status,
            CreatedAt = Noon.AddMinutes(-minutesOld),
            Labels = labels.ToDictionary(label => label.Key, label => label.Value),
            QosClass = "Burstable",
            PodIp = "10.1.0.7",
            Containers =
            [
                new ContainerFacts
                {
                    Name = "main",
                    Kind = ContainerKind.Main,
                    Image = "registry.example/main:1",
                    CpuRequestNanocores = cpuRequest,
                    CpuLimitNanocores = cpuLimit,
                    MemoryRequestBytes = memoryRequest,
                    MemoryLimitBytes = memoryLimit,
                    State = phase == "Running" && status == "Running" ? ContainerState.Running : ContainerState.Waiting,
                    Reason = status == "Running" ? null : status,
                    Ready = phase == "Running" && status == "Running",
                    StartedAt = status == "Running" ? Noon.AddMinutes(-minutesOld) : null,
                    RestartCount = restarts,
                    LastTermination = restarts == 0 ? null : new ContainerTermination(lastEnd, lastEnd == "OOMKilled" ? 137 : 1, Noon.AddMinutes(-5)),
                },
            ],
        };

    public static ContainerFacts Container(string name, ContainerKind kind, long? cpuRequest = null, long? cpuLimit = null, bool ready = true) => new()
    {
        Name = name,
        Kind = kind,
        State = kind == ContainerKind.Init ? ContainerState.Terminated : ContainerState.Running,
        Ready = ready,
        CpuRequestNanocores = cpuRequest,
        CpuLimitNanocores = cpuLimit,
    };

    public static NodeFacts Node(string name, bool ready = true) => new()
    {
        Name = name,
        Uid = $"uid-{name}",
        CreatedAt = Noon.AddDays(-30),
        Status = ready ? "Ready" : "NotReady",
        Ready = ready,
        StatusMessage = ready ? null : "Kubelet stopped posting node status.",
        Roles = ["worker"],
        KubeletVersion = "v1.34.1",
        InternalIp = "192.168.0.11",
        CpuCapacityNanocores = 4 * Core,
        CpuAllocatableNanocores = 3 * Core + 900_000_000,
        MemoryCapacityBytes = 8192 * Mebibyte,
        MemoryAllocatableBytes = 7680 * Mebibyte,
        PodsAllocatable = 110,
    };
}
