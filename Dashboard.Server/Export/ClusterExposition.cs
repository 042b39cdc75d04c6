using Dashboard.Server.History;

namespace Dashboard.Server.Export;

/// <summary>
/// Writes the cluster's series: straight from a snapshot's columns into the response, so that a pod has series as long as it lives and costs nothing after.
/// Names follow OpenTelemetry's conventions for Kubernetes. CPU is a gauge: the metrics API gives a rate, and no counter is invented from it.
/// </summary>
/// <remarks>A value that is absent or outdated is left out. Lines carry no timestamps: with them Prometheus would not mark a series as stale when it vanishes.</remarks>
internal sealed class ClusterExposition
{
    private readonly LabelEncoder _encoder = new();
    private readonly List<LabelEncoder.Labels> _pods = [];
    private readonly List<LabelEncoder.Labels> _phases = [];
    private readonly List<ContainerRow> _containers = [];

    private delegate void Line<TRow>(ExpositionWriter writer, in TRow row, ReadOnlySpan<byte> labels);

    /// <returns>False when nobody reads any more.</returns>
    public async ValueTask<bool> WriteAsync(ScrapeSnapshot snapshot, ExpositionWriter writer, CancellationToken cancellationToken)
    {
        _encoder.Clear();
        SourceExposition.Write(snapshot, writer, _encoder);
        TotalExposition.Write(snapshot, writer, _encoder);
        Encode(snapshot);
        foreach (var (family, line) in PodFamilies)
        {
            writer.Begin(family);
            for (var i = 0; i < snapshot.Pods.Count; i++)
            {
                line(writer, snapshot.Pods[i], _encoder.Bytes(_pods[i]));
                if (writer.WantsFlush && !await writer.FlushAsync(cancellationToken))
                {
                    return false;
                }
            }
        }

        writer.Begin(PodPhase);
        for (var i = 0; i < snapshot.Pods.Count; i++)
        {
            writer.Add(_encoder.Bytes(_phases[i]), 1);
            if (writer.WantsFlush && !await writer.FlushAsync(cancellationToken))
            {
                return false;
            }
        }

        foreach (var (family, line) in ContainerFamilies)
        {
            writer.Begin(family);
            for (var i = 0; i < _containers.Count; i++)
            {
                line(writer, _containers[i], _encoder.Bytes(_containers[i].Labels));
                if (writer.WantsFlush && !await writer.FlushAsync(cancellationToken))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public void Clear()
    {
        _pods.Clear();
        _phases.Clear();
        _containers.Clear();
    }

    private static Family PodPhase { get; } = new("k8s_pod_status_phase", "1 for the phase the pod is in.");

    private static (Family, Line<PodRow>)[] PodFamilies { get; } =
    [
        (new Family("k8s_pod_cpu_usage", "CPU used by the pod, in cores, averaged over the sample's window."),
            static (ExpositionWriter writer, in PodRow pod, ReadOnlySpan<byte> labels) => Nanos(writer, labels, pod.CpuNanocores)),
        (new Family("k8s_pod_memory_working_set_bytes", "Working set of the pod, with active page cache.", "bytes"),
            static (ExpositionWriter writer, in PodRow pod, ReadOnlySpan<byte> labels) => Value(writer, labels, pod.WorkingSetBytes)),
    ];

    private static (Family, Line<ContainerRow>)[] ContainerFamilies { get; } =
    [
        (new Family("k8s_container_cpu_usage", "CPU used by the container, in cores, averaged over the sample's window."),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Nanos(writer, labels, row.CpuNanocores)),
        (new Family("k8s_container_memory_working_set_bytes", "Working set of the container, with active page cache.", "bytes"),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Value(writer, labels, row.WorkingSetBytes)),
        (new Family("k8s_container_cpu_request", "CPU request in force, in cores."),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Nanos(writer, labels, row.Facts?.CpuRequestNanocores ?? -1)),
        (new Family("k8s_container_cpu_limit", "CPU limit in force, in cores."),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Nanos(writer, labels, row.Facts?.CpuLimitNanocores ?? -1)),
        (new Family("k8s_container_memory_request_bytes", "Memory request in force.", "bytes"),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Value(writer, labels, row.Facts?.MemoryRequestBytes ?? -1)),
        (new Family("k8s_container_memory_limit_bytes", "Memory limit in force.", "bytes"),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Value(writer, labels, row.Facts?.MemoryLimitBytes ?? -1)),
        (new Family("k8s_container_restarts", "Restarts of the container.", counter: true),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Value(writer, labels, row.Facts?.RestartCount ?? -1)),
        (new Family("k8s_container_ready", "1 when the container is ready."),
            static (ExpositionWriter writer, in ContainerRow row, ReadOnlySpan<byte> labels) => Value(writer, labels, row.Facts is null ? -1 : row.Facts.Ready ? 1 : 0)),
    ];

    private static void Nanos(ExpositionWriter writer, ReadOnlySpan<byte> labels, long nanos)
    {
        if (nanos >= 0)
        {
            writer.AddNanos(labels, nanos);
        }
    }

    private static void Value(ExpositionWriter writer, ReadOnlySpan<byte> labels, long value)
    {
        if (value >= 0)
        {
            writer.Add(labels, value);
        }
    }

    private void Encode(ScrapeSnapshot snapshot)
    {
        Clear();
        foreach (var pod in snapshot.Pods)
        {
            var builder = _encoder.Begin()
                .Add("k8s_namespace_name"u8, pod.Facts.Namespace)
                .Add("k8s_pod_name"u8, pod.Facts.Name)
                .Add("k8s_pod_uid"u8, pod.Facts.Uid)
                .Add("k8s_node_name"u8, pod.Facts.Node);
            var labels = builder.End();
            _pods.Add(labels);
            // The same bytes and some more: the phase is the last label.
            _phases.Add(builder.Add("k8s_pod_status_phase"u8, pod.Facts.Phase).End());
            for (var i = 0; i < pod.Containers; i++)
            {
                var usage = snapshot.Containers[pod.FirstContainer + i];
                _containers.Add(new ContainerRow(
                    Find(pod.Facts, usage.Name),
                    usage.CpuNanocores,
                    usage.WorkingSetBytes,
                    _encoder.Begin(labels).Add("k8s_container_name"u8, usage.Name).End()));
            }
        }
    }

    private static ContainerFacts? Find(PodFacts facts, string container)
    {
        for (var i = 0; i < facts.Containers.Count; i++)
        {
            if (facts.Containers[i].Name == container)
            {
                return facts.Containers[i];
            }
        }

        return null;
    }

    private readonly record struct ContainerRow(ContainerFacts? Facts, long CpuNanocores, long WorkingSetBytes, LabelEncoder.Labels Labels);
}
