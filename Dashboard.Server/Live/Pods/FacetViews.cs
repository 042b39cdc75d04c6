using System.Runtime.InteropServices;
using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

internal static class FacetViews
{
    private const int WorkloadsMaximum = 200;
    private const int LabelsMaximum = 50;
    private const int LabelValuesMaximum = 20;

    /// <summary>Labels that name one pod or one template: there is nothing to choose among them.</summary>
    private static readonly HashSet<string> TooFine = new(StringComparer.Ordinal)
    {
        "pod-template-hash",
        "controller-revision-hash",
        "statefulset.kubernetes.io/pod-name",
        "apps.kubernetes.io/pod-index",
        "controller-uid",
        "batch.kubernetes.io/controller-uid",
        "batch.kubernetes.io/job-name",
        "batch.kubernetes.io/job-completion-index",
        "job-name",
    };

    public static Facets Of(HistoryReader reader)
    {
        var namespaces = new Dictionary<string, int>(StringComparer.Ordinal);
        var nodes = new Dictionary<string, int>(StringComparer.Ordinal);
        var phases = new Dictionary<string, int>(StringComparer.Ordinal);
        var byWorkload = new Dictionary<WorkloadRef, int>();

        // Pods of one workload share their labels: they are counted by the set first.
        var labelSets = new Dictionary<IReadOnlyDictionary<string, string>, int>(ReferenceEqualityComparer.Instance);
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
                CollectionsMarshal.GetValueRefOrAddDefault(byWorkload, pod.Workload, out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(labelSets, pod.Labels, out _)++;
                if (pod.Node is not null)
                {
                    Count(nodes, pod.Node);
                }
            }
        }

        var workloads = new Dictionary<string, int>(byWorkload.Count, StringComparer.Ordinal);
        foreach (var (workload, count) in byWorkload)
        {
            workloads[$"{workload.Kind}/{workload.Name}"] = count;
        }

        return new Facets
        {
            Version = reader.Version,
            Namespaces = ByValue(namespaces),
            Nodes = ByValue(nodes),
            Phases = ByValue(phases),
            Workloads = Most(workloads, WorkloadsMaximum),
            Labels = Labels(labelSets),
        };
    }

    private static LabelFacet[] Labels(Dictionary<IReadOnlyDictionary<string, string>, int> sets)
    {
        var byKey = new Dictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var (labels, count) in sets)
        {
            foreach (var (key, value) in labels)
            {
                if (TooFine.Contains(key))
                {
                    continue;
                }

                if (!byKey.TryGetValue(key, out var values))
                {
                    byKey[key] = values = new Dictionary<string, int>(StringComparer.Ordinal);
                }

                CollectionsMarshal.GetValueRefOrAddDefault(values, value, out _) += count;
            }
        }

        return
        [
            .. byKey
                .Select(pair => new LabelFacet(pair.Key, pair.Value.Values.Sum(), Most(pair.Value, LabelValuesMaximum)))
                .OrderByDescending(label => label.Count)
                .ThenBy(label => label.Key, StringComparer.Ordinal)
                .Take(LabelsMaximum),
        ];
    }

    private static Facet[] Most(Dictionary<string, int> counts, int most) =>
    [
        .. counts
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Take(most)
            .Select(pair => new Facet(pair.Key, pair.Value)),
    ];

    public static void Count(Dictionary<string, int> counts, string value) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;

    public static Facet[] ByValue(Dictionary<string, int> counts) =>
        [.. counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new Facet(pair.Key, pair.Value))];
}
