using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Gathers what the watches and polls have learnt, and hands it over as few whole changes: a burst of a thousand events makes one version.
/// Holds each pod, node and quota once, so it is bounded by the cluster's size, and events up to a number. Safe for concurrent use; hand-overs never overlap.
/// </summary>
/// <param name="apply">Takes a change; <see cref="ClusterHistory.Apply"/>.</param>
/// <param name="status">Gives the collector's measure of itself.</param>
/// <param name="timeProvider">Gives the time of a change.</param>
/// <param name="maxEvents">Events of a list that are handed over, the newest.</param>
/// <param name="dropped">Learns that an event was dropped in a storm.</param>
internal sealed class Changes(
    Func<ClusterDelta, long> apply, Func<CollectionStatus> status, TimeProvider timeProvider, int maxEvents = 20_000, Action? dropped = null)
{
    private readonly Lock _lock = new();
    private readonly Lock _applying = new();
    private readonly Kept<string, PodFacts> _pods = new();
    private readonly Kept<string, NodeFacts> _nodes = new();
    private readonly Kept<QuotaKey, QuotaFacts> _quotas = new();
    private readonly EventQueue _events = new(maxEvents);
    private readonly Dictionary<SourceKind, SourceState> _sources = [];
    private TaskCompletionSource _something = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Upsert(PodFacts pod)
    {
        lock (_lock)
        {
            _pods.Upsert(pod.Uid, pod);
            _something.TrySetResult();
        }
    }

    public void Remove(PodFacts pod)
    {
        lock (_lock)
        {
            _pods.Remove(pod.Uid);
            _something.TrySetResult();
        }
    }

    public void Replace(IReadOnlyList<PodFacts> pods)
    {
        lock (_lock)
        {
            _pods.Replace(pods, pod => pod.Uid);
            _something.TrySetResult();
        }
    }

    public void Upsert(NodeFacts node)
    {
        lock (_lock)
        {
            _nodes.Upsert(node.Name, node);
            _something.TrySetResult();
        }
    }

    public void Remove(NodeFacts node)
    {
        lock (_lock)
        {
            _nodes.Remove(node.Name);
            _something.TrySetResult();
        }
    }

    public void Replace(IReadOnlyList<NodeFacts> nodes)
    {
        lock (_lock)
        {
            _nodes.Replace(nodes, node => node.Name);
            _something.TrySetResult();
        }
    }

    public void Upsert(EventFacts facts)
    {
        bool full;
        lock (_lock)
        {
            full = _events.Add(facts);
            _something.TrySetResult();
        }

        if (full)
        {
            dropped?.Invoke();
        }
    }

    public void Replace(IReadOnlyList<EventFacts> events)
    {
        lock (_lock)
        {
            _events.Replace(events);
            _something.TrySetResult();
        }
    }

    public void Upsert(QuotaFacts quota)
    {
        lock (_lock)
        {
            _quotas.Upsert(KeyOf(quota), quota);
            _something.TrySetResult();
        }
    }

    public void Remove(QuotaFacts quota)
    {
        lock (_lock)
        {
            _quotas.Remove(KeyOf(quota));
            _something.TrySetResult();
        }
    }

    public void Replace(IReadOnlyList<QuotaFacts> quotas)
    {
        lock (_lock)
        {
            _quotas.Replace(quotas, KeyOf);
            _something.TrySetResult();
        }
    }

    public void Set(SourceState source)
    {
        lock (_lock)
        {
            _sources[source.Kind] = source;
            _something.TrySetResult();
        }
    }

    /// <summary>Waits until there is something to hand over.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _something.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Hands over what was gathered, with samples where there are some, as one change.</summary>
    public void HandOver(SampleBatch? podSamples = null, SampleBatch? nodeSamples = null)
    {
        lock (_applying)
        {
            ClusterDelta delta;
            lock (_lock)
            {
                if (podSamples is null && nodeSamples is null && !_something.Task.IsCompleted)
                {
                    return;
                }

                var (pods, podsAreComplete, removedPods) = _pods.Take();
                var (nodes, nodesAreComplete, removedNodes) = _nodes.Take();
                var (quotas, quotasAreComplete, removedQuotas) = _quotas.Take();
                delta = new ClusterDelta
                {
                    At = timeProvider.GetUtcNow(),
                    Pods = pods,
                    PodsAreComplete = podsAreComplete,
                    RemovedPodUids = removedPods,
                    Nodes = nodes,
                    NodesAreComplete = nodesAreComplete,
                    RemovedNodes = removedNodes,
                    Events = _events.Take(),
                    Quotas = quotas,
                    QuotasAreComplete = quotasAreComplete,
                    RemovedQuotas = removedQuotas,
                    PodSamples = podSamples,
                    NodeSamples = nodeSamples,
                    Sources = _sources.Count == 0 ? [] : [.. _sources.Values],
                    Collection = status(),
                };
                _sources.Clear();
                if (_something.Task.IsCompleted && _events.IsEmpty)
                {
                    _something = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            apply(delta);
        }
    }

    private static QuotaKey KeyOf(QuotaFacts quota) => new(quota.Namespace, quota.Name);

    /// <summary>What was learnt of one kind of object since the last hand-over.</summary>
    private sealed class Kept<TKey, TFacts>
        where TKey : notnull
    {
        private readonly Dictionary<TKey, TFacts> _changed = [];
        private readonly HashSet<TKey> _removed = [];
        private bool _complete;

        public void Upsert(TKey key, TFacts facts)
        {
            _removed.Remove(key);
            _changed[key] = facts;
        }

        public void Remove(TKey key)
        {
            _changed.Remove(key);
            if (!_complete)
            {
                _removed.Add(key);
            }
        }

        public void Replace(IReadOnlyList<TFacts> all, Func<TFacts, TKey> key)
        {
            _changed.Clear();
            _removed.Clear();
            _complete = true;
            foreach (var facts in all)
            {
                _changed[key(facts)] = facts;
            }
        }

        public (IReadOnlyList<TFacts> Changed, bool Complete, IReadOnlyList<TKey> Removed) Take()
        {
            IReadOnlyList<TFacts> changed = _changed.Count == 0 ? [] : [.. _changed.Values];
            IReadOnlyList<TKey> removed = _removed.Count == 0 ? [] : [.. _removed];
            var complete = _complete;
            _changed.Clear();
            _removed.Clear();
            _complete = false;

            // A burst's table is not kept for ever.
            _changed.TrimExcess(Math.Min(changed.Count, 1024));
            return (changed, complete, removed);
        }
    }
}
