using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>
/// The cluster: its stores, its time, and those who act on it. Everything that moves moves in <see cref="Advance"/>, under one lock, in the
/// order of the agenda.
/// </summary>
internal sealed class LivingCluster
{
    private readonly Dictionary<string, ObjectStore> _stores;
    private readonly List<Workload> _dirty = [];

    public LivingCluster(SimulatorOptions options, TimeProvider time)
    {
        Options = options;
        Clock = new ClusterClock(time, options.Speed);
        _stores = Kinds.Stored.ToDictionary(k => k.Qualified, k => new ObjectStore(k, Revision, options.EffectiveWatchHistory), StringComparer.Ordinal);
        Pods = Store(Kinds.Pods);
        Nodes = Store(Kinds.Nodes);
        Events = new Events(this);
        Quotas = new Quotas(this);
        Scheduler = new Scheduler(this);
        Waiting = new SchedulingQueue(Agenda);
        Kubelet = new Kubelet(this);
        Controllers = new Controllers(this);
        Publisher = new Publisher(this);
        new Population(this).Fill();
        new Incidents(this).Plan();
    }

    public SimulatorOptions Options { get; }

    public ClusterClock Clock { get; }

    public Agenda Agenda { get; } = new();

    public Revision Revision { get; } = new();

    public ObjectStore Pods { get; }

    public ObjectStore Nodes { get; }

    public Events Events { get; }

    public Quotas Quotas { get; }

    public Scheduler Scheduler { get; }

    public SchedulingQueue Waiting { get; }

    public Kubelet Kubelet { get; }

    public Controllers Controllers { get; }

    public Publisher Publisher { get; }

    public List<PodLife> PodLives { get; } = [];

    public List<NodeLife> NodeLives { get; } = [];

    public List<Workload> Workloads { get; } = [];

    public ObjectStore Store(ResourceKind kind) => _stores[kind.Qualified];

    public ObjectStore? FindStore(string group, string version, string plural) =>
        _stores.TryGetValue(group.Length == 0 ? plural : $"{plural}.{group}", out var store) && store.Kind.Version == version ? store : null;

    public IEnumerable<ObjectStore> Stores => _stores.Values;

    /// <summary>Lets happen what is due by now.</summary>
    public void Advance()
    {
        lock (Revision.Gate) Agenda.RunUntil(Clock.Now, Settle);
    }

    /// <summary>After the action: whatever it changed of a workload's pods is brought to what the workload wants, and published.</summary>
    public void Settle(double at)
    {
        // Putting right may make more dirty: the list grows while it is worked off.
        for (var i = 0; i < _dirty.Count; i++)
        {
            var workload = _dirty[i];
            workload.Dirty = false;
            Controllers.Reconcile(workload, at);
            Publisher.Publish(workload);
        }

        _dirty.Clear();
    }

    public void MarkDirty(Workload workload)
    {
        if (workload.Dirty) return;
        workload.Dirty = true;
        _dirty.Add(workload);
    }

    public void Add(PodLife pod)
    {
        pod.Index = PodLives.Count;
        PodLives.Add(pod);
        pod.Set.Pods.Add(pod);
        pod.Node?.Pods.Add(pod);
    }

    /// <summary>Takes the pod out of the cluster for good.</summary>
    public void Remove(PodLife pod, double at)
    {
        if (pod.Gone) return;
        pod.Gone = true;
        var last = PodLives[^1];
        PodLives[pod.Index] = last;
        last.Index = pod.Index;
        PodLives.RemoveAt(PodLives.Count - 1);
        pod.Set.Pods.Remove(pod);
        Scheduler.Release(pod);
        if (pod.Node is not null) Waiting.RoomWasMade(at);
        Pods.Remove(pod.Object.Key);
        MarkDirty(pod.Set.Workload);
    }

    /// <summary>Deletes that many drawn pods of those that a controller makes anew; gives how many it found.</summary>
    public int Replace(int count, ref SeededRandom random, double at)
    {
        var replaced = 0;
        for (var tries = 0; replaced < count && tries < count * 8; tries++)
        {
            var pod = PodLives[random.Next(PodLives.Count)];
            if (pod.Terminating || pod.Set.Kind == Kinds.Jobs || pod.Set.Kind == Kinds.DaemonSets || pod.Set.Workload.Spec.Ailment != Ailment.None) continue;
            Kubelet.Delete(pod, at);
            replaced++;
        }

        return replaced;
    }

    /// <summary>Replaces a share of the pods now, each at most once.</summary>
    public int ReplaceShare(double share)
    {
        lock (Revision.Gate)
        {
            Advance();
            var at = Clock.Now;
            var random = SeededRandom.For(Options.Seed, $"replace/{Revision.Current}");
            var replaced = Replace((int)Math.Ceiling(share * PodLives.Count), ref random, at);
            Settle(at);
            return replaced;
        }
    }

    public bool Delete(string space, string name)
    {
        lock (Revision.Gate)
        {
            if (PodLives.Find(p => p.Object.Name == name && p.Object.Namespace == space) is not { } pod) return false;
            var at = Clock.Now;
            Kubelet.Delete(pod, at);
            Settle(at);
            return true;
        }
    }

    public void Update(PodLife pod, PodObject changed)
    {
        if (pod.Gone) return;
        var readinessChanged = pod.Object.Ready != changed.Ready || pod.Object.Phase != changed.Phase;
        pod.Object = changed;
        Pods.Put(changed);
        if (readinessChanged) MarkDirty(pod.Set.Workload);
    }
}
