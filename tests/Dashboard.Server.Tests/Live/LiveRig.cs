using System.Text;
using Dashboard.Server.History;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live;

/// <summary>A real history with a clock of its own, and short words for what comes in.</summary>
internal sealed class LiveRig : IDisposable
{
    private readonly SampleBatch _pods = new();
    private readonly SampleBatch _nodes = new();

    public ClusterHistory History { get; } = new();

    public DateTimeOffset At { get; set; } = Noon;

    public static SourceState Fresh(SourceKind kind) => new(kind, SourceCondition.Fresh, Noon.AddHours(-1), Noon.AddSeconds(-2), Items: 4);

    public LiveRig Pods(params PodFacts[] pods)
    {
        History.Apply(new ClusterDelta { At = At, Pods = pods });
        return this;
    }

    public LiveRig Nodes(params NodeFacts[] nodes)
    {
        History.Apply(new ClusterDelta { At = At, Nodes = nodes });
        return this;
    }

    public LiveRig Remove(params PodFacts[] pods)
    {
        History.Apply(new ClusterDelta { At = At, RemovedPodUids = [.. pods.Select(pod => pod.Uid)] });
        return this;
    }

    public LiveRig Sources(params SourceState[] sources)
    {
        History.Apply(new ClusterDelta { At = At, Sources = sources });
        return this;
    }

    public LiveRig AllFresh() =>
        Sources(Fresh(SourceKind.Pods), Fresh(SourceKind.Nodes), Fresh(SourceKind.PodMetrics), Fresh(SourceKind.NodeMetrics), Fresh(SourceKind.Events), Fresh(SourceKind.ResourceQuotas));

    /// <summary>A sample of each pod's container "main", taken and read now.</summary>
    public LiveRig Sample(params (PodFacts Pod, long Cpu, long Memory)[] rows) =>
        SampleContainers([.. rows.Select(row => (row.Pod, new[] { ("main", row.Cpu, row.Memory) }))]);

    public LiveRig SampleContainers(params (PodFacts Pod, (string Container, long Cpu, long Memory)[] Usages)[] rows)
    {
        _pods.Clear();
        foreach (var (pod, usages) in rows)
        {
            foreach (var (container, cpu, memory) in usages)
            {
                _pods.AddUsage(Encoding.UTF8.GetBytes(container), cpu, memory);
            }

            _pods.EndRow(Encoding.UTF8.GetBytes(pod.Namespace), Encoding.UTF8.GetBytes(pod.Name), At.ToUnixTimeMilliseconds(), 15_000);
        }

        History.Apply(new ClusterDelta { At = At, PodSamples = _pods });
        return this;
    }

    public LiveRig SampleNodes(params (string Node, long Cpu, long Memory)[] rows)
    {
        _nodes.Clear();
        foreach (var (node, cpu, memory) in rows)
        {
            _nodes.AddUsage(default, cpu, memory);
            _nodes.EndRow(default, Encoding.UTF8.GetBytes(node), At.ToUnixTimeMilliseconds(), 15_000);
        }

        History.Apply(new ClusterDelta { At = At, NodeSamples = _nodes });
        return this;
    }

    public LiveRig Pass(double seconds)
    {
        At += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public T Read<T>(Func<HistoryReader, T> read) => History.Read(read, static (reader, read) => read(reader));

    public void Dispose() => History.Dispose();
}
