using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Charts;

/// <summary>What a chart is of in one version: the thing itself, and for a pod with several containers each of them.</summary>
/// <param name="Keys">The lines, the total first.</param>
/// <param name="Names">Their names: "total", and the containers'.</param>
internal sealed record SeriesSubject(SeriesKey[] Keys, string[] Names)
{
    private const string Total = "total";

    /// <exception cref="NotFoundException">Nothing of that name lives or is remembered.</exception>
    public static SeriesSubject Find(HistoryReader reader, SeriesSelection selection)
    {
        if (selection.Kind == SeriesTarget.Pod)
        {
            return OfPod(reader, PodDetails.Find(reader, selection.Namespace, selection.Name));
        }

        var key = selection.Kind switch
        {
            SeriesTarget.Node => SeriesKey.ForNode(selection.Name),
            SeriesTarget.Namespace => SeriesKey.ForNamespace(selection.Namespace),
            SeriesTarget.Workload => SeriesKey.ForWorkload(selection.Namespace, new WorkloadRef(selection.WorkloadKind, selection.Name)),
            _ => SeriesKey.Cluster,
        };
        if (reader.Series(key, reader.At, Resolution.Sample) is null && !Lives(reader, selection))
        {
            throw Missing(reader, selection);
        }

        return new SeriesSubject([key], [Total]);
    }

    /// <summary>What happened to a pod or workload; charts of anything larger would be covered with marks.</summary>
    public IReadOnlyList<Mark> Marks(HistoryReader reader, DateTimeOffset from, int limit) =>
        Keys[0].Kind is SeriesKind.Pod or SeriesKind.Workload ? reader.Marks(Keys[0], from, limit) : [];

    private static SeriesSubject OfPod(HistoryReader reader, int slot)
    {
        var pod = reader.Pod(slot)!;
        var keys = new List<SeriesKey> { SeriesKey.ForPod(pod.Uid) };
        var names = new List<string> { Total };
        foreach (var container in reader.Containers(slot))
        {
            var key = SeriesKey.ForContainer(pod.Uid, container.Name);
            if (reader.Series(key, reader.At, Resolution.Sample) is not null)
            {
                keys.Add(key);
                names.Add(container.Name);
            }
        }

        // A single container is the pod.
        return keys.Count > 2
            ? new SeriesSubject([.. keys], [.. names])
            : new SeriesSubject([keys[0]], [Total]);
    }

    /// <summary>Whether it is there although nothing has been measured of it.</summary>
    private static bool Lives(HistoryReader reader, SeriesSelection selection)
    {
        if (selection.Kind is SeriesTarget.Cluster)
        {
            return true;
        }

        if (selection.Kind is SeriesTarget.Node)
        {
            return reader.Nodes.Any(node => node.Facts.Name == selection.Name);
        }

        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (PodViews.Living(reader, slot) is { } pod
                && pod.Namespace == selection.Namespace
                && (selection.Kind == SeriesTarget.Namespace || pod.Workload.Kind == selection.WorkloadKind && pod.Workload.Name == selection.Name))
            {
                return true;
            }
        }

        return false;
    }

    private static NotFoundException Missing(HistoryReader reader, SeriesSelection selection)
    {
        var pending = reader.IsPending(selection.Kind == SeriesTarget.Node ? SourceKind.Nodes : SourceKind.Pods);
        var what = selection.Kind switch
        {
            SeriesTarget.Node => $"node {selection.Name}",
            SeriesTarget.Namespace => $"namespace {selection.Namespace} with pods",
            _ => $"{selection.WorkloadKind} {selection.Name} with pods in namespace {selection.Namespace}",
        };
        return new NotFoundException(
            pending
                ? "The first list has not come yet. Ask again in some seconds; /api/v1/status says how the sources are."
                : $"There is no {what}, and none is remembered. /api/v1/facets lists namespaces and nodes, /api/v1/pods?group=workload the workloads.",
            reader.Version,
            pending);
    }
}
