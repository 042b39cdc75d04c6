using System.Text;
using k8s;
using k8s.Models;

namespace Dashboard.Simulator.Tests.Api;

public sealed class TypedClientTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("simulator")]
    [InlineData("simulator-token")]
    [InlineData("simulator-dashboard")]
    public async Task KubernetesClient_lists_pods_nodes_and_metrics_by_each_context(string context)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions(), cancellationToken: Cancelled);
        using var client = Client(server, context);

        var pods = await client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: Cancelled);
        var nodes = await client.CoreV1.ListNodeAsync(cancellationToken: Cancelled);
        var metrics = await client.GetKubernetesPodsMetricsAsync();
        var nodeMetrics = await client.GetKubernetesNodesMetricsAsync();

        Assert.Equal(200, pods.Items.Count);
        Assert.Equal(8, nodes.Items.Count);
        Assert.Equal(8, nodeMetrics.Items.Count());
        var running = pods.Items.Where(p => p.Status.ContainerStatuses?.Any(c => c.State.Running is not null) == true).ToDictionary(p => $"{p.Namespace()}/{p.Name()}");
        Assert.InRange(metrics.Items.Count(), 150, running.Count);
        foreach (var sample in metrics.Items)
        {
            var pod = running[$"{sample.Metadata.NamespaceProperty}/{sample.Metadata.Name}"];
            Assert.All(sample.Containers, c =>
            {
                var spec = pod.Spec.Containers.Concat(pod.Spec.InitContainers ?? []).Single(s => s.Name == c.Name);
                Assert.True(c.Usage["memory"].ToDecimal() > 0);
                if (spec.Resources.Limits?.TryGetValue("memory", out var limit) == true) Assert.True(c.Usage["memory"].ToDecimal() <= limit.ToDecimal(), $"{pod.Name()} above its limit");
            });
        }
    }

    [Fact]
    public async Task KubernetesClient_watches_a_pod_being_replaced()
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Speed = 60 }, cancellationToken: Cancelled);
        using var client = Client(server, "simulator");
        var list = await client.CoreV1.ListNamespacedPodAsync("shop", labelSelector: "app=cart", cancellationToken: Cancelled);
        var doomed = list.Items[0];

        await client.CoreV1.DeleteNamespacedPodAsync(doomed.Name(), "shop", cancellationToken: Cancelled);

        var (deleted, added) = (false, "");
        await foreach (var (type, pod) in client.CoreV1.WatchListNamespacedPodAsync(
            "shop", labelSelector: "app=cart", resourceVersion: list.Metadata.ResourceVersion, cancellationToken: Cancelled))
        {
            if (type == WatchEventType.Deleted && pod.Uid() == doomed.Uid()) deleted = true;
            if (type == WatchEventType.Added) added = pod.Uid();
            if (deleted && type == WatchEventType.Modified && pod.Uid() == added && pod.Status.Conditions.Any(c => c is { Type: "Ready", Status: "True" })) break;
        }

        Assert.True(deleted);
        Assert.NotEqual(doomed.Uid(), added);
    }

    [Fact]
    public async Task Who_brings_nothing_is_refused_and_who_may_not_is_told_what()
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 20 }, cancellationToken: Cancelled);
        using var nobody = new SimulatorClient(server, "wrong");
        using var alice = new SimulatorClient(server, "alice-token");

        var refused = await nobody.GetAsync("/api/v1/pods");
        var forbidden = await alice.GetAsync("/api/v1/pods");
        var allowed = await alice.GetAsync("/api/v1/namespaces/shop/pods");

        Assert.Equal(401, refused.GetProperty("code").GetInt32());
        Assert.Equal(403, forbidden.GetProperty("code").GetInt32());
        Assert.Equal("pods is forbidden: User \"alice\" cannot list resource \"pods\" in API group \"\" at the cluster scope", forbidden.GetProperty("message").GetString());
        Assert.Equal("PodList", allowed.GetProperty("kind").GetString());
    }

    internal static Kubernetes Client(SimulatedApiServer server, string context)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(server.Kubeconfig));
        var loaded = KubernetesYaml.LoadFromStreamAsync<k8s.KubeConfigModels.K8SConfiguration>(stream).GetAwaiter().GetResult();
        return new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigObject(loaded, context));
    }
}
