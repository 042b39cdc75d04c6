namespace Dashboard.Simulator;

/// <summary>What cluster to simulate. The same values give the same cluster.</summary>
public sealed record SimulatorOptions
{
    /// <summary>TCP port on loopback; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>Where to write the kubeconfig once the API answers; null writes none.</summary>
    public string? KubeconfigPath { get; init; }

    /// <summary>How many pods, 0 to 200,000.</summary>
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

    /// <summary>
    /// How many changes of each kind are kept for watches and pages that ask for an older version, 16 to 1,000,000; null: four for each pod,
    /// at least 8,192 and at most 131,072.
    /// </summary>
    public int? WatchHistory { get; init; }

    /// <summary>How often a watch that asked for bookmarks gets one: 100 ms to 1 h, on the wall clock.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Faults from the start, in the form <c>podMetrics=Unavailable,for=30s</c>; see <see cref="SimulatedFaults"/>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    internal int EffectiveWatchHistory => WatchHistory ?? Math.Clamp(Pods * 4, 8_192, 131_072);

    /// <summary>Throws with the name of the value, its range and what to do.</summary>
    internal void Validate()
    {
        Check(nameof(Port), Port, 0, 65_535, "choose a free port, or 0 to let the system choose");
        Check(nameof(Pods), Pods, 0, 200_000, "ask for fewer or more pods");
        Check(nameof(Nodes), Nodes, 1, 5_000, "ask for fewer or more nodes");
        Check(nameof(Speed), Speed, 0.1, 3_600, "1 is real time, 60 an hour in a minute");
        Check(nameof(Churn), Churn, 0, 1, "0.1 replaces a tenth of the pods each simulated minute");
        if (WatchHistory is { } changes) Check(nameof(WatchHistory), changes, 16, 1_000_000, "leave it out for as many as suit the number of pods");
        Check(nameof(BookmarkInterval), BookmarkInterval.TotalSeconds, 0.1, 3_600, "a minute is what the API server does");
    }

    private static void Check(string name, double value, double low, double high, string remedy)
    {
        if (value >= low && value <= high) return;
        throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}, but must be between {low} and {high}: {remedy}"));
    }
}
