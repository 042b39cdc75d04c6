using System.Diagnostics.Metrics;
using System.Net;
using Dashboard.Server.Cluster;
using Dashboard.Server.Collection;
using Dashboard.Server.History;
using Dashboard.Simulator;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Bench;

/// <summary>The server's own parts, put together as the server does, and KubernetesClient as an application would use it.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public BenchCluster(string kubeconfig)
    {
        var options = Options.Create(new ClusterOptions { RequestTimeout = TimeSpan.FromMinutes(5) });
        Sockets = new SocketBudget(20);
        var factory = new ClusterClientFactory(
            options, Options.Create(new SimulatorOptions()), new ClusterSurroundings(kubeconfig, null, false), Sockets, TimeProvider.System);
        Connection = new ClusterConnection(factory, Sockets, options, TimeProvider.System, NullLogger<ClusterConnection>.Instance);
        Api = new ApiRequests(Connection, Skew, TimeProvider.System);
        Meter = new CollectionMeter(_services.GetRequiredService<IMeterFactory>(), Sockets);
        var typed = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        Typed = new Kubernetes(typed);
        var gzip = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        gzip.FirstMessageHandlerSetup = handler => handler.AutomaticDecompression = DecompressionMethods.GZip;
        TypedGzip = new Kubernetes(gzip);
    }

    public SocketBudget Sockets { get; }

    public ClusterConnection Connection { get; }

    public ClockSkew Skew { get; } = new();

    public ApiRequests Api { get; }

    public CollectionMeter Meter { get; }

    public CollectionOptions Collection { get; } = new();

    public Kubernetes Typed { get; }

    public Kubernetes TypedGzip { get; }

    /// <summary>The floor: the same request over the same connection, and the bytes are thrown away.</summary>
    public Task<long> ReadBytesAsync(string path) => Api.GetAsync(path, "bytes", TimeSpan.FromMinutes(5), async (body, patience) =>
    {
        var total = 0L;
        int read;
        while ((read = await body.ReadAtLeastAsync(_buffer, _buffer.Length / 2, throwOnEndOfStream: false, patience.Token)) > 0)
        {
            total += read;
        }

        return total;
    }, CancellationToken.None);

    public ListWatch<PodFacts> WatchPods(Changes changes, SourceTracker sources) => new(
        new Watched<PodFacts>(
            "api/v1/pods", "pods", SourceKind.Pods, new PodFactsReader(new Workloads()), changes.Replace, changes.Upsert, changes.Remove),
        Api, sources, changes, Meter, Collection, TimeSpan.FromMinutes(5), TimeProvider.System, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        Typed.Dispose();
        TypedGzip.Dispose();
        Meter.Dispose();
        await _services.DisposeAsync();
    }
}
