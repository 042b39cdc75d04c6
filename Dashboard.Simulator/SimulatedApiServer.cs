namespace Dashboard.Simulator;

/// <summary>A Kubernetes API on loopback TLS with a living cluster in it. Disposing stops it.</summary>
public sealed class SimulatedApiServer : IAsyncDisposable
{
    private SimulatedApiServer(SimulatorOptions options) => Options = options;

    public SimulatorOptions Options { get; }

    /// <summary>https://127.0.0.1:port</summary>
    public Uri Address => throw new NotImplementedException();

    /// <summary>A kubeconfig (YAML) with the CA, a client certificate and the address.</summary>
    public string Kubeconfig => throw new NotImplementedException();

    /// <summary>Makes the cluster and listens; returns when the API answers.</summary>
    public static Task<SimulatedApiServer> StartAsync(SimulatorOptions options, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default) =>
        throw new NotImplementedException($"{new SimulatedApiServer(options)} {timeProvider} {cancellationToken}");

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
