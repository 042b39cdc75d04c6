namespace Dashboard.Server.Cluster;

/// <summary>Where the cluster is.</summary>
internal enum ClusterOrigin
{
    Simulator,
    Kubeconfig,
    InCluster,
}

/// <summary>What is shown, for a person.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Name">"simulated cluster", the kubeconfig's context, or "in-cluster API server".</param>
/// <param name="Demo">The embedded demo is shown because no cluster is configured.</param>
internal sealed record ClusterIdentity(ClusterOrigin Origin, string Name, bool Demo);

/// <summary>What the process finds around itself.</summary>
/// <param name="NamedKubeconfig">--kubeconfig or KUBECONFIG.</param>
/// <param name="HomeKubeconfig">~/.kube/config, null when there is none or it is blank.</param>
/// <param name="HasServiceAccount">The API server is named in the environment and an account is mounted.</param>
internal sealed record ClusterSurroundings(string? NamedKubeconfig, string? HomeKubeconfig, bool HasServiceAccount)
{
    public const string ServiceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static ClusterSurroundings Find(IConfiguration configuration)
    {
        // The command line's --kubeconfig and the environment's KUBECONFIG are one key of the configuration; the command line wins.
        var named = configuration["kubeconfig"];
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return new ClusterSurroundings(
            string.IsNullOrWhiteSpace(named) ? null : named,
            new FileInfo(home) is { Exists: true, Length: > 1 } ? home : null,
            !string.IsNullOrEmpty(configuration["KUBERNETES_SERVICE_HOST"]) && Directory.Exists(ServiceAccountDirectory));
    }
}

/// <summary>Which cluster to show. What is configured is taken even when it turns out to be broken: never the demo instead of it.</summary>
/// <param name="Origin">Where it is.</param>
/// <param name="KubeconfigFiles">For a kubeconfig: its files.</param>
/// <param name="Demo">Nothing was configured.</param>
internal sealed record ClusterChoice(ClusterOrigin Origin, IReadOnlyList<string> KubeconfigFiles, bool Demo)
{
    public static ClusterChoice Make(ClusterOptions options, ClusterSurroundings around)
    {
        var named = string.IsNullOrWhiteSpace(options.Kubeconfig) ? around.NamedKubeconfig : options.Kubeconfig;
        return options.Source switch
        {
            ClusterSourceChoice.InCluster => InCluster,
            ClusterSourceChoice.Simulator => new(ClusterOrigin.Simulator, [], Demo: false),
            ClusterSourceChoice.Kubeconfig => Kubeconfig(named ?? around.HomeKubeconfig),
            _ when named is not null => Kubeconfig(named),
            _ when around.HasServiceAccount => InCluster,
            _ when around.HomeKubeconfig is not null => Kubeconfig(around.HomeKubeconfig),
            _ => new(ClusterOrigin.Simulator, [], Demo: true),
        };
    }

    private static ClusterChoice InCluster => new(ClusterOrigin.InCluster, [], Demo: false);

    private static ClusterChoice Kubeconfig(string? files) => new(
        ClusterOrigin.Kubeconfig,
        files?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
        Demo: false);
}
