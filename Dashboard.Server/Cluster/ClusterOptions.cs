using Microsoft.Extensions.Options;

namespace Dashboard.Server.Cluster;

/// <summary>Section "Cluster": where the cluster is, and the bounds of the one connection pool to its API server.</summary>
internal sealed class ClusterOptions
{
    public const string Section = "Cluster";

    /// <summary>Auto takes the first that is configured: a named kubeconfig, the in-cluster account, ~/.kube/config, the simulator.</summary>
    public ClusterSourceChoice Source { get; set; } = ClusterSourceChoice.Auto;

    /// <summary>Kubeconfig files, separated as in PATH. Also --kubeconfig or the environment variable KUBECONFIG. Default: none.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>The kubeconfig's context. Default: its current one.</summary>
    public string? Context { get; set; }

    /// <summary>Sockets to the API server at most, 2 to 100. Over HTTP/2 one is enough for all requests.</summary>
    public int MaxConnections { get; set; } = 20;

    /// <summary>For TCP, TLS and the wait for a free socket, 1 s to 1 min.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For a whole answer; of a list, between two pieces of it; never for a watch. 1 s to 5 min.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An unused socket is closed after it, 5 s to 30 min.</summary>
    public TimeSpan PooledConnectionIdleTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A silent HTTP/2 connection with requests on it is pinged after this, 5 s to 10 min.</summary>
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>And given up after this, 1 s to 1 min.</summary>
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the credentials' files are looked at, and how often at most a refused client is made anew; 1 s to 10 min.</summary>
    public TimeSpan CredentialCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>For an exec plugin to answer, 1 s to 5 min.</summary>
    public TimeSpan ExecTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

internal enum ClusterSourceChoice
{
    Auto,
    InCluster,
    Kubeconfig,
    Simulator,
}

internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!Enum.IsDefined(options.Source))
        {
            result.AddError("Cluster:Source must be Auto, InCluster, Kubeconfig or Simulator.");
        }

        if (options.MaxConnections is < 2 or > 100)
        {
            result.AddError($"Cluster:MaxConnections is {options.MaxConnections}; set it to 2 to 100 (default 20).");
        }

        Range(result, nameof(options.ConnectTimeout), options.ConnectTimeout, 1, 60);
        Range(result, nameof(options.RequestTimeout), options.RequestTimeout, 1, 300);
        Range(result, nameof(options.PooledConnectionIdleTimeout), options.PooledConnectionIdleTimeout, 5, 1800);
        Range(result, nameof(options.KeepAlivePingDelay), options.KeepAlivePingDelay, 5, 600);
        Range(result, nameof(options.KeepAlivePingTimeout), options.KeepAlivePingTimeout, 1, 60);
        Range(result, nameof(options.CredentialCheckInterval), options.CredentialCheckInterval, 1, 600);
        Range(result, nameof(options.ExecTimeout), options.ExecTimeout, 1, 300);
        return result.Build();
    }

    private static void Range(ValidateOptionsResultBuilder result, string key, TimeSpan value, int fromSeconds, int toSeconds)
    {
        if (value < TimeSpan.FromSeconds(fromSeconds) || value > TimeSpan.FromSeconds(toSeconds))
        {
            result.AddError($"Cluster:{key} is {value}; set it to {TimeSpan.FromSeconds(fromSeconds)} to {TimeSpan.FromSeconds(toSeconds)} (hh:mm:ss).");
        }
    }
}
