namespace Dashboard.Server.Cluster;

/// <summary>The configured cluster cannot be asked at all: its kubeconfig, certificate or plugin is broken.</summary>
internal sealed class ClusterConfigurationException(string message, string remedy, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do about it, for a person.</summary>
    public string Remedy { get; } = remedy;
}
