using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

/// <summary>
/// What pods that have not ended request, and the limits that are set, as kubectl describe node sums them; null while none is set. Not
/// <see cref="Usage.Limit"/>, which is null as soon as something is unlimited: this is what is promised, that is what holds.
/// </summary>
internal sealed class PodSum
{
    public int Pods { get; private set; }

    public long? CpuRequested { get; private set; }

    public long? CpuLimited { get; private set; }

    public long? MemoryRequested { get; private set; }

    public long? MemoryLimited { get; private set; }

    public void Add(PodFacts pod)
    {
        if (PodConditions.HasEnded(pod))
        {
            return;
        }

        Pods++;
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            var container = pod.Containers[i];
            if (PodConditions.Counts(container))
            {
                CpuRequested = PodBounds.Sum(CpuRequested, container.CpuRequestNanocores);
                CpuLimited = PodBounds.Sum(CpuLimited, container.CpuLimitNanocores);
                MemoryRequested = PodBounds.Sum(MemoryRequested, container.MemoryRequestBytes);
                MemoryLimited = PodBounds.Sum(MemoryLimited, container.MemoryLimitBytes);
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
