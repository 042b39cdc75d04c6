using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Charts;

/// <summary>What a chart is of in one version: the thing itself and for a pod with several containers each of them, or several things.</summary>
/// <param name="Keys">The lines, the total first.</param>
/// <param name="Names">Their names: "total" and the containers', the pods', or the subjects' that are compared.</param>
internal sealed record SeriesSubject(SeriesKey[] Keys, string[] Names)
{
    private const string Total = "total";

    /// <summary>What of the pod or workload is marked; null where the chart has no marks: those of anything larger would cover it.</summary>
    public SeriesKey? Marked { get; private init; }

    /// <summary>Of what requests and limits are drawn; null where there is no one such thing.</summary>
    public SeriesKey? Bounded { get; private init; }

    /// <param name="reader">One version.</param>
    /// <param name="selection">Which lines.</param>
    /// <param name="drawn">The lines that are drawn already; they stay while they can.</param>
    /// <exception cref="NotFoundException">Nothing of that name lives or is remembered.</exception>
    public static SeriesSubject Find(HistoryReader reader, SeriesSelection selection, SeriesKey[]? drawn)
    {
        if (selection.Kind == SeriesTarget.Pod)
        {
            return OfPod(reader, PodDetails.Find(reader, selection.Namespace, selection.Name));
        }

        if (selection.Kind == SeriesTarget.Compare)
        {
            return new SeriesSubject(
                [.. selection.Subjects.Select(subject => subject.Find(reader))], [.. selection.Subjects.Select(subject => subject.Text)]);
        }

        var key = selection.Kind switch
        {
            SeriesTarget.Node => SeriesKey.ForNode(selection.Name),
            SeriesTarget.Namespace => SeriesKey.ForNamespace(selection.Namespace),
            SeriesTarget.Workload or SeriesTarget.WorkloadPods => SeriesKey.ForWorkload(selection.Namespace, selection.Workload),
            _ => SeriesKey.Cluster,
        };
        if (reader.Series(key, reader.At, Resolution.Sample) is null && !Lives(reader, selection))
        {
            throw Missing(reader, selection);
        }

        if (selection.Kind == SeriesTarget.WorkloadPods)
        {
            var (keys, names) = WorkloadPods.Choose(reader, selection, drawn);
            return new SeriesSubject(keys, names) { Marked = key };
        }

        return new SeriesSubject([key], [Total]) { Marked = key.Kind == SeriesKind.Workload ? key : null, Bounded = key };
    }

    /// <summary>What happened in the range, oldest first; the newest when it is too much.</summary>
    public IReadOnlyList<Mark> Marks(HistoryReader reader, DateTimeOffset from, DateTimeOffset? until, int limit)
    {
        if (Marked is not { } key)
        {
            return [];
        }

        return until is null
            ? reader.Marks(key, from, limit)
            : [.. reader.Marks(key, from, int.MaxValue).Where(mark => mark.At <= until).TakeLast(limit)];
    }

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
        var several = keys.Count > 2;
        return new SeriesSubject(several ? [.. keys] : [keys[0]], several ? [.. names] : [Total]) { Marked = keys[0], Bounded = keys[0] };
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
                && (selection.Kind == SeriesTarget.Namespace || pod.Workload == selection.Workload))
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
