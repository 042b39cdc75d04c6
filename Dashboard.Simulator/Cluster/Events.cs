using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>
/// Writes down what happens, as the parts of a cluster do: the same of the same object is counted, and after an hour without it an event is gone.
/// Bounded, however much happens: the oldest go first.
/// </summary>
internal sealed class Events(LivingCluster cluster)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Uid, string FieldPath, string Reason, string Message), string> _known = [];
    private readonly Queue<(string Key, DateTimeOffset Last)> _byAge = new();
    private readonly ObjectStore _store = cluster.Store(Kinds.Events);
    private readonly int _most = Math.Max(2_000, cluster.Options.Pods * 2);
    private SeededRandom _random = SeededRandom.For(cluster.Options.Seed, "events");

    public void OfPod(PodLife pod, string type, string reason, string message, string component, double at, string container = "", int count = 1) => Write(
        new EventSubject("v1", "Pod", pod.Object.Namespace, pod.Object.Name, pod.Object.Uid, container.Length == 0 ? "" : $"spec.containers{{{container}}}"),
        type, reason, message, component, component == "kubelet" ? pod.Object.NodeName ?? "" : "", at, count);

    public void OfSet(PodSet set, string type, string reason, string message, double at) => Write(
        new EventSubject(set.Kind.ApiVersion, set.Kind.Kind, set.Workload.Spec.Namespace, set.Name, set.Uid),
        type, reason, message, $"{set.Kind.Singular}-controller", "", at, 1);

    public void OfWorkload(Workload workload, string type, string reason, string message, double at) => Write(
        new EventSubject(workload.Spec.Kind.ApiVersion, workload.Spec.Kind.Kind, workload.Spec.Namespace, workload.Spec.Name, workload.Uid),
        type, reason, message, $"{workload.Spec.Kind.Singular}-controller", "", at, 1);

    /// <summary>Of a node: it lies in the namespace default, as events of what has no namespace do.</summary>
    public void OfNode(NodeLife node, string type, string reason, string message, string component, double at) => Write(
        new EventSubject("v1", "Node", "", node.Object.Name, node.Object.Uid), type, reason, message, component, node.Object.Name, at, 1);

    private void Write(EventSubject of, string type, string reason, string message, string component, string host, double at, int count)
    {
        var wall = cluster.Clock.Wall(at);
        var known = (of.Uid, of.FieldPath, reason, message);
        if (_known.TryGetValue(known, out var key) && _store.Find(key) is EventObject before)
        {
            var again = before with { Last = wall, Count = before.Count + count };
            _store.Put(again);
            _byAge.Enqueue((key, wall));
        }
        else
        {
            var written = new EventObject
            {
                Namespace = of.Namespace.Length == 0 ? "default" : of.Namespace,
                Name = $"{of.Name}.{_random.Hex(16)}",
                Uid = _random.Uid(),
                Created = wall,
                Labels = LabelSet.Empty,
                Of = of,
                Type = type,
                Reason = reason,
                Message = message,
                Component = component,
                Host = host,
                Last = wall,
                Count = count,
            };
            _store.Put(written);
            _known[known] = written.Key;
            _byAge.Enqueue((written.Key, wall));
        }

        Forget();
    }

    private void Forget()
    {
        var oldest = cluster.Clock.WallNow - KeptFor;
        while (_byAge.TryPeek(out var next) && (next.Last < oldest || _store.Count > _most))
        {
            _byAge.Dequeue();

            // Seen again since: a later entry stands for it.
            if (_store.Find(next.Key) is not EventObject found || found.Last > next.Last) continue;
            _store.Remove(next.Key);
            _known.Remove((found.Of.Uid, found.Of.FieldPath, found.Reason, found.Message));
        }
    }
}
