using Dashboard.Simulator.Objects;

namespace Dashboard.Simulator.Cluster;

/// <summary>The workloads with names, most telling first, so that even a small cluster shows each state.</summary>
internal static class Catalogue
{
    private static readonly ContainerSpec Istio = new("istio-proxy", "registry.example.com/istio/proxyv2:1.24.1", new CpuLoad(8), new MemoryLoad(MemoryPattern.Flat, 48))
    {
        CpuRequest = 10,
        CpuLimit = 2_000,
        MemoryRequest = 64,
        MemoryLimit = 1_024,
    };

    /// <summary>What the story of the project is about: from 310 MiB to its limit of 2 GiB in nine hours, of which an hour and a half is left.</summary>
    private static readonly WorkloadSpec Dbaas = new(Kinds.Deployments, "dbaas", "dbaas", 1,
        [Container("dbaas", "registry.example.com/dbaas/dbaas:3.2.0", new CpuLoad(180), new MemoryLoad(MemoryPattern.Leaking, 310, 193, 3_600), 250, 1_000, 512, 2_048)])
    {
        AgeSeconds = 7.5 * 3_600,
    };

    public static IReadOnlyList<WorkloadSpec> Telling { get; } =
    [
        Dbaas,
        Deployment("media", "image-resizer", 2, new CpuLoad(120, BurstMillicores: 200, BurstPeriodSeconds: 240), new MemoryLoad(MemoryPattern.Leaking, 80, 160, 600), 100, 500, 128, 256) with { AgeSeconds = 510 },
        Deployment("shop", "legacy-importer", 1, new CpuLoad(60), new MemoryLoad(MemoryPattern.Flat, 40), 50, 200, 64, 128) with { Ailment = Ailment.CrashLoop },
        new(Kinds.Deployments, "ml", "gpu-trainer", 1, [Container("trainer", "registry.example.com/ml/trainer:0.9.3", new CpuLoad(4_000), new MemoryLoad(MemoryPattern.Flat, 8_000), 4_000, 0, 8_192, 0) with { Gpus = 1 }]) { Ailment = Ailment.Unschedulable },
        Job("shop", "db-migrate-0042", Ailment.None),
        Job("data", "nightly-import", Ailment.FailedJob),
        CronJob("support", "report-mailer", 180, 40),
        Deployment("search", "search-indexer", 1, new CpuLoad(90), new MemoryLoad(MemoryPattern.Flat, 200), 100, 0, 256, 512) with { Ailment = Ailment.ImagePull },
        CronJob("payments", "invoice-export", 300, 70),
        Meshed("shop", "checkout", 4, new CpuLoad(140, 0.6), new MemoryLoad(MemoryPattern.Flat, 180), 150, 500, 256, 384),
        Deployment("shop", "frontend", 6, new CpuLoad(90, 0.7), new MemoryLoad(MemoryPattern.Flat, 120), 100, 400, 128, 256),
        Deployment("kube-system", "coredns", 2, new CpuLoad(6), new MemoryLoad(MemoryPattern.Flat, 24), 100, 0, 70, 170) with { Priority = 2_000_000_000 },
        DaemonSet("kube-system", "kube-proxy", new CpuLoad(3), new MemoryLoad(MemoryPattern.Flat, 28), 0, 0),
        DaemonSet("kube-system", "cilium", new CpuLoad(45), new MemoryLoad(MemoryPattern.Flat, 190), 100, 256),
        DaemonSet("monitoring", "node-exporter", new CpuLoad(5), new MemoryLoad(MemoryPattern.Flat, 18), 10, 32),
        DaemonSet("logging", "fluent-bit", new CpuLoad(14, BurstMillicores: 30), new MemoryLoad(MemoryPattern.SawTooth, 24, 44, 900), 20, 64),
        Deployment("kube-system", "metrics-server", 1, new CpuLoad(7), new MemoryLoad(MemoryPattern.Flat, 42), 100, 0, 200, 0),
        Meshed("payments", "payments-api", 4, new CpuLoad(160, 0.6), new MemoryLoad(MemoryPattern.SawTooth, 220, 410, 420), 200, 1_000, 384, 512),
        StatefulSet("dbaas", "postgres-main", 3, new CpuLoad(320, 0.5, BurstMillicores: 500), new MemoryLoad(MemoryPattern.Filling, 700, 2_600, 14_000), 500, 2_000, 3_072, 4_096, "postgres-exporter"),
        Deployment("shop", "catalog", 4, new CpuLoad(110, 0.5), new MemoryLoad(MemoryPattern.SawTooth, 240, 460, 300), 150, 600, 384, 512),
        Deployment("shop", "cart", 3, new CpuLoad(70, 0.6), new MemoryLoad(MemoryPattern.Flat, 96), 100, 300, 128, 192),
        StatefulSet("monitoring", "prometheus", 2, new CpuLoad(260, 0.1, BurstMillicores: 400, BurstPeriodSeconds: 7_200), new MemoryLoad(MemoryPattern.SawTooth, 1_300, 2_100, 7_200), 500, 0, 2_048, 4_096, "config-reloader"),
        Deployment("monitoring", "grafana", 1, new CpuLoad(25), new MemoryLoad(MemoryPattern.Flat, 130), 50, 200, 128, 256),
        Deployment("payments", "fraud-scorer", 3, new CpuLoad(200, 0.3, BurstMillicores: 600, BurstPeriodSeconds: 420), new MemoryLoad(MemoryPattern.Flat, 640), 250, 1_500, 768, 1_024),
        StatefulSet("messaging", "kafka", 3, new CpuLoad(380, 0.4), new MemoryLoad(MemoryPattern.Flat, 2_900), 500, 2_000, 3_072, 3_072, "jmx-exporter"),
        StatefulSet("payments", "ledger", 3, new CpuLoad(150, 0.5), new MemoryLoad(MemoryPattern.Filling, 300, 900, 20_000), 250, 1_000, 1_024, 1_024, null),
        Deployment("ingress", "ingress-nginx", 3, new CpuLoad(130, 0.7), new MemoryLoad(MemoryPattern.Flat, 150), 100, 0, 90, 0),
        Deployment("shop", "recommendations", 3, new CpuLoad(220, 0.5), new MemoryLoad(MemoryPattern.Filling, 250, 800, 5_400), 250, 1_000, 512, 1_024),
        Deployment("search", "search-api", 3, new CpuLoad(180, 0.6), new MemoryLoad(MemoryPattern.SawTooth, 500, 880, 540), 250, 1_000, 768, 1_024),
        StatefulSet("shop", "redis", 3, new CpuLoad(45, 0.5), new MemoryLoad(MemoryPattern.Flat, 310), 100, 0, 384, 512, "redis-exporter"),
        Deployment("dbaas", "pgbouncer", 2, new CpuLoad(30, 0.5), new MemoryLoad(MemoryPattern.Flat, 22), 50, 200, 32, 64),
        Deployment("cert-manager", "cert-manager", 1, new CpuLoad(4), new MemoryLoad(MemoryPattern.Flat, 44), 0, 0, 0, 0),
        StatefulSet("monitoring", "alertmanager", 3, new CpuLoad(4), new MemoryLoad(MemoryPattern.Flat, 34), 10, 0, 64, 128, "config-reloader"),
        Deployment("identity", "keycloak", 2, new CpuLoad(120, 0.5), new MemoryLoad(MemoryPattern.SawTooth, 620, 960, 780), 250, 1_000, 1_024, 1_280),
    ];

    public static ContainerSpec Container(string name, string image, CpuLoad cpu, MemoryLoad memory, int cpuRequest, int cpuLimit, int memoryRequest, int memoryLimit) =>
        new(name, image, cpu, memory) { CpuRequest = cpuRequest, CpuLimit = cpuLimit, MemoryRequest = memoryRequest, MemoryLimit = memoryLimit, Port = 8_080 };

    public static WorkloadSpec Deployment(string space, string name, int replicas, CpuLoad cpu, MemoryLoad memory, int cpuRequest, int cpuLimit, int memoryRequest, int memoryLimit) =>
        new(Kinds.Deployments, space, name, replicas, [Container(name, Image(space, name), cpu, memory, cpuRequest, cpuLimit, memoryRequest, memoryLimit)]);

    /// <summary>In the service mesh: a native sidecar, and an init container before it.</summary>
    public static WorkloadSpec Meshed(string space, string name, int replicas, CpuLoad cpu, MemoryLoad memory, int cpuRequest, int cpuLimit, int memoryRequest, int memoryLimit) =>
        Deployment(space, name, replicas, cpu, memory, cpuRequest, cpuLimit, memoryRequest, memoryLimit) with
        {
            Sidecars = [Istio],
            InitContainers = ["vault-agent-init"],
        };

    public static WorkloadSpec StatefulSet(string space, string name, int replicas, CpuLoad cpu, MemoryLoad memory, int cpuRequest, int cpuLimit, int memoryRequest, int memoryLimit, string? second)
    {
        var main = Container(name, Image(space, name), cpu, memory, cpuRequest, cpuLimit, memoryRequest, memoryLimit);
        return new WorkloadSpec(Kinds.StatefulSets, space, name, replicas, second is null
            ? [main]
            : [main, new ContainerSpec(second, Image("monitoring", second), new CpuLoad(3), new MemoryLoad(MemoryPattern.Flat, 16)) { CpuRequest = 10, MemoryRequest = 32, MemoryLimit = 64 }]);
    }

    private static WorkloadSpec DaemonSet(string space, string name, CpuLoad cpu, MemoryLoad memory, int cpuRequest, int memoryMebibytes) =>
        new(Kinds.DaemonSets, space, name, 0, [Container(name, Image(space, name), cpu, memory, cpuRequest, 0, memoryMebibytes, memoryMebibytes * 2)]) { Priority = 2_000_001_000 };

    private static WorkloadSpec Job(string space, string name, Ailment ailment) =>
        new(Kinds.Jobs, space, name, 1, [Container("job", Image(space, "jobs"), new CpuLoad(400), new MemoryLoad(MemoryPattern.Flat, 150), 250, 1_000, 256, 512)]) { Ailment = ailment };

    private static WorkloadSpec CronJob(string space, string name, double period, double run) =>
        new(Kinds.CronJobs, space, name, 3, [Container(name, Image(space, name), new CpuLoad(300), new MemoryLoad(MemoryPattern.Filling, 60, 180, 30), 100, 1_000, 128, 256)])
        {
            PeriodSeconds = period,
            RunSeconds = run,
        };

    private static string Image(string space, string name) => $"registry.example.com/{space}/{name}:1.{name.Length}.0";
}
