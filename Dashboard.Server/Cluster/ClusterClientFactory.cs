using System.Net;
using Dashboard.Diagnostics;
using Dashboard.Simulator;
using k8s;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Cluster;

/// <summary>Makes the client of the chosen cluster. Certificates, tokens and exec plugins stay KubernetesClient's; the pool's bounds are ours.</summary>
internal sealed class ClusterClientFactory(
    IOptions<ClusterOptions> options,
    IOptions<SimulatorOptions> simulatorOptions,
    ClusterSurroundings surroundings,
    SocketBudget sockets,
    TimeProvider timeProvider) : IAsyncDisposable
{
    private readonly ClusterOptions _options = options.Value;
    private SimulatedApiServer? _simulator;

    public ClusterChoice Choice { get; } = ClusterChoice.Make(options.Value, surroundings);

    /// <summary>What is shown, as far as it is known before a client was made.</summary>
    public ClusterIdentity FirstIdentity => Choice.Origin switch
    {
        ClusterOrigin.Simulator => new(ClusterOrigin.Simulator, "simulated cluster", Choice.Demo),
        ClusterOrigin.InCluster => new(ClusterOrigin.InCluster, "in-cluster API server", Demo: false),
        _ => new(ClusterOrigin.Kubeconfig, _options.Context ?? "kubeconfig", Demo: false),
    };

    /// <summary>Makes a client; an exec plugin runs in here.</summary>
    /// <exception cref="ClusterConfigurationException">It cannot be made.</exception>
    public async Task<ClusterClient> CreateAsync(CancellationToken cancellationToken)
    {
        var files = new CredentialFiles(Choice.KubeconfigFiles);
        var fingerprint = string.Empty;
        try
        {
            var (configuration, credentialFiles) = Choice.Origin switch
            {
                ClusterOrigin.Simulator => (await SimulatedAsync(cancellationToken), []),
                ClusterOrigin.InCluster => (InCluster(), new[] { Path.Combine(ClusterSurroundings.ServiceAccountDirectory, "ca.crt") }),
                _ => await Task.Run(FromKubeconfig, cancellationToken),
            };
            files = new CredentialFiles(credentialFiles);

            // Before the client reads the certificates: what is written in between is seen as a change at the next look.
            fingerprint = files.Fingerprint();
            configuration.FirstMessageHandlerSetup = Bound;
            configuration.UserAgent = "dashboard";
            configuration.HttpClientTimeout = _options.RequestTimeout;
            var identity = FirstIdentity;
            if (Choice.Origin == ClusterOrigin.Kubeconfig)
            {
                identity = identity with { Name = configuration.CurrentContext ?? identity.Name };
            }

            return new ClusterClient(new Kubernetes(configuration), identity, files, fingerprint);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ClusterConfigurationException))
        {
            throw Choice.Origin switch
            {
                ClusterOrigin.Simulator => new ClusterConfigurationException(
                    $"The simulated cluster did not start: {failure.Message}", "Look at the settings of section Simulator.", failure),
                ClusterOrigin.InCluster => new ClusterConfigurationException(
                    $"The in-cluster account cannot be used: {failure.Message}",
                    "Mount a service account (automountServiceAccountToken), or set Cluster:Source.",
                    failure),
                _ => new ClusterConfigurationException(
                    $"The kubeconfig {string.Join(Path.PathSeparator, Choice.KubeconfigFiles)} cannot be used: {failure.Message}",
                    "Try it with kubectl, mend the file (it is read again by itself), or name another with --kubeconfig.",
                    failure),
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }
    }

    private async Task<KubernetesClientConfiguration> SimulatedAsync(CancellationToken cancellationToken)
    {
        _simulator ??= await SimulatedApiServer.StartAsync(simulatorOptions.Value, timeProvider, cancellationToken);
        using var kubeconfig = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(_simulator.Kubeconfig));
        return await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(kubeconfig);
    }

    private static KubernetesClientConfiguration InCluster() => KubernetesClientConfiguration.IsInCluster()
        ? KubernetesClientConfiguration.InClusterConfig()
        : throw new ClusterConfigurationException(
            "No in-cluster account was found: KUBERNETES_SERVICE_HOST or the account's token is missing.",
            "Run in a pod with a service account (automountServiceAccountToken), or set Cluster:Source.");

    private (KubernetesClientConfiguration Configuration, string[] Files) FromKubeconfig()
    {
        var files = Choice.KubeconfigFiles.Where(File.Exists).ToArray();
        if (files.Length == 0)
        {
            throw new ClusterConfigurationException(
                Choice.KubeconfigFiles.Count == 0 ? "No kubeconfig is named and ~/.kube/config is missing."
                    : $"The kubeconfig {string.Join(Path.PathSeparator, Choice.KubeconfigFiles)} does not exist.",
                "Name a file with --kubeconfig, KUBECONFIG or Cluster:Kubeconfig.");
        }

        var document = Kubeconfig.Load(files);
        KubernetesClientConfiguration.ExecTimeout = _options.ExecTimeout;
        return (KubernetesClientConfiguration.BuildConfigFromConfigObject(document, _options.Context), [.. Choice.KubeconfigFiles, .. Kubeconfig.Files(document)]);
    }

    private void Bound(SocketsHttpHandler handler)
    {
        // For HTTP/1.1; HTTP/2 multiplexes every request and watch over one connection, and a second would gain nothing
        // below the 100 streams that an API server allows: EnableMultipleHttp2Connections stays off.
        handler.MaxConnectionsPerServer = _options.MaxConnections;
        handler.ConnectTimeout = _options.ConnectTimeout;
        handler.PooledConnectionIdleTimeout = _options.PooledConnectionIdleTimeout;
        handler.KeepAlivePingDelay = _options.KeepAlivePingDelay;
        handler.KeepAlivePingTimeout = _options.KeepAlivePingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.AutomaticDecompression = DecompressionMethods.GZip;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectCallback = sockets.ConnectAsync;

        // /debug/connections shows the sockets to the API under this name: a second handler of it would be the leak of the story.
        handler.MeterFactory = HttpClientOwner.Named("kubernetes");
    }
}
