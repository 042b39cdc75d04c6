namespace Dashboard.Server.Export;

/// <summary>What <c>/metrics</c> gives. Section <c>Export</c>.</summary>
internal sealed class ExportOptions
{
    public const string Section = "Export";

    /// <summary>Whether each pod and container has series of its own, default true. Nodes and totals are always there.</summary>
    public bool PerPod { get; set; } = true;
}
