using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Objects;

namespace Dashboard.Simulator.Metrics;

internal readonly record struct ContainerSample(string Name, long CpuNanocores, long MemoryBytes);

/// <param name="Timestamp">Of the earliest container.</param>
internal sealed record PodSample(PodLife Life, DateTimeOffset Timestamp, TimeSpan Window, ContainerSample[] Containers)
{
    public PodObject Pod => Life.Object;
}

internal sealed record NodeSample(NodeObject Node, DateTimeOffset Timestamp, TimeSpan Window, long CpuNanocores, long MemoryBytes);

/// <summary>What metrics-server knows after one round of scraping, in the order of keys.</summary>
internal sealed record MetricsSnapshot(long Version, PodSample[] Pods, NodeSample[] Nodes);
