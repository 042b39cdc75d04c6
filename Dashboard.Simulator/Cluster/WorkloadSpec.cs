using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>What goes wrong with a workload's pods, for ever.</summary>
internal enum Ailment
{
    None,

    /// <summary>Its first container ends with an error soon after each start.</summary>
    CrashLoop,

    /// <summary>Asks for what no node has.</summary>
    Unschedulable,

    /// <summary>Its image does not exist.</summary>
    ImagePull,

    /// <summary>A job that failed.</summary>
    FailedJob,
}

/// <summary>A workload as its manifest would describe it.</summary>
internal sealed record WorkloadSpec(ResourceKind Kind, string Namespace, string Name, int Replicas, IReadOnlyList<ContainerSpec> Containers)
{
    public IReadOnlyList<ContainerSpec> Sidecars { get; init; } = [];

    public IReadOnlyList<string> InitContainers { get; init; } = [];

    public Ailment Ailment { get; init; }

    /// <summary>Of a CronJob: seconds between its runs. Of its jobs and of other jobs: how long one runs is <see cref="RunSeconds"/>.</summary>
    public double PeriodSeconds { get; init; }

    public double RunSeconds { get; init; } = 45;

    /// <summary>How long its containers have been running at the start; null: hours to days.</summary>
    public double? AgeSeconds { get; init; }

    public int Priority { get; init; }

    public PodTemplate Template() => new(Containers, Sidecars, InitContainers, Kind == Kinds.DaemonSets || Namespace == "monitoring" ? Name : "default")
    {
        RestartPolicy = Kind == Kinds.Jobs || Kind == Kinds.CronJobs ? "Never" : "Always",
        Priority = Priority,
    };
}
