using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>What the nodes of the cluster have of one resource; null while none has said.</summary>
internal readonly record struct ClusterBound(long? Allocatable, long? Capacity);

internal static class ClusterTotals
{
    /// <summary>The sums over all nodes.</summary>
    public static (ClusterBound Cpu, ClusterBound Memory) Bounds(HistoryReader reader)
    {
        long? cpuAllocatable = null, cpuCapacity = null, memoryAllocatable = null, memoryCapacity = null;
        foreach (var node in reader.Nodes)
        {
            cpuAllocatable = PodBounds.Sum(cpuAllocatable, node.Facts.CpuAllocatableNanocores);
            cpuCapacity = PodBounds.Sum(cpuCapacity, node.Facts.CpuCapacityNanocores);
            memoryAllocatable = PodBounds.Sum(memoryAllocatable, node.Facts.MemoryAllocatableBytes);
            memoryCapacity = PodBounds.Sum(memoryCapacity, node.Facts.MemoryCapacityBytes);
        }

        return (new ClusterBound(cpuAllocatable, cpuCapacity), new ClusterBound(memoryAllocatable, memoryCapacity));
    }
}
