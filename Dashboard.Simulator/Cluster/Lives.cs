using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>What changes of a container between two versions of its pod.</summary>
internal sealed class ContainerLife(ContainerSpec spec, ulong seed)
{
    public ContainerSpec Spec => spec;

    public ulong Seed => seed;

    public bool Running { get; set; }

    /// <summary>Simulated seconds.</summary>
    public double StartedAt { get; set; }

    /// <summary>How often metrics-server has seen this start: two make a rate.</summary>
    public int Scrapes { get; set; }

    /// <summary>How long it takes to pull the image of the start that is under way; null where the node has it.</summary>
    public double? PullSeconds { get; set; }

    /// <summary>Ends in a row without ten minutes of running between: the back-off doubles with each.</summary>
    public int Crashes { get; set; }
}

internal sealed class PodLife(PodSet set, int ordinal)
{
    public PodSet Set => set;

    /// <summary>Of a StatefulSet; else 0.</summary>
    public int Ordinal => ordinal;

    public required PodObject Object { get; set; }

    public required SeededRandom Random;

    public NodeLife? Node { get; set; }

    public required ContainerLife[] Containers { get; init; }

    /// <summary>How often the scheduler tried in vain.</summary>
    public int Attempts { get; set; }

    public bool Terminating { get; set; }

    /// <summary>Gone from the store: what the agenda still has for it does nothing.</summary>
    public bool Gone { get; set; }

    /// <summary>Where it is in the cluster's list of pods.</summary>
    public int Index { get; set; }
}

internal sealed class NodeLife(int index)
{
    public int Index => index;

    public required NodeObject Object { get; set; }

    public bool Reachable { get; set; } = true;

    public int RequestedMillicores { get; set; }

    public int RequestedMebibytes { get; set; }

    public HashSet<PodLife> Pods { get; } = [];

    /// <summary>The images that are present.</summary>
    public HashSet<string> Images { get; } = new(StringComparer.Ordinal);

    public int NextIp { get; set; } = 2;
}

/// <summary>The pods of one owner: a ReplicaSet, StatefulSet, DaemonSet or Job.</summary>
internal sealed class PodSet(Workload workload, ResourceKind kind, string name, string uid, DateTimeOffset created, LabelSet labels, PodTemplate template, int revision)
{
    public Workload Workload => workload;

    public ResourceKind Kind => kind;

    public string Name => name;

    public string Uid => uid;

    public DateTimeOffset Created => created;

    public LabelSet Labels => labels;

    public PodTemplate Template => template;

    public int Revision => revision;

    public OwnerReference Owner { get; } = new(kind.ApiVersion, kind.Kind, name, uid);

    public int Desired { get; set; }

    /// <summary>Pods made so far: the number in the seed of the next.</summary>
    public int Made { get; set; }

    public List<PodLife> Pods { get; } = [];

    public DateTimeOffset? CompletedAt { get; set; }

    public DateTimeOffset? PublishedCompletedAt { get; set; }

    public ReplicaCounts Published { get; set; }

    public bool EverPublished { get; set; }
}

internal sealed class Workload(WorkloadSpec spec, string uid, DateTimeOffset created)
{
    public WorkloadSpec Spec => spec;

    public string Uid => uid;

    public DateTimeOffset Created => created;

    public string Key => $"{spec.Namespace}/{spec.Name}";

    public int Desired { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>Newest last.</summary>
    public List<PodSet> Sets { get; } = [];

    public PodSet Current => Sets[^1];

    public ReplicaCounts Published { get; set; }

    public bool EverPublished { get; set; }

    public DateTimeOffset? LastScheduledAt { get; set; }

    /// <summary>In the list of those to look at after this action.</summary>
    public bool Dirty { get; set; }
}
