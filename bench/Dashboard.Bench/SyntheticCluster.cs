using System.Text;
using Dashboard.Server.History;

namespace Dashboard.Bench;

/// <summary>Pods with two containers each, and answers of metrics for them, without any API in between.</summary>
internal sealed class SyntheticCluster(int pods)
{
    private static readonly string[] Containers = ["app", "proxy"];

    private readonly byte[][] _names = [.. Enumerable.Range(0, pods).Select(i => Encoding.UTF8.GetBytes(Name(i)))];
    private readonly byte[][] _containers = [.. Containers.Select(Encoding.UTF8.GetBytes)];

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public SampleBatch Batch { get; } = new();

    public IReadOnlyList<PodFacts> Facts { get; } = [.. Enumerable.Range(0, pods).Select(i => new PodFacts
    {
        Uid = $"0f8fad5b-d9cb-469f-a165-{i:x12}",
        Namespace = "namespace-of-a-team",
        Name = Name(i),
        Workload = new WorkloadRef("Deployment", $"workload-{i / 5}"),
        Node = $"node-{i % 100}",
        Phase = "Running",
        Status = "Running",
        CreatedAt = Start - TimeSpan.FromDays(1),
        Containers = [.. Containers.Select(name => new ContainerFacts
        {
            Name = name,
            Kind = ContainerKind.Main,
            State = ContainerState.Running,
            StartedAt = Start - TimeSpan.FromDays(1),
            CpuRequestNanocores = 100_000_000,
            CpuLimitNanocores = 1_000_000_000,
            MemoryRequestBytes = 128 << 20,
            MemoryLimitBytes = 512 << 20,
            Ready = true,
        })],
    })];

    /// <summary>Fills <see cref="Batch"/> with one answer.</summary>
    public void Sample(DateTimeOffset at)
    {
        Batch.Clear();
        for (var pod = 0; pod < _names.Length; pod++)
        {
            foreach (var container in _containers)
            {
                Batch.AddUsage(container, 100_000_000 + (pod * 7919 + at.Second * 104_729) % 400_000_000, (64L << 20) + pod * 4096);
            }

            Batch.EndRow("namespace-of-a-team"u8, _names[pod], at.ToUnixTimeMilliseconds(), 15_000);
        }
    }

    private static string Name(int i) => $"workload-{i / 5}-6d4b75cb6d-{i:x5}";
}
