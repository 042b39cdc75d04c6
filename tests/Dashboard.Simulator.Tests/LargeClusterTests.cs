namespace Dashboard.Simulator.Tests;

public sealed class LargeClusterTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Far above what it takes (about 2 s), and far below what anything quadratic in the pods would take.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Ten_thousand_pods_are_listed_paged_and_measured_in_time_that_grows_with_their_number()
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 10_000, Nodes = 100, Churn = 0.05 }, cancellationToken: Cancelled);
        using var client = new SimulatorClient(server);

        var metrics = await client.GetAsync("/apis/metrics.k8s.io/v1beta1/pods");
        var pages = 0;
        var pods = 0;
        for (var token = ""; ; pages++)
        {
            var page = await client.GetAsync($"/api/v1/pods?limit=500&continue={token}", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
            pods += page.GetProperty("items").GetArrayLength();
            if (!page.GetProperty("metadata").TryGetProperty("continue", out var next)) break;
            token = next.GetString()!;
            server.ReplacePods(0.01);
        }

        Assert.InRange(metrics.GetProperty("items").GetArrayLength(), 9_800, 10_000);
        Assert.InRange(pods, 10_000, 10_100);
        Assert.InRange(pages, 19, 21);
    }
}
