using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Gathers what the watches and polls have learnt, and hands it over as few whole changes: a burst of a thousand events makes one version.
/// Holds each pod and node once, so it is bounded by the cluster's size. Safe for concurrent use; hand-overs never overlap.
/// </summary>
/// <param name="apply">Takes a change; <see cref="ClusterHistory.Apply"/>.</param>
/// <param name="status">Gives the collector's measure of itself.</param>
/// <param name="timeProvider">Gives the time of a change.</param>
internal sealed class Changes(Func<ClusterDelta, long> apply, Func<CollectionStatus> status, TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Lock _applying = new();
    private readonly Kept<PodFacts> _pods = new();
    private readonly Kept<NodeFacts> _nodes = new();
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
                delta = new ClusterDelta
                {
                    At = timeProvider.GetUtcNow(),
                    Pods = pods,
                    PodsAreComplete = podsAreComplete,
                    RemovedPodUids = removedPods,
                    Nodes = nodes,
                    NodesAreComplete = nodesAreComplete,
                    RemovedNodes = removedNodes,
                    PodSamples = podSamples,
                    NodeSamples = nodeSamples,
                    Sources = _sources.Count == 0 ? [] : [.. _sources.Values],
                    Collection = status(),
                };
                _sources.Clear();
                if (_something.Task.IsCompleted)
                {
                    _something = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }

            apply(delta);
        }
    }

    /// <summary>What was learnt of one kind of object since the last hand-over.</summary>
    private sealed class Kept<TFacts>
    {
        private readonly Dictionary<string, TFacts> _changed = [];
        private readonly HashSet<string> _removed = [];
        private bool _complete;

        public void Upsert(string key, TFacts facts)
        {
            _removed.Remove(key);
            _changed[key] = facts;
        }

        public void Remove(string key)
        {
            _changed.Remove(key);
            if (!_complete)
            {
                _removed.Add(key);
            }
        }

        public void Replace(IReadOnlyList<TFacts> all, Func<TFacts, string> key)
        {
            _changed.Clear();
            _removed.Clear();
            _complete = true;
            foreach (var facts in all)
            {
                _changed[key(facts)] = facts;
            }
        }

        public (IReadOnlyList<TFacts> Changed, bool Complete, IReadOnlyList<string> Removed) Take()
        {
            IReadOnlyList<TFacts> changed = _changed.Count == 0 ? [] : [.. _changed.Values];
            IReadOnlyList<string> removed = _removed.Count == 0 ? [] : [.. _removed];
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
