using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>
/// Writes down what happens, as the parts of a cluster do; an hour after it was written last an event is gone. Bounded, however much happens: the
/// oldest go first.
/// </summary>
internal sealed class Events
{
    private const double KeptForSeconds = 3_600; // of the wall clock, which dates events

    private readonly LivingCluster _cluster;
    private readonly ObjectStore _store;
    private readonly int _most;
    private readonly EventCorrelator _correlator;
    private readonly EventSeries _series;

    /// <summary>Each event in the store once, with when to look at it: it may have been written again since.</summary>
    private readonly PriorityQueue<EventLog, double> _byAge = new();
    private double _lookAt = double.PositiveInfinity;
    private SeededRandom _random;

    public Events(LivingCluster cluster)
    {
        _cluster = cluster;
        _store = cluster.Store(Kinds.Events);
        _most = Math.Max(2_000, cluster.Options.Pods * 2);
        _correlator = new EventCorrelator(cluster.Options.Seed);
        _series = new EventSeries(cluster, Put);
        _random = SeededRandom.For(cluster.Options.Seed, "event-uids");
    }

    /// <summary>By the pod's kubelet.</summary>
    /// <param name="times">Of several that happened from the first time on.</param>
    public void OfPod(PodLife pod, string type, string reason, string message, double at, string container = "", int times = 1, double? firstAt = null) => Write(
        Of(pod) with { FieldPath = container.Length == 0 ? "" : $"spec.containers{{{container}}}" },
        type, reason, message, "kubelet", pod.Object.NodeName ?? "", at, times, firstAt ?? at);

    /// <summary>By the scheduler.</summary>
    /// <param name="times">Of several that happened from the first time on.</param>
    public void OfScheduling(PodLife pod, string type, string reason, string action, string message, double at, int times = 1, double? firstAt = null) => _series.Tell(
        Of(pod), type, reason, action, message, "default-scheduler", $"default-scheduler-{_cluster.NodeLives[0].Object.Name}", at, times, firstAt ?? at);

    public void OfSet(PodSet set, string type, string reason, string message, double at) => Write(
        new EventSubject(set.Kind.ApiVersion, set.Kind.Kind, set.Workload.Spec.Namespace, set.Name, set.Uid),
        type, reason, message, $"{set.Kind.Singular}-controller", "", at);

    public void OfWorkload(Workload workload, string type, string reason, string message, double at) => Write(
        new EventSubject(workload.Spec.Kind.ApiVersion, workload.Spec.Kind.Kind, workload.Spec.Namespace, workload.Spec.Name, workload.Uid),
        type, reason, message, $"{workload.Spec.Kind.Singular}-controller", "", at);

    public void OfNode(NodeLife node, string type, string reason, string message, string component, double at) => Write(
        new EventSubject("v1", "Node", "", node.Object.Name, node.Object.Uid), type, reason, message, component, node.Object.Name, at);

    /// <summary>Events of what has no namespace lie in the namespace default.</summary>
    public static string NamespaceOf(EventSubject of) => of.Namespace.Length == 0 ? "default" : of.Namespace;

    private static EventSubject Of(PodLife pod) => new("v1", "Pod", pod.Object.Namespace, pod.Object.Name, pod.Object.Uid);

    private void Write(EventSubject of, string type, string reason, string message, string component, string host, double at, int times, double firstAt)
    {
        if (!_correlator.Tells(of, component, host, new(of.FieldPath, type, reason, message), at, times, firstAt, ref message, out var log)) return;
        var clock = _cluster.Clock;
        Put(log, log.StoredAs is { } key ? ((EventObject)_store.Find(key)!) with { Message = message, Last = clock.Wall(at), Count = log.Count } : new EventObject
        {
            Namespace = NamespaceOf(of),
            Name = $"{of.Name}.{log.Suffix}",
            Uid = _random.Uid(),
            Created = clock.Wall(log.Count == times ? firstAt : at),
            Labels = LabelSet.Empty,
            Of = of,
            Type = type,
            Reason = reason,
            Message = message,
            Component = component,
            Host = host,
            First = clock.Wall(log.FirstAt),
            Last = clock.Wall(at),
            Count = log.Count,
        }, at);
    }

    private void Write(EventSubject of, string type, string reason, string message, string component, string host, double at) =>
        Write(of, type, reason, message, component, host, at, 1, at);

    private void Put(EventLog log, EventObject written, double at)
    {
        _store.Put(written);
        log.WrittenAt = at;
        if (log.StoredAs is null)
        {
            log.StoredAs = written.Key;
            if (log.Of is { } of) of.Teller.Stored++;
            _byAge.Enqueue(log, Due(log));
        }

        while (_store.Count > _most) Look();
        LookAgain();
    }

    private double Due(EventLog log) => ((log.WrittenAt < 0 ? log.WrittenAt + KeptForSeconds : KeptForSeconds) * _cluster.Clock.Speed) + Math.Max(0, log.WrittenAt);

    private void LookAgain()
    {
        if (!_byAge.TryPeek(out _, out var due) || due >= _lookAt) return;
        _lookAt = due;
        _cluster.Agenda.At(due, at =>
        {
            _lookAt = double.PositiveInfinity;
            while (_byAge.TryPeek(out _, out var next) && next <= at) Look();
            LookAgain();
        });
    }

    /// <summary>At the event that is next to go: whether it was written since, or goes.</summary>
    private void Look()
    {
        _byAge.TryDequeue(out var log, out var expected);
        var due = Due(log!);
        if (due > expected)
        {
            _byAge.Enqueue(log!, due);
            return;
        }

        _store.Remove(log!.StoredAs!);
        log.StoredAs = null;
        _correlator.Gone(log);
    }
}
