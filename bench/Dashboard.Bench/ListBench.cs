using Dashboard.Server.Collection;
using Dashboard.Server.History;
using k8s;

namespace Dashboard.Bench;

/// <summary>The first list of pods, into facts.</summary>
internal static class ListBench
{
    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        await using var simulator = await SimulatorProcess.StartAsync(arguments.Pods);
        await using var cluster = new BenchCluster(simulator.Kubeconfig);
        var body = new BodyReader();
        await Paced.MeasureAsync(
            // The first list is read once in a server's life: nothing of it is warm.
            arguments with { WarmUp = 1 },
            [
                ("floor: read the bytes (gzip)", () => cluster.ReadBytesAsync("api/v1/pods?resourceVersion=0")),
                ("ours: facts of all pods (gzip)", async () =>
                {
                    var list = new ObjectListReader<PodFacts>(new PodFactsReader(new Workloads()));
                    list.Begin();
                    await cluster.Api.GetAsync(
                        "api/v1/pods?resourceVersion=0", "pods", TimeSpan.FromMinutes(5),
                        async (stream, patience) => await body.ReadListAsync(stream, list, null, patience.Token), CancellationToken.None);
                    return list.Facts.Count;
                }),
                ("KubernetesClient, one list", async () => (await cluster.Typed.CoreV1.ListPodForAllNamespacesAsync(resourceVersion: "0")).Items.Count),
                ("KubernetesClient, pages of 500", async () =>
                {
                    var count = 0;
                    string? next = null;
                    do
                    {
                        var page = await cluster.Typed.CoreV1.ListPodForAllNamespacesAsync(limit: 500, continueParameter: next);
                        count += page.Items.Count;
                        next = page.Metadata.ContinueProperty;
                    }
                    while (!string.IsNullOrEmpty(next));
                    return count;
                }),
            ],
            "floor: read the bytes (gzip)");
        return 0;
    }
}
