using Dashboard.Simulator.Objects;

namespace Dashboard.Simulator.Cluster;

/// <summary>Writes the workloads' objects when their counts change.</summary>
internal sealed class Publisher(LivingCluster cluster)
{
    public void Publish(Workload workload)
    {
        var completed = false;
        foreach (var set in workload.Sets)
        {
            var counts = Count(set);
            if (set.EverPublished && counts == set.Published && set.CompletedAt == set.PublishedCompletedAt) continue;
            set.Published = counts;
            set.PublishedCompletedAt = set.CompletedAt;
            set.EverPublished = true;
            completed |= set.CompletedAt is not null;
            if (set.Kind != workload.Spec.Kind) Put(Compose(set, counts));
        }

        var total = new ReplicaCounts(
            workload.Desired, workload.Sets.Sum(s => s.Published.Total), workload.Sets.Sum(s => s.Published.Ready), workload.Sets.Count == 0 ? 0 : workload.Current.Published.Total);
        if (workload.EverPublished && total == workload.Published && !completed) return;
        workload.Published = total;
        workload.EverPublished = true;
        Put(Compose(workload, total));
    }

    private void Put(WorkloadObject changed) => cluster.Store(changed.Kind).Put(changed);

    private static ReplicaCounts Count(PodSet set)
    {
        var (total, ready) = (0, 0);
        foreach (var pod in set.Pods)
        {
            if (pod.Terminating) continue;
            total++;
            if (pod.Object is { Ready: true, NodeLost: false }) ready++;
        }

        return new ReplicaCounts(set.Desired, total, ready, total);
    }

    private static WorkloadObject Compose(PodSet set, ReplicaCounts counts) => new()
    {
        Kind = set.Kind,
        Namespace = set.Workload.Spec.Namespace,
        Name = set.Name,
        Uid = set.Uid,
        Created = set.Created,
        Labels = set.Labels,
        Selector = set.Labels,
        Template = set.Template,
        Counts = counts,
        Revision = set.Revision,
        Owner = new(set.Workload.Spec.Kind.ApiVersion, set.Workload.Spec.Kind.Kind, set.Workload.Spec.Name, set.Workload.Uid),
        StartedAt = set.Kind == Kinds.Jobs ? set.Created : null,
        CompletedAt = set.CompletedAt,
        Failed = set.Workload.Spec.Ailment == Ailment.FailedJob,
    };

    private static WorkloadObject Compose(Workload workload, ReplicaCounts counts)
    {
        var spec = workload.Spec;
        var current = workload.Sets.Count == 0 ? null : workload.Current;
        var labels = Store.LabelSet.Of(("app.kubernetes.io/name", spec.Name), ("app.kubernetes.io/part-of", spec.Namespace), ("app", spec.Name));
        return new WorkloadObject
        {
            Kind = spec.Kind,
            Namespace = spec.Namespace,
            Name = spec.Name,
            Uid = workload.Uid,
            Created = workload.Created,
            Labels = labels,
            Selector = labels,
            Template = current?.Template ?? spec.Template(),
            Counts = counts,
            Revision = workload.Revision,
            Generation = workload.Revision,
            Schedule = spec.Kind == Kinds.CronJobs ? $"*/{spec.PeriodSeconds / 60:0} * * * *" : null,
            StartedAt = spec.Kind == Kinds.Jobs ? workload.Created : workload.LastScheduledAt,
            CompletedAt = spec.Kind == Kinds.Jobs ? current?.CompletedAt : null,
            Failed = spec.Ailment == Ailment.FailedJob,
        };
    }
}
