using System.Collections.Concurrent;
using System.Globalization;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Names the controller that a person thinks in: the Deployment behind a ReplicaSet, the CronJob behind a Job. What the watch of ReplicaSets
/// says is believed first; where it is not allowed, the name tells, since a Deployment names a ReplicaSet after itself and the
/// pod-template-hash, and a CronJob a Job after itself and the minute it was due.
/// </summary>
internal sealed class Workloads
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), WorkloadRef> _ofReplicaSets = new();

    // One record for all pods of a workload.
    private readonly ConcurrentDictionary<WorkloadRef, WorkloadRef> _known = new();

    /// <summary>Learns all ReplicaSets, after a list.</summary>
    public void Replace(IReadOnlyList<ReplicaSetOwner> replicaSets)
    {
        var living = replicaSets.Select(replicaSet => (replicaSet.Namespace, replicaSet.Name)).ToHashSet();
        foreach (var key in _ofReplicaSets.Keys)
        {
            if (!living.Contains(key))
            {
                _ofReplicaSets.TryRemove(key, out _);
            }
        }

        // Names of workloads that are gone would stay for ever; those in use are put back by the next that asks.
        _known.Clear();
        foreach (var replicaSet in replicaSets)
        {
            Set(replicaSet);
        }
    }

    /// <summary>Learns what controls a ReplicaSet; itself when nothing does.</summary>
    public void Set(ReplicaSetOwner replicaSet) => _ofReplicaSets[(replicaSet.Namespace, replicaSet.Name)] = replicaSet is { OwnerKind: { } kind, OwnerName: { } name }
        ? Known(kind, name)
        : Known("ReplicaSet", replicaSet.Name);

    public void Remove(ReplicaSetOwner replicaSet) => _ofReplicaSets.TryRemove((replicaSet.Namespace, replicaSet.Name), out _);

    public WorkloadRef Of(ObjectDraft pod)
    {
        if (pod.OwnerKind is not { } kind || pod.OwnerName is not { } name)
        {
            return new WorkloadRef("Pod", pod.Name!);
        }

        switch (kind)
        {
            case "ReplicaSet" when _ofReplicaSets.TryGetValue((pod.Namespace!, name), out var owner):
                return owner;
            case "ReplicaSet" when Label(pod, "pod-template-hash") is { } hash && name.Length > hash.Length + 1 && name.EndsWith("-" + hash, StringComparison.Ordinal):
                return Known("Deployment", name[..^(hash.Length + 1)]);
            case "Job" when CronJobName(name, pod.CreatedAt) is { } cronJob:
                return Known("CronJob", cronJob);
            default:
                return Known(kind, name);
        }
    }

    /// <summary>
    /// The CronJob's name in a Job's <c>backup-29412345</c>: the suffix is the due time in minutes since 1970 (in seconds before Kubernetes
    /// 1.21). It must lie near the pod's creation, so that <c>import-20240101</c> stays a Job.
    /// </summary>
    private static string? CronJobName(string job, DateTimeOffset? createdAt)
    {
        var dash = job.LastIndexOf('-');
        if (dash <= 0 || createdAt is null || !long.TryParse(job.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var due = job.Length - dash - 1 > 8 ? number : number * 60;
        var late = createdAt.Value.ToUnixTimeSeconds() - due;
        return late is > -3600 and < 31 * 86400 ? job[..dash] : null;
    }

    private static string? Label(ObjectDraft pod, string key)
    {
        foreach (var label in pod.Labels)
        {
            if (label.Key == key)
            {
                return label.Value.Length == 0 ? null : label.Value;
            }
        }

        return null;
    }

    private WorkloadRef Known(string kind, string name)
    {
        var workload = new WorkloadRef(kind, name);
        return _known.GetOrAdd(workload, workload);
    }
}
