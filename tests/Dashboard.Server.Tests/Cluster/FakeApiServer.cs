using Dashboard.Server.Cluster;
using Dashboard.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Tests.Cluster;

/// <summary>A Kestrel on loopback that answers as a test says, and a folder with a kubeconfig for it.</summary>
internal sealed class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApiServer(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("dashboard-test-").FullName;

    public string KubeconfigPath => Path.Combine(Directory, "config");

    public static async Task<FakeApiServer> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var server = new FakeApiServer(app);
        server.WriteKubeconfig("token: first");
        return server;
    }

    /// <summary>Writes the kubeconfig anew.</summary>
    /// <param name="user">The user's credentials, as flow or indented by six.</param>
    public void WriteKubeconfig(string user) => File.WriteAllText(KubeconfigPath, $"""
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {"{"}cluster: fake, user: me{"}"}
        clusters:
        - name: fake
          cluster: {"{"}server: "{Address}"{"}"}
        users:
        - name: me
          user:
            {user}
        """);

    public ClusterConnection Connect(TimeProvider? timeProvider = null, ClusterOptions? options = null) => Connect(KubeconfigPath, timeProvider, options);

    public static ClusterConnection Connect(string? kubeconfig, TimeProvider? timeProvider = null, ClusterOptions? options = null)
    {
        var clusterOptions = Options.Create(options ?? new ClusterOptions());
        var sockets = new SocketBudget(clusterOptions.Value.MaxConnections);
        var factory = new ClusterClientFactory(
            clusterOptions, Options.Create(new SimulatorOptions()), new ClusterSurroundings(kubeconfig, null, false), sockets, timeProvider ?? TimeProvider.System);
        return new ClusterConnection(factory, sockets, clusterOptions, timeProvider ?? TimeProvider.System, NullLogger<ClusterConnection>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
