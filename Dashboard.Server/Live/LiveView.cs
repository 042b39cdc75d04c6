using System.Text.Json.Serialization.Metadata;
using Dashboard.Server.History;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live;

/// <summary>Something that can be asked of every version: a key that is equal for equal questions, and how to answer.</summary>
/// <param name="Key">Equal for questions with the same answer.</param>
/// <param name="Read">Computes the answer; null when there is none yet. Runs while the version is held, so it only computes.</param>
/// <param name="Json">How the answer is written, after the version was let go.</param>
internal sealed record LiveView<T>(string Key, Func<HistoryReader, T?> Read, JsonTypeInfo<T> Json)
    where T : class;

internal static class LiveViews
{
    public static LiveView<Status> Status { get; } = new("status", StatusView.Of, LiveJson.Default.Status);

    public static LiveView<Overview> Overview { get; } = new("overview", OverviewView.Of, LiveJson.Default.Overview);

    public static LiveView<Facets> Facets { get; } = new("facets", FacetViews.Of, LiveJson.Default.Facets);

    public static LiveView<NodePage> Nodes { get; } = new("nodes", NodeView.Of, LiveJson.Default.NodePage);

    public static LiveView<NamespacePage> Namespaces { get; } = new("namespaces", NamespaceView.Of, LiveJson.Default.NamespacePage);

    public static LiveView<PodPage> Pods(PodSelection selection) =>
        new(selection.Key, reader => PodViews.Page(reader, selection), LiveJson.Default.PodPage);

    public static LiveView<PodDetail> Pod(string @namespace, string name)
    {
        var errors = new QueryErrors();
        if (string.IsNullOrEmpty(@namespace) || string.IsNullOrEmpty(name))
        {
            errors.Add("name", "namespace and name of the pod are both needed.");
        }

        _ = errors.Text("namespace", @namespace, 253);
        _ = errors.Text("name", name, 253);
        errors.ThrowIfAny();
        return new($"pod {@namespace}/{name}", reader => PodDetails.Of(reader, @namespace, name), LiveJson.Default.PodDetail);
    }

    public static LiveView<WorkloadDetail> Workload(string @namespace, string kind, string name)
    {
        var errors = new QueryErrors();
        if (string.IsNullOrEmpty(@namespace) || string.IsNullOrEmpty(kind) || string.IsNullOrEmpty(name))
        {
            errors.Add("name", "namespace, kind and name of the workload are all needed.");
        }

        _ = errors.Text("namespace", @namespace, 253);
        _ = errors.Text("kind", kind, 253);
        _ = errors.Text("name", name, 253);
        errors.ThrowIfAny();
        var workload = new WorkloadRef(kind, name);
        return new($"workload {@namespace}/{kind}/{name}", reader => WorkloadDetails.Of(reader, @namespace, workload), LiveJson.Default.WorkloadDetail);
    }
}
