using Dashboard.Server.History;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live;

/// <summary>A cluster with one of everything that the client must show; the wire fixtures are views of it, at noon.</summary>
internal static class SmallCluster
{
    public static PodFacts Web1 { get; } = Pod("web-7d4b9-x2x7k", workload: "web", labels: [("app", "web"), ("pod-template-hash", "7d4b9")]);

    public static PodFacts Web2 { get; } = Pod("web-7d4b9-b8qzm", workload: "web", labels: [("app", "web"), ("pod-template-hash", "7d4b9")]);

    public static PodFacts Database { get; } =
        Pod("dbaas-0", "data", "StatefulSet", "dbaas", restarts: 3, memoryLimit: 2048 * Mebibyte, labels: ("app", "dbaas"));

    public static PodFacts Import { get; } =
        Pod("import-29-tq7xv", "data", "CronJob", "import", phase: "Succeeded", status: "Completed", cpuRequest: null, cpuLimit: null);

    public static PodFacts Cache { get; } = Pod("cache-0", "data", "StatefulSet", "cache", node: "node-2", cpuLimit: null, memoryLimit: null);

    public static PodFacts Mailer { get; } = Pod("mailer-5f-zzzzz", workload: "mailer", status: "CrashLoopBackOff", restarts: 41, lastEnd: "Error");

    public static PodFacts Report { get; } = Pod("report-66-aaaaa", workload: "report", node: null, phase: "Pending", status: "Pending") with
    {
        StatusMessage = "0/2 nodes are available: 2 Insufficient memory.",
    };

    public static PodFacts Old { get; } = Pod("old-0", "data", "StatefulSet", "old");

    private static EventFacts Event(string id, string reason, string message, PodFacts pod, EventType type = EventType.Normal, int count = 1) => new()
    {
        Id = id,
        At = Noon.AddMinutes(-1),
        FirstAt = Noon.AddMinutes(-30),
        Count = count,
        Type = type,
        Reason = reason,
        Message = message,
        Kind = "Pod",
        Namespace = pod.Namespace,
        Name = pod.Name,
        Uid = pod.Uid,
        Reporter = "kubelet",
    };

    /// <summary>Its memory grows by 2 MiB a minute for twelve minutes.</summary>
    public static PodFacts Leak { get; } = Pod("leak-6c9d8-k4m2p", workload: "leak", labels: ("app", "leak"));

    public static LiveRig WithLeak() => Rig(Leak);

    public static LiveRig Rig(params PodFacts[] growing)
    {
        var rig = new LiveRig { At = Noon.AddMinutes(-20) };
        rig.Nodes(Node("node-1"), Node("node-2", ready: false));
        rig.Pods(Old).Remove(Old);
        rig.Pods(Web1, Web2, Database, Import, Cache, Mailer, Report);
        var leaked = 0;
        if (growing.Length > 0)
        {
            rig.Pods(growing);
            for (rig.At = Noon.AddSeconds(-70).AddMinutes(-12); rig.At < Noon.AddSeconds(-70); rig.Pass(15))
            {
                rig.Sample(Grown());
            }
        }

        rig.At = Noon.AddSeconds(-70);
        for (var i = 0; i < 5; i++)
        {
            rig.SampleNodes(("node-1", 2 * Core + i, 3000 * Mebibyte));
            rig.Sample(
                [(Web1, Core / 4 + i, 300 * Mebibyte), (Web2, Core / 8, 280 * Mebibyte), (Database, Core / 2, (1800 + 20 * i) * Mebibyte), .. Grown()]);
            rig.Pass(15);
        }

        rig.At = Noon;
        rig.AllFresh();
        rig.History.Apply(new ClusterDelta
        {
            At = Noon,
            Events =
            [
                Event("1", "BackOff", "Back-off restarting failed container mailer in pod mailer-5f-zzzzz", Mailer, EventType.Warning, 41),
                Event("2", "Started", "Started container dbaas", Database),
            ],
            Quotas =
            [
                new QuotaFacts
                {
                    Namespace = "data",
                    Name = "team",
                    Items = [new("pods", QuotaUnit.Count, 10, 3), new("requests.memory", QuotaUnit.Bytes, 2048 * Mebibyte, 1992 * Mebibyte)],
                },
                new QuotaFacts { Namespace = "empty", Name = "new", Items = [new("requests.cpu", QuotaUnit.Nanocores, 4 * Core, null)] },
            ],
            QuotasAreComplete = true,
        });
        rig.History.Apply(new ClusterDelta
        {
            At = Noon,
            Sources =
            [
                new SourceState(
                    SourceKind.NodeMetrics,
                    SourceCondition.Unavailable,
                    Noon.AddSeconds(-10),
                    Noon.AddSeconds(-10),
                    Items: 2,
                    Message: "metrics.k8s.io answered 503 Service Unavailable.",
                    Remedy: "Look whether metrics-server runs: kubectl -n kube-system get pods -l k8s-app=metrics-server"),
            ],
            Collection = new CollectionStatus
            {
                ClusterName = "simulated cluster",
                Source = ClusterSource.Simulator,
                Demo = true,
                Interval = TimeSpan.FromSeconds(5),
                Polls = 720,
                Failures = 2,
                LastPollMilliseconds = 12.5,
                LastPollBytes = 104_000,
                ClockSkewMilliseconds = -3.5,
                Sockets = 3,
                PeakSockets = 4,
                MaxSockets = 20,
            },
        });
        return rig;

        (PodFacts Pod, long Cpu, long Memory)[] Grown()
        {
            leaked++;
            return [.. growing.Select(pod => (pod, Core / 20, 200 * Mebibyte + leaked * Mebibyte / 2))];
        }
    }
}
