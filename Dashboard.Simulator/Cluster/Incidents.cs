using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>What happens to a cluster now and then: rollouts, restarts, churn, a node that goes away and comes back, runs of CronJobs.</summary>
internal sealed class Incidents(LivingCluster cluster)
{
    private const double GraceSeconds = 40;
    private const double EvictionSeconds = 300;
    private const double OutageSeconds = 420;

    private SeededRandom _random = SeededRandom.For(cluster.Options.Seed, "incidents");
    private SeededRandom _churn = SeededRandom.For(cluster.Options.Seed, "churn");
    private double _owed;

    public void Plan()
    {
        new CronJobs(cluster).Plan();
        cluster.Agenda.Every(100, 420 / Math.Max(1, cluster.Options.Pods / 1_000.0), RollOut);
        cluster.Agenda.Every(75, 260 / Math.Max(1, cluster.Options.Pods / 400.0), RestartOne);
        cluster.Agenda.Every(60, 60, Heartbeats);

        // Often enough for somebody who looks, and never more than once a second of the wall clock.
        var count = Math.Max(5, cluster.Clock.Speed);
        cluster.Agenda.Every(count, count, _ => cluster.Quotas.Recount());
        if (cluster.Options.Nodes >= 3) cluster.Agenda.Every(600, 2_400, LoseNode);
        if (cluster.Options.Churn > 0)
        {
            // Often enough to be smooth on the wall clock, not so often that a fast cluster does nothing else.
            var step = Math.Max(1, cluster.Clock.Speed / 4);
            cluster.Agenda.Every(step, step, at => Churn(at, step));
        }
    }

    private void RollOut(double at)
    {
        for (var tries = 0; tries < 8 && cluster.Workloads.Count > 0; tries++)
        {
            var workload = _random.Pick(cluster.Workloads);
            if (workload.Spec is not { Ailment: Ailment.None, AgeSeconds: null } || workload.Spec.Kind != Kinds.Deployments || workload.Desired < 2) continue;
            if (workload.Sets.Exists(s => s != workload.Current && s.Pods.Count > 0)) continue;
            cluster.Controllers.BeginRollout(workload, at);
            return;
        }
    }

    private void RestartOne(double at)
    {
        for (var tries = 0; tries < 8 && cluster.PodLives.Count > 0; tries++)
        {
            var pod = _random.Pick(cluster.PodLives);
            if (pod.Terminating || !pod.Object.Ready || pod.Set.Kind == Kinds.Jobs || pod.Set.Workload.Spec.AgeSeconds is not null || pod.Node is not { Reachable: true }) continue;
            var exitCode = _random.Next(3) == 0 ? 2 : 1;
            cluster.Kubelet.End(pod, pod.Set.Template.Sidecars.Count, "Error", exitCode, at);
            return;
        }
    }

    private void Churn(double at, double step)
    {
        _owed += cluster.Options.Churn * cluster.PodLives.Count * step / 60;
        var whole = (int)_owed;
        _owed -= whole;
        cluster.Replace(whole, ref _churn, at);
    }

    private void Heartbeats(double at)
    {
        foreach (var node in cluster.NodeLives)
        {
            // Each node every five minutes, as the kubelet does when nothing changed; a fifth of them each minute.
            if (node.Index % 5 != (int)(at / 60) % 5 || !node.Reachable) continue;
            Update(node, node.Object with { Ready = node.Object.Ready with { Heartbeat = cluster.Clock.Wall(at) } });
        }
    }

    private void LoseNode(double at)
    {
        var node = cluster.NodeLives[1 + _random.Next(cluster.NodeLives.Count - 1)];
        node.Reachable = false;
        cluster.Agenda.At(at + GraceSeconds, t => MarkLost(node, t));
        cluster.Agenda.At(at + GraceSeconds + EvictionSeconds, t => Evict(node, t));
        cluster.Agenda.At(at + OutageSeconds, t => Return(node, t));
    }

    private void MarkLost(NodeLife node, double at)
    {
        Update(node, node.Object with
        {
            Unreachable = true,
            Ready = node.Object.Ready with { Status = "Unknown", Reason = "NodeStatusUnknown", Message = "Kubelet stopped posting node status.", Since = cluster.Clock.Wall(at) },
        });
        cluster.Events.OfNode(node, "Normal", "NodeNotReady", $"Node {node.Object.Name} status is now: NodeNotReady", "node-controller", at);
        foreach (var pod in InOrder(node))
        {
            if (pod.Object.Phase != "Running") continue;
            cluster.Update(pod, pod.Object with { NodeLost = true, ReadyChangedAt = cluster.Clock.Wall(at) });
            cluster.MarkDirty(pod.Set.Workload);
        }
    }

    private void Evict(NodeLife node, double at)
    {
        foreach (var pod in InOrder(node))
        {
            if (pod.Set.Kind != Kinds.DaemonSets && pod.Set.Kind != Kinds.Jobs) cluster.Kubelet.Delete(pod, at);
        }
    }

    private void Return(NodeLife node, double at)
    {
        node.Reachable = true;
        cluster.Waiting.RoomWasMade(at);
        var wall = cluster.Clock.Wall(at);
        Update(node, node.Object with
        {
            Unreachable = false,
            Ready = new NodeCondition("Ready", "True", "KubeletReady", "kubelet is posting ready status", wall, wall),
        });
        cluster.Events.OfNode(node, "Normal", "NodeReady", $"Node {node.Object.Name} status is now: NodeReady", "kubelet", at);
        foreach (var pod in InOrder(node))
        {
            if (pod.Terminating)
            {
                cluster.Agenda.At(at + pod.Random.Between(1, 5), t => cluster.Kubelet.EndAll(pod, t));
            }
            else if (pod.Object.NodeLost)
            {
                cluster.Update(pod, pod.Object with { NodeLost = false, ReadyChangedAt = wall });
                cluster.MarkDirty(pod.Set.Workload);
            }
        }
    }

    private void Update(NodeLife node, NodeObject changed)
    {
        node.Object = changed;
        cluster.Nodes.Put(changed);
    }

    /// <summary>A hash set's order is no order to build a repeatable course on.</summary>
    private static List<PodLife> InOrder(NodeLife node) => [.. node.Pods.OrderBy(p => p.Object.Key, StringComparer.Ordinal)];
}
