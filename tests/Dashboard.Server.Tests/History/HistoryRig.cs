using System.Text;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.History;

/// <summary>A history with a clock of its own and short words for what comes in.</summary>
internal sealed class HistoryRig(HistoryOptions? options = null) : IDisposable
{
    private readonly SampleBatch _batch = new();

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public ClusterHistory History { get; } = new(options);

    public DateTimeOffset At { get; set; } = Start;

    public static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    public static PodFacts Pod(string name, string? uid = null, string phase = "Running", string? node = "n1", WorkloadRef? workload = null, params ContainerFacts[] containers) => new()
    {
        Uid = uid ?? "uid-" + name,
        Namespace = "default",
        Name = name,
        Workload = workload ?? new WorkloadRef("Deployment", "web"),
        Node = node,
        Phase = phase,
        Status = phase,
        CreatedAt = Start - TimeSpan.FromHours(1),
        Containers = containers.Length > 0 ? containers : [Container("app")],
    };

    public static ContainerFacts Container(string name, ContainerState state = ContainerState.Running, int restarts = 0, ContainerTermination? last = null) => new()
    {
        Name = name,
        Kind = ContainerKind.Main,
        State = state,
        StartedAt = state == ContainerState.Running ? Start - TimeSpan.FromHours(1) : null,
        RestartCount = restarts,
        LastTermination = last,
    };

    public static NodeFacts Node(string name, bool ready = true) => new()
    {
        Name = name,
        Uid = "uid-" + name,
        CreatedAt = Start - TimeSpan.FromDays(1),
        Status = ready ? "Ready" : "NotReady",
        Ready = ready,
    };

    public static SourceState Source(SourceKind kind, SourceCondition condition) => new(kind, condition, Start);

    public void Pods(params PodFacts[] pods) => History.Apply(new ClusterDelta { At = At, Pods = pods });

    /// <summary>One answer of pod metrics, read now.</summary>
    public void Samples(params (string Pod, DateTimeOffset At, (string Container, long Cpu, long Memory)[] Usages)[] rows)
    {
        _batch.Clear();
        foreach (var (pod, at, usages) in rows)
        {
            foreach (var (container, cpu, memory) in usages)
            {
                _batch.AddUsage(Encoding.UTF8.GetBytes(container), cpu, memory);
            }

            _batch.EndRow("default"u8, Encoding.UTF8.GetBytes(pod), Ms(at), 15_000);
        }

        History.Apply(new ClusterDelta { At = At, PodSamples = _batch });
    }

    /// <summary>One answer with a sample of a single container "app", taken and read now.</summary>
    public void Sample(string pod, long cpu, long memory) => Samples((pod, At, [("app", cpu, memory)]));

    public void NodeSamples(params (string Node, long Cpu, long Memory)[] rows)
    {
        _batch.Clear();
        foreach (var (node, cpu, memory) in rows)
        {
            _batch.AddUsage(default, cpu, memory);
            _batch.EndRow(default, Encoding.UTF8.GetBytes(node), Ms(At), 15_000);
        }

        History.Apply(new ClusterDelta { At = At, NodeSamples = _batch });
    }

    public void Pass(double seconds) => At += TimeSpan.FromSeconds(seconds);

    public T Read<T>(Func<HistoryReader, T> read) => History.Read(read, (reader, read) => read(reader));

    public (long Cpu, long Memory, WhyAbsent Why) Latest(string uid) => Read(reader =>
    {
        Assert.True(reader.TryFindPod(uid, out var slot));
        return (reader.PodCpuNanocores[slot], reader.PodWorkingSetBytes[slot], reader.PodWhyAbsent(slot));
    });

    public SeriesData Series(SeriesKey key, Resolution resolution = Resolution.Sample) =>
        Read(reader => reader.Series(key, DateTimeOffset.UnixEpoch, resolution)) ?? throw new InvalidOperationException($"no line {key}");

    public void Dispose() => History.Dispose();
}
