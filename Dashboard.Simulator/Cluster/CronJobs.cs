using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>Runs each CronJob when its time has come, and keeps its three newest jobs.</summary>
internal sealed class CronJobs(LivingCluster cluster)
{
    private const int JobsKept = 3;

    public void Plan()
    {
        foreach (var workload in cluster.Workloads)
        {
            if (workload.Spec.Kind == Kinds.CronJobs)
            {
                cluster.Agenda.At(workload.Spec.PeriodSeconds - SinceLastRun(cluster.Options.Seed, workload.Spec), t => Fire(workload, t));
            }
        }
    }

    /// <summary>How long before the start the newest job began; it had ended by then.</summary>
    public static double SinceLastRun(int seed, WorkloadSpec spec) =>
        SeededRandom.For(seed, $"cron/{spec.Namespace}/{spec.Name}").Between(spec.RunSeconds * 1.3, Math.Max(spec.RunSeconds * 1.4, spec.PeriodSeconds - 30));

    public static PodSet NewSet(LivingCluster cluster, Workload workload, double at)
    {
        var minutes = (cluster.Clock.Start.ToUnixTimeSeconds() / 60) + (long)Math.Floor(at / 60);
        var random = SeededRandom.For(cluster.Options.Seed, $"job/{workload.Key}/{workload.Sets.Count}/{at}");
        var spec = workload.Spec;
        var name = $"{spec.Name}-{minutes}";
        return new PodSet(
            workload, Kinds.Jobs, name, random.Uid(), cluster.Clock.Wall(at),
            LabelSet.Of(("app", spec.Name), ("app.kubernetes.io/name", spec.Name), ("batch.kubernetes.io/job-name", name), ("job-name", name)), spec.Template(), 1);
    }

    private void Fire(Workload workload, double at)
    {
        cluster.Agenda.At(at + workload.Spec.PeriodSeconds, t => Fire(workload, t));

        // concurrencyPolicy: Forbid
        if (workload.Sets.Exists(s => s.CompletedAt is null))
        {
            cluster.Events.OfWorkload(workload, "Normal", "JobAlreadyActive", "Not starting job because prior execution is running and concurrency policy is Forbid", at);
            return;
        }

        var set = NewSet(cluster, workload, at);
        set.Desired = 1;
        workload.Sets.Add(set);
        workload.LastScheduledAt = cluster.Clock.Wall(at);
        cluster.Events.OfWorkload(workload, "Normal", "SuccessfulCreate", $"Created job {set.Name}", at);
        cluster.Controllers.Create(set, at);
        while (workload.Sets.Count > JobsKept + 1) Forget(workload, workload.Sets[0], at);
    }

    private void Forget(Workload workload, PodSet oldest, double at)
    {
        foreach (var pod in oldest.Pods.ToList()) cluster.Kubelet.EndAll(pod, at);
        workload.Sets.Remove(oldest);
        cluster.Store(Kinds.Jobs).Remove($"{workload.Spec.Namespace}/{oldest.Name}");
        cluster.Events.OfWorkload(workload, "Normal", "SuccessfulDelete", $"Deleted job {oldest.Name}", at);
    }
}
