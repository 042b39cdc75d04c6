using System.Text.Json.Serialization;

namespace Dashboard.Server.Live.Pods;

/// <summary>One row of the table: a pod, or all pods of a workload, namespace, node or value of a label.</summary>
internal sealed record PodRow
{
    /// <summary>The pod's UID, or the group's key; stable.</summary>
    public required string Key { get; init; }

    public required RowKind Kind { get; init; }

    public required string Name { get; init; }

    public required string? Namespace { get; init; }

    public required Workload? Workload { get; init; }

    public required string? Node { get; init; }

    public required string? Phase { get; init; }

    /// <summary>As kubectl's STATUS; for a group, of its worst pod.</summary>
    public required string Status { get; init; }

    public required string? StatusMessage { get; init; }

    /// <summary>Ready containers.</summary>
    public required int Ready { get; init; }

    /// <summary>Main containers and sidecars.</summary>
    public required int Containers { get; init; }

    /// <summary>Pods in the row: 1 for a pod.</summary>
    public required int Pods { get; init; }

    /// <summary>When the (oldest) pod was created, in milliseconds since 1970 UTC.</summary>
    public required long? CreatedAt { get; init; }

    public required int Restarts { get; init; }

    public required long? LastRestartAt { get; init; }

    public required Usage Cpu { get; init; }

    public required Usage Memory { get; init; }

    /// <summary>Time of the sample that the usage is of, in milliseconds since 1970 UTC.</summary>
    public required long? SampledAt { get; init; }

    /// <summary>Why usage is missing or old; null when there is nothing to explain.</summary>
    public required WhyMissing? Why { get; init; }

    /// <summary>Slope of the working set over the last half hour; null with less than five minutes of samples, and for groups.</summary>
    public required long? MemoryGrowthBytesPerHour { get; init; }

    /// <summary>CPU in nanocores in equal steps over sparkSeconds, oldest first, to four digits, null for a gap; empty when not asked for.</summary>
    [JsonConverter(typeof(SparkConverter))]
    public required long?[] CpuSpark { get; init; }

    /// <summary>Working set in bytes, as cpuSpark.</summary>
    [JsonConverter(typeof(SparkConverter))]
    public required long?[] MemorySpark { get; init; }
}

internal enum RowKind
{
    Pod,
    Workload,
    Namespace,
    Node,
    Label,
}

/// <summary>The controller of a pod, as people name it.</summary>
internal sealed record Workload(string Kind, string Name);

/// <summary>A window of the rows that match a query.</summary>
internal sealed record PodPage
{
    public required long Version { get; init; }

    /// <summary>When this version was made, in milliseconds since 1970 UTC.</summary>
    public required long At { get; init; }

    /// <summary>Rows that match; Rows holds those from Offset on.</summary>
    public required int Total { get; init; }

    /// <summary>Pods in the cluster, whatever the filter.</summary>
    public required int TotalPods { get; init; }

    public required int Offset { get; init; }

    public required PodRow[] Rows { get; init; }

    /// <summary>When the server read the newest sample of the pods that match, in milliseconds since 1970 UTC; null when none has one.</summary>
    public required long? NewestSampleAt { get; init; }
}

/// <summary>A label's key with its most frequent values, at most 20.</summary>
internal sealed record LabelFacet(string Key, int Count, Facet[] Values);

/// <summary>What a filter can choose from.</summary>
internal sealed record Facets
{
    public required long Version { get; init; }

    public required Facet[] Namespaces { get; init; }

    public required Facet[] Nodes { get; init; }

    public required Facet[] Phases { get; init; }

    /// <summary>"Kind/name" by number of pods, at most 200.</summary>
    public required Facet[] Workloads { get; init; }

    /// <summary>By number of pods, at most 50.</summary>
    public required LabelFacet[] Labels { get; init; }
}
