using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>What a pod requests and may use, summed over the containers that run as long as it does: main ones and sidecars.</summary>
/// <remarks>A request is null when no container has one. A limit is null when any container lacks it: then nothing holds the pod.</remarks>
internal readonly record struct PodBounds(long? CpuRequest, long? CpuLimit, long? MemoryRequest, long? MemoryLimit)
{
    // By index here and wherever all pods are looked at: the enumerator of an interface is an object for each.
    public static PodBounds Of(PodFacts pod)
    {
        long? cpuRequest = null, cpuLimit = 0, memoryRequest = null, memoryLimit = 0;
        var counted = 0;
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            var container = pod.Containers[i];
            if (!PodConditions.Counts(container))
            {
                continue;
            }

            counted++;
            cpuRequest = Sum(cpuRequest, container.CpuRequestNanocores);
            memoryRequest = Sum(memoryRequest, container.MemoryRequestBytes);
            cpuLimit += container.CpuLimitNanocores;
            memoryLimit += container.MemoryLimitBytes;
        }

        return counted == 0 ? default : new PodBounds(cpuRequest, cpuLimit, memoryRequest, memoryLimit);
    }

    /// <summary>Adds what is known; null only when neither is.</summary>
    public static long? Sum(long? left, long? right) => right is null ? left : left is null ? right : left + right;
}
