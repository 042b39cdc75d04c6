using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>Which node a pod goes to: the least loaded of three that are drawn, else the first with room.</summary>
internal sealed class Scheduler(LivingCluster cluster)
{
    public NodeLife? Pick(ref SeededRandom random, int millicores, int mebibytes)
    {
        var nodes = cluster.NodeLives;
        NodeLife? best = null;
        for (var i = 0; i < 3; i++)
        {
            var drawn = nodes[random.Next(nodes.Count)];
            if (Fits(drawn, millicores, mebibytes) && (best is null || Load(drawn) < Load(best))) best = drawn;
        }

        return best ?? nodes.Find(n => Fits(n, millicores, mebibytes)) ?? nodes.Find(n => n.Reachable);
    }

    public static void Bind(PodLife pod, NodeLife node)
    {
        pod.Node = node;
        node.Pods.Add(pod);
        node.RequestedMillicores += pod.Set.Template.CpuRequest;
        node.RequestedMebibytes += pod.Set.Template.MemoryRequest;
    }

    public static void Release(PodLife pod)
    {
        if (pod.Node is not { } node || !node.Pods.Remove(pod)) return;
        node.RequestedMillicores -= pod.Set.Template.CpuRequest;
        node.RequestedMebibytes -= pod.Set.Template.MemoryRequest;
    }

    public static string NextIp(NodeLife node)
    {
        var host = node.NextIp++ % 1_000;
        return $"10.{64 + (node.Index / 64)}.{(node.Index % 64 * 4) + (host / 250)}.{2 + (host % 250)}";
    }

    private static double Load(NodeLife node) =>
        ((double)node.RequestedMillicores / node.Object.AllocatableMillicores) + ((double)node.RequestedMebibytes / node.Object.AllocatableMebibytes);

    private static bool Fits(NodeLife node, int millicores, int mebibytes) =>
        node.Reachable &&
        node.Pods.Count < node.Object.MaxPods &&
        node.RequestedMillicores + millicores <= node.Object.AllocatableMillicores &&
        node.RequestedMebibytes + mebibytes <= node.Object.AllocatableMebibytes;
}
