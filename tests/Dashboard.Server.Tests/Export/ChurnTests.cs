using Dashboard.Server.History;
using Dashboard.Server.Tests.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.Export;

[Collection(nameof(AloneOnTheHeap))]
public sealed class ChurnTests
{
    private const int Pods = 1_000;
    private const int Generations = 20;

    // The heap differs by 1 to 4 MB between rounds of the same work (buffers of the server, the client and the parser). Were the 10,000 dead pods of a round kept,
    // it would be more than 10 MB: the second test shows that it is seen.
    private const long Noise = 6_000_000;

    [Fact]
    public async Task Every_living_pod_and_no_dead_one_is_there_each_time_and_memory_ends_where_it_began()
    {
        var grown = await GrowthAsync(retention: "00:00:00");

        Assert.InRange(grown, long.MinValue, Noise);
    }

    [Fact]
    public async Task The_same_measure_sees_dead_pods_that_are_kept()
    {
        var grown = await GrowthAsync(retention: "7.00:00:00");

        Assert.InRange(grown, 2 * Noise, long.MaxValue);
    }

    private static async Task<long> GrowthAsync(string retention)
    {
        await using var server = await ExportServer.StartAsync(("History:GonePodRetention", retention), ("History:GoneTotalRetention", "00:00:00"));
        var pods = Enumerable.Range(0, Pods).Select(i => Pod($"g0-{i}")).ToList();
        server.SetPods(pods);

        // The bounded rings of marks must be full, and buffers as large as they get, before memory is compared.
        pods = await ChurnAsync(server, pods, firstGeneration: 1, Generations);
        var began = SettledHeap.Bytes();
        await ChurnAsync(server, pods, firstGeneration: 1 + Generations, Generations);
        var grown = SettledHeap.Bytes() - began;
        TestContext.Current.TestOutputHelper?.WriteLine($"{grown} bytes more after {Generations} generations");
        return grown;
    }

    private static async Task<List<PodFacts>> ChurnAsync(ExportServer server, List<PodFacts> pods, int firstGeneration, int generations)
    {
        for (var generation = firstGeneration; generation < firstGeneration + generations; generation++)
        {
            pods = [.. pods[(Pods / 2)..], .. Enumerable.Range(0, Pods / 2).Select(i => Pod($"g{generation}-{i}"))];
            server.SetPods(pods);
            var exposition = Exposition.Parse(await server.ScrapeAsync(), openMetrics: false);
            Assert.Equal(pods.Select(pod => pod.Uid).Order(), exposition["k8s_pod_cpu_usage"].Select(sample => sample.Labels["k8s_pod_uid"]).Order());
            Assert.DoesNotContain(exposition.Samples, sample => sample.Labels.ContainsKey("otel_metric_overflow"));
        }

        return pods;
    }
}
