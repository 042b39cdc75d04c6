namespace Dashboard.Server.History;

/// <summary>Takes in what the watch says of pods: who is there, who is gone, and what happened to whom.</summary>
internal sealed class PodInventory(PodTable pods, TotalTable totals, LevelBook levels, MarkBook marks)
{
    private long _listNumber;

    public void Apply(ClusterDelta delta)
    {
        _listNumber += delta.PodsAreComplete ? 1 : 0;
        foreach (var facts in delta.Pods)
        {
            Apply(facts, delta.At).ListNumber = _listNumber;
        }

        // After the pods: one that came and went within the delta is gone. A UID never returns.
        foreach (var uid in delta.RemovedPodUids)
        {
            if (pods.Find(uid) is { GoneAt: null } pod)
            {
                Remove(pod, delta.At);
            }
        }

        if (!delta.PodsAreComplete)
        {
            return;
        }

        foreach (var pod in pods.Entries)
        {
            // A pod that only metrics know is theirs to end: it may be newer than the list.
            if (pod is { GoneAt: null, Provisional: false } && pod.ListNumber != _listNumber)
            {
                Remove(pod, delta.At);
            }
        }
    }

    /// <summary>A pod that metrics know before the watch does, or that no watch will show.</summary>
    public PodEntry AddProvisional(string @namespace, string name, DateTimeOffset at)
    {
        var uid = $"metrics-only:{@namespace}/{name}";
        if (pods.Find(uid) is { } known)
        {
            pods.Return(known);
            return known;
        }

        var before = pods.Find(@namespace, name);
        var pod = pods.Add(new PodFacts
        {
            Uid = uid,
            Namespace = @namespace,
            Name = name,
            Workload = new WorkloadRef("Pod", name),
            Phase = "Unknown",
            Status = "Unknown",
            StatusMessage = "Only metrics know this pod: the list of pods does not have it.",
            CreatedAt = at,
            Containers = [],
        });
        pod.Provisional = true;
        pod.NodeBefore = before?.Facts.Node ?? before?.NodeBefore;
        totals.Attach(pod, at);
        return pod;
    }

    public void Remove(PodEntry pod, DateTimeOffset at)
    {
        levels.Leave(pod);
        pod.WorkloadTotal?.Rollouts?.Leave(pod);
        pods.Remove(pod, at);
        if (!pod.Provisional)
        {
            marks.Deleted(pod, at);
        }
    }

    private PodEntry Apply(PodFacts facts, DateTimeOffset at)
    {
        var pod = pods.Find(facts.Uid);
        if (pod is not null)
        {
            var before = pod.Facts;
            var workload = pod.WorkloadTotal;
            levels.Change(pod, facts, at);
            pod.Facts = facts;
            if (pod.GoneAt is not null)
            {
                pods.Return(pod);
            }

            if (!pod.IsRunning())
            {
                pods.ForgetLatest(pod);
            }

            totals.Attach(pod, at);
            levels.Enter(pod);
            if (pod.WorkloadTotal != workload)
            {
                workload?.Rollouts?.Leave(pod);
            }

            marks.Changed(pod, before, at);
            return pod;
        }

        // A name belongs to one living pod at a time: what only metrics knew is this pod, and another UID is a predecessor that is gone.
        var named = pods.Find(facts.Namespace, facts.Name);
        if (named is { GoneAt: null, Provisional: true })
        {
            pods.Adopt(named, facts);
            pod = named;
        }
        else
        {
            if (named is { GoneAt: null })
            {
                Remove(named, at);
            }

            pod = pods.Add(facts);
            pod.NodeBefore = named?.Facts.Node ?? named?.NodeBefore;
        }

        totals.Attach(pod, at);
        levels.Enter(pod);
        marks.Created(pod, at);
        return pod;
    }
}
