using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pages;

/// <summary>The header of every page.</summary>
internal sealed record Status
{
    public required long Version { get; init; }

    public required long At { get; init; }

    /// <summary>What is shown: "simulated cluster", a kubeconfig's context, or the in-cluster API server.</summary>
    public required string Cluster { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ClusterSource Source { get; init; }

    /// <summary>The embedded demo is shown because no cluster is configured.</summary>
    public required bool Demo { get; init; }

    public required string ServerVersion { get; init; }

    /// <summary>Milliseconds between two polls.</summary>
    public required long CollectionIntervalMilliseconds { get; init; }

    public required Source[] Sources { get; init; }
}
