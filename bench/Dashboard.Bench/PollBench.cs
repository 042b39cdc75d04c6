using Dashboard.Server.Collection;
using Dashboard.Server.History;
using k8s;

namespace Dashboard.Bench;

/// <summary>One poll of pod metrics: fetch, parse, store.</summary>
internal static class PollBench
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        await using var simulator = await SimulatorProcess.StartAsync(arguments.Pods);
        await using var cluster = new BenchCluster(simulator.Kubeconfig);
        var history = new ClusterHistory(new HistoryOptions());
        var sources = new SourceTracker(TimeProvider.System);
        var changes = new Changes(
            history.Apply, () => new CollectionStatus { ClusterName = "bench", Source = ClusterSource.Kubeconfig, Interval = arguments.Interval }, TimeProvider.System);

        // The pods are known before, as in the server; then the watch ends, so that its events are not measured.
        using (var stop = new CancellationTokenSource())
        {
            var watch = cluster.WatchPods(changes, sources);
            var running = watch.RunAsync(stop.Token);
            await watch.Tried;
            await stop.CancelAsync();
            await running;
        }

        changes.HandOver();
        var poll = new MetricsPoll(
            SourceKind.PodMetrics, cluster.Api, sources, changes, cluster.Skew, cluster.Meter, cluster.Collection, TimeSpan.FromMinutes(5), () => true, TimeProvider.System);
        const string Path = "apis/metrics.k8s.io/v1beta1/pods";
        await Paced.MeasureAsync(
            arguments,
            [
                ("floor: read the bytes (gzip)", () => cluster.ReadBytesAsync(Path)),
                ("ours: fetch, parse, store (gzip)", async () =>
                {
                    var batch = await poll.PollAsync(CancellationToken.None) ?? throw new InvalidOperationException(sources.Get(SourceKind.PodMetrics).Message);
                    changes.HandOver(batch);
                    return batch.Count;
                }),
                ("ours without the store", async () => (await poll.PollAsync(CancellationToken.None))!.Count),
                ("KubernetesClient GetKubernetesPodsMetricsAsync", async () => (await cluster.Typed.GetKubernetesPodsMetricsAsync()).Items.Count()),
                ("KubernetesClient, gzip switched on", async () => (await cluster.TypedGzip.GetKubernetesPodsMetricsAsync()).Items.Count()),
            ],
            "floor: read the bytes (gzip)");
        Console.WriteLine($"Sockets to the API at most: {cluster.Sockets.Peak}. Bytes of an answer: {poll.Bytes}.");
        return 0;
    }
}
