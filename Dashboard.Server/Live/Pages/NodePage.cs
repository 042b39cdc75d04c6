using System.Text.Json.Serialization;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>All nodes, by name.</summary>
internal sealed record NodePage
{
    public required long Version { get; init; }

    public required long At { get; init; }

    public required NodeRow[] Nodes { get; init; }
}

internal sealed record NodeRow
{
    public required string Name { get; init; }

    public required string Status { get; init; }

    public required string? StatusMessage { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    public required string? KubeletVersion { get; init; }

    public required string? InternalIp { get; init; }

    public required long CreatedAt { get; init; }

    /// <summary>Pods on the node that have not ended.</summary>
    public required int Pods { get; init; }

    public required int? PodsAllocatable { get; init; }

    public required Totals Cpu { get; init; }

    public required Totals Memory { get; init; }

    public required long? SampledAt { get; init; }

    public required WhyMissing? Why { get; init; }

    /// <summary>CPU in nanocores in 30 equal steps over 15 minutes, oldest first, null for a gap.</summary>
    [JsonConverter(typeof(SparkConverter))]
    public required long?[] CpuSpark { get; init; }

    /// <summary>Working set in bytes, as cpuSpark.</summary>
    [JsonConverter(typeof(SparkConverter))]
    public required long?[] MemorySpark { get; init; }
}
