using Dashboard.Server.History;

namespace Dashboard.Server.Export;

/// <summary>Nodes, and the sums: cluster, namespaces, workloads.</summary>
internal static class TotalExposition
{
    private static readonly Family ClusterPods = new("k8s_cluster_pods", "Living pods by phase.");
    private static readonly Family NodeReady = new("k8s_node_ready", "1 when the node is ready.");

    public static void Write(ScrapeSnapshot snapshot, ExpositionWriter writer, LabelEncoder encoder)
    {
        writer.Begin(ClusterPods);
        for (var i = 0; i < ScrapeSnapshot.Phases.Length; i++)
        {
            writer.Add(encoder.Bytes(encoder.Begin().Add("k8s_pod_status_phase"u8, ScrapeSnapshot.Phases[i]).End()), snapshot.PodsByPhase[i]);
        }

        Totals("k8s_cluster", "the cluster", snapshot.Cluster is { } cluster ? [cluster] : [], static (labels, _) => labels);
        Totals("k8s_namespace", "the namespace", snapshot.Namespaces, static (labels, key) => labels.Add("k8s_namespace_name"u8, key.Namespace));
        Totals("k8s_workload", "the workload", snapshot.Workloads, static (labels, key) => labels
            .Add("k8s_namespace_name"u8, key.Namespace).Add("k8s_workload_kind"u8, key.Detail).Add("k8s_workload_name"u8, key.Name));

        NodeValues(new Family("k8s_node_cpu_usage", "CPU used on the node, in cores."), node => node.CpuNanocores, nanos: true);
        NodeValues(new Family("k8s_node_memory_working_set_bytes", "Working set of the node.", "bytes"), node => node.WorkingSetBytes, nanos: false);
        NodeValues(new Family("k8s_node_cpu_allocatable", "CPU that pods may request, in cores."), node => node.Facts.CpuAllocatableNanocores, nanos: true);
        NodeValues(
            new Family("k8s_node_memory_allocatable_bytes", "Memory that pods may request.", "bytes"), node => node.Facts.MemoryAllocatableBytes, nanos: false);
        writer.Begin(NodeReady);
        foreach (var node in snapshot.Nodes)
        {
            writer.Add(encoder.Bytes(encoder.Begin().Add("k8s_node_name"u8, node.Facts.Name).End()), node.Facts.Ready ? 1 : 0);
        }

        void Totals(
            string prefix, string whose, IReadOnlyList<TotalNow> totals, Func<LabelEncoder.LabelBuilder, SeriesKey, LabelEncoder.LabelBuilder> label)
        {
            Value(new Family($"{prefix}_cpu_usage", $"CPU used by {whose}, in cores; absent while too much of it is unknown."), total => total.CpuNanocores, nanos: true);
            Value(new Family($"{prefix}_memory_working_set_bytes", $"Working set of {whose}; absent while too much of it is unknown.", "bytes"), total => total.WorkingSetBytes, nanos: false);
            Value(new Family($"{prefix}_missing", $"Running members of {whose} whose usage is not known."), total => total.MissingPods, nanos: false);

            void Value(Family family, Func<TotalNow, long> value, bool nanos)
            {
                writer.Begin(family);
                foreach (var total in totals)
                {
                    Add(encoder.Bytes(label(encoder.Begin(), total.Key).End()), value(total), nanos);
                }
            }
        }

        void NodeValues(Family family, Func<NodeNow, long?> value, bool nanos)
        {
            writer.Begin(family);
            foreach (var node in snapshot.Nodes)
            {
                Add(encoder.Bytes(encoder.Begin().Add("k8s_node_name"u8, node.Facts.Name).End()), value(node) ?? HistoryReader.Absent, nanos);
            }
        }

        void Add(ReadOnlySpan<byte> labels, long value, bool nanos)
        {
            if (value < 0)
            {
                return;
            }

            if (nanos)
            {
                writer.AddNanos(labels, value);
            }
            else
            {
                writer.Add(labels, value);
            }
        }
    }
}
