using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Pages;

internal static class WorkloadDetails
{
    private const int PodsMaximum = 100;
    private const int ReleasesMaximum = 20;
    private const int EventsMaximum = 50;
    private const int MarksMaximum = 100;
    private const string TemplateHash = "pod-template-hash";
    private const string ControllerRevision = "controller-revision-hash";
    private const string JobName = "batch.kubernetes.io/job-name";

    private static readonly TimeSpan MarksRange = TimeSpan.FromDays(7);

    /// <exception cref="NotFoundException">Nothing of it lives or is remembered.</exception>
    public static WorkloadDetail Of(HistoryReader reader, string @namespace, WorkloadRef workload)
    {
        var slots = new List<int>();
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (reader.Pod(slot) is { } pod && pod.Namespace == @namespace && pod.Workload == workload)
            {
                slots.Add(slot);
            }
        }

        var key = SeriesKey.ForWorkload(@namespace, workload);
        if (slots.Count == 0 && reader.Total(key) is null)
        {
            throw Missing(reader, @namespace, workload);
        }

        var reasons = new MissingReasons(reader);
        var group = new PodGroup(PodGroupKey.ForWorkload(@namespace, workload));
        using var ranks = new RankBuffer();
        foreach (var slot in slots)
        {
            if (PodViews.Living(reader, slot) is { } pod)
            {
                group.AllPods++;
                group.Add(reader, reasons, slot, pod);
                ranks.Add(PodRanks.Of(reader, slot, pod, PodSort.Memory));
            }
        }

        var window = new Ranking(descending: true).First(ranks.Span, PodsMaximum);
        return new WorkloadDetail
        {
            Version = reader.Version,
            At = reader.At.ToUnixTimeMilliseconds(),
            Row = group.Pods == 0 ? null : group.ToRow(reader, TimeSpan.Zero),
            Pods = PodViews.RowsOf(reader, reasons, window, TimeSpan.Zero),
            Releases = Releases(reader, slots),
            Marks = [.. reader.Marks(key, reader.At - MarksRange, MarksMaximum).Select(EventMark.From)],
            Events = ClusterEvent.Newest(Events(reader, @namespace, workload, slots), EventsMaximum),
        };
    }

    private static Release[] Releases(HistoryReader reader, List<int> slots) =>
    [
        .. slots
            .Select(slot => (Pod: reader.Pod(slot)!, Lives: reader.PodGoneAt(slot) is null))
            .Select(pod => (pod.Pod, pod.Lives, Revision: RevisionOf(pod.Pod)))
            .Where(pod => pod.Revision is not null)
            .GroupBy(pod => pod.Revision!, StringComparer.Ordinal)
            .Select(release => new Release
            {
                Revision = release.Key,
                At = release.Min(pod => pod.Pod.CreatedAt).ToUnixTimeMilliseconds(),
                Images = ImagesOf(release.MaxBy(pod => pod.Pod.CreatedAt).Pod),
                Pods = release.Count(pod => pod.Lives),
            })
            .OrderByDescending(release => release.At)
            .ThenBy(release => release.Revision, StringComparer.Ordinal)
            .Take(ReleasesMaximum),
    ];

    private static string? RevisionOf(PodFacts pod) =>
        pod.Labels.GetValueOrDefault(TemplateHash) ?? pod.Labels.GetValueOrDefault(ControllerRevision);

    private static string[] ImagesOf(PodFacts pod) =>
        [.. pod.Containers.Where(container => container.Kind == ContainerKind.Main && container.Image is not null).Select(container => container.Image!).Distinct()];

    /// <summary>A pod tells who made it: a ReplicaSet is named by workload and template, a Job by a label.</summary>
    private static List<EventFacts> Events(HistoryReader reader, string @namespace, WorkloadRef workload, List<int> slots)
    {
        var events = new List<EventFacts>(reader.Events(workload.Kind, @namespace, workload.Name));
        var owners = new HashSet<(string Kind, string Name)>();
        foreach (var slot in slots)
        {
            var pod = reader.Pod(slot)!;
            if (pod.Labels.TryGetValue(TemplateHash, out var hash))
            {
                owners.Add(("ReplicaSet", $"{workload.Name}-{hash}"));
            }

            if (pod.Labels.TryGetValue(JobName, out var job) || pod.Labels.TryGetValue("job-name", out job))
            {
                owners.Add(("Job", job));
            }

            events.AddRange(reader.Events("Pod", @namespace, pod.Name, pod.Uid));
        }

        owners.Remove((workload.Kind, workload.Name));
        foreach (var (kind, name) in owners)
        {
            events.AddRange(reader.Events(kind, @namespace, name));
        }

        return events;
    }

    private static NotFoundException Missing(HistoryReader reader, string @namespace, WorkloadRef workload)
    {
        var pending = reader.IsPending(SourceKind.Pods);
        return new NotFoundException(
            pending
                ? "The first list of pods has not come yet. Ask again in some seconds; /api/v1/status says how the sources are."
                : $"There is no {workload.Kind} {workload.Name} with pods in namespace {@namespace}, and none is remembered. "
                    + "/api/v1/pods?group=workload lists those that have pods.",
            reader.Version,
            pending);
    }
}
