using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>What pods that have not ended request and may use. Null until something is known.</summary>
internal sealed class PodSum
{
    public int Pods { get; private set; }

    public long? CpuRequest { get; private set; }

    public long? CpuLimit { get; private set; }

    public long? MemoryRequest { get; private set; }

    public long? MemoryLimit { get; private set; }

    public void Add(PodFacts pod)
    {
        if (PodConditions.HasEnded(pod))
        {
            return;
        }

        Pods++;
        foreach (var container in pod.Containers)
        {
            if (PodConditions.Counts(container))
            {
                CpuRequest = PodBounds.Sum(CpuRequest, container.CpuRequestNanocores);
                CpuLimit = PodBounds.Sum(CpuLimit, container.CpuLimitNanocores);
                MemoryRequest = PodBounds.Sum(MemoryRequest, container.MemoryRequestBytes);
                MemoryLimit = PodBounds.Sum(MemoryLimit, container.MemoryLimitBytes);
            }
        }
    }
}

/// <summary>One look at all living pods: of the cluster, and by node.</summary>
internal sealed class PodSums
{
    private readonly Dictionary<string, PodSum> _byNode = new(StringComparer.Ordinal);

    public PodSum Cluster { get; } = new();

    /// <summary>Living pods, those that have ended included.</summary>
    public int Pods { get; private set; }

    /// <summary>Running pods with a container that is not ready.</summary>
    public int NotReady { get; private set; }

    public Dictionary<string, int> Phases { get; } = new(StringComparer.Ordinal);

    public static PodSums ByNode(HistoryReader reader)
    {
        var sums = new PodSums();
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (PodViews.Living(reader, slot) is { } pod)
            {
                sums.Take(pod);
            }
        }

        return sums;
    }

    public PodSum? OnNode(string name) => _byNode.GetValueOrDefault(name);

    private void Take(PodFacts pod)
    {
        Pods++;
        FacetViews.Count(Phases, pod.Phase);
        if (pod.Phase == "Running" && PodRows.Readiness(pod) is var (ready, containers) && ready < containers)
        {
            NotReady++;
        }

        Cluster.Add(pod);
        if (pod.Node is not null)
        {
            if (!_byNode.TryGetValue(pod.Node, out var sum))
            {
                _byNode[pod.Node] = sum = new PodSum();
            }

            sum.Add(pod);
        }
    }
}
