namespace Dashboard.Simulator;

/// <summary>What cluster to simulate. The same values give the same cluster.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on loopback; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Where to write the kubeconfig once the API answers; null writes none.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>How many pods, 1 to 200,000.</summary>
    public int Pods { get; init; } = 200;

    /// <summary>How many nodes, 1 to 5,000.</summary>
    public int Nodes { get; init; } = 8;

    public int Seed { get; init; } = 1;

    /// <summary>
    /// How many times faster than real the cluster lives: its loads, leaks, restarts, rollouts. Its clock stays the wall clock, and its
    /// metrics change every 15 s / Speed, at most once a second. 0.1 to 3,600.
    /// </summary>
    public double Speed { get; init; } = 1;

    /// <summary>Share of the pods that are replaced each simulated minute, 0 to 1, on top of what the cluster does by itself.</summary>
    public double Churn { get; init; }
}
