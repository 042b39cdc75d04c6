using System.Runtime.InteropServices;
using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

internal static class FacetViews
{
    public static Facets Of(HistoryReader reader)
    {
        var namespaces = new Dictionary<string, int>(StringComparer.Ordinal);
        var nodes = new Dictionary<string, int>(StringComparer.Ordinal);
        var phases = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in reader.Nodes)
        {
            nodes[node.Facts.Name] = 0;
        }

        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (PodViews.Living(reader, slot) is { } pod)
            {
                Count(namespaces, pod.Namespace);
                Count(phases, pod.Phase);
                if (pod.Node is not null)
                {
                    Count(nodes, pod.Node);
                }
            }
        }

        return new Facets { Version = reader.Version, Namespaces = ByValue(namespaces), Nodes = ByValue(nodes), Phases = ByValue(phases) };
    }

    public static void Count(Dictionary<string, int> counts, string value) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;

    public static Facet[] ByValue(Dictionary<string, int> counts) =>
        [.. counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new Facet(pair.Key, pair.Value))];
}
