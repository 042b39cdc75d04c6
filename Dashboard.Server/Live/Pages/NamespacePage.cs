using System.Text.Json.Serialization;
using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>All namespaces that have pods or a quota, by name.</summary>
internal sealed record NamespacePage
{
    public required long Version { get; init; }

    public required long At { get; init; }

    public required NamespaceRow[] Namespaces { get; init; }
}

internal sealed record NamespaceRow
{
    public required string Name { get; init; }

    /// <summary>Living pods, those that have ended included.</summary>
    public required int Pods { get; init; }

    public required int Workloads { get; init; }

    /// <summary>Running pods with a container that is not ready.</summary>
    public required int NotReady { get; init; }

    public required int Restarts { get; init; }

    /// <summary>Allocatable and capacity are the cluster's.</summary>
    public required Totals Cpu { get; init; }

    public required Totals Memory { get; init; }

    public required Quota[] Quotas { get; init; }

    /// <summary>Why usage is missing or incomplete.</summary>
    public required WhyMissing? Why { get; init; }

    /// <summary>CPU in nanocores in 30 equal steps over 15 minutes, oldest first, null for a gap.</summary>
    [JsonConverter(typeof(SparkConverter))]
    public required long?[] CpuSpark { get; init; }

    /// <summary>Working set in bytes, as cpuSpark.</summary>
    [JsonConverter(typeof(SparkConverter))]
    public required long?[] MemorySpark { get; init; }
}

/// <summary>A ResourceQuota.</summary>
internal sealed record Quota(string Name, QuotaItem[] Items);

/// <summary>One resource of a quota: how much is allowed and how much is taken; null until the quota controller has counted.</summary>
internal sealed record QuotaItem(string Resource, QuotaUnit Unit, long Hard, long? Used);
