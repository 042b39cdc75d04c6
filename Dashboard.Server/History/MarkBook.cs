using System.Globalization;

namespace Dashboard.Server.History;

/// <summary>Sees what happened to pods by comparing their facts, and keeps it: per pod, per workload, and for the whole cluster.</summary>
internal sealed class MarkBook
{
    private const int ClusterCapacity = 2_000;
    private const string OomKilledReason = "OOMKilled";

    // Apart, so that churn does not push restarts out.
    private readonly MarkRing _restarts = new(ClusterCapacity);
    private readonly MarkRing _comingsAndGoings = new(ClusterCapacity);

    public void CopyTo(List<Mark> into, DateTimeOffset from)
    {
        _restarts.CopyTo(into, from);
        _comingsAndGoings.CopyTo(into, from);
    }

    /// <summary>A pod that is new here. How its last run ended is known from the pod itself, even when nobody watched.</summary>
    public void Created(PodEntry pod, DateTimeOffset at)
    {
        Keep(pod, MarkKind.Created, pod.Facts.CreatedAt, null, "Created");
        if (JoinTemplate(pod, at) is { } difference)
        {
            pod.WorkloadTotal!.RolloutMarks.Add(MarkOf(pod, MarkKind.RolledOut, pod.Facts.CreatedAt, null, difference));
        }

        Placed(pod, pod.Facts.CreatedAt);
        foreach (var container in pod.Facts.Containers)
        {
            if (container is { RestartCount: > 0, LastTermination.FinishedAt: not null })
            {
                Restarted(pod, container, container.RestartCount, at);
            }
            else if (EndedByOom(container, pod.Facts.Phase))
            {
                Keep(pod, MarkKind.OomKilled, at, container.Name, OomKilledReason);
            }
        }
    }

    public void Changed(PodEntry pod, PodFacts before, DateTimeOffset at)
    {
        // A pod that was taken for gone, or for another workload's, is not the first of anything.
        _ = pod.Template is null ? JoinTemplate(pod, at) : null;
        Placed(pod, at);
        foreach (var container in pod.Facts.Containers)
        {
            var old = Find(before, container.Name);
            var restarts = container.RestartCount - (old?.RestartCount ?? 0);
            if (restarts > 0)
            {
                Restarted(pod, container, restarts, at);
            }
            else if (EndedByOom(container, pod.Facts.Phase) && !(old is not null && EndedByOom(old, before.Phase)))
            {
                Keep(pod, MarkKind.OomKilled, at, container.Name, OomKilledReason);
            }
        }
    }

    public void Deleted(PodEntry pod, DateTimeOffset at) => Keep(pod, MarkKind.Deleted, at, null, "Deleted");

    /// <summary>Counts the pod to its template.</summary>
    /// <returns>What changed, when it is the first of a new one.</returns>
    private static string? JoinTemplate(PodEntry pod, DateTimeOffset at) =>
        pod.WorkloadTotal is { } workload && Rollouts.Revision(pod.Facts) is { } revision
            ? (workload.Rollouts ??= new Rollouts(at)).Join(pod, revision, at)
            : null;

    /// <summary>Tells that a pod is not where the one was that had its name before, as soon as it has a node.</summary>
    private static void Placed(PodEntry pod, DateTimeOffset at)
    {
        if (pod is not { NodeBefore: { } before, Facts.Node: { } node })
        {
            return;
        }

        pod.NodeBefore = null;
        if (node != before)
        {
            var mark = MarkOf(pod, MarkKind.Moved, at, null, $"{before} -> {node}");
            pod.Marks.Add(mark);
            pod.WorkloadTotal?.Marks.Add(mark);
        }
    }

    private void Restarted(PodEntry pod, ContainerFacts container, int restarts, DateTimeOffset seenAt)
    {
        var last = container.LastTermination;
        // A container that waits to be restarted shows how its run ended, and shows it again when it has been: one end is one mark.
        if (last?.FinishedAt is { } finishedAt && pod.Marks.HoldsRestart(container.Name, finishedAt))
        {
            return;
        }

        // The reason alone says so: exit code 137 is any SIGKILL.
        var kind = last?.Reason == OomKilledReason ? MarkKind.OomKilled : MarkKind.Restarted;
        var text = last is null ? "Restarted" : string.Create(CultureInfo.InvariantCulture, $"{last.Reason}, exit code {last.ExitCode}");
        if (restarts > 1)
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{text} (the last of {restarts} restarts)");
        }

        Keep(pod, kind, last?.FinishedAt ?? container.StartedAt ?? seenAt, container.Name, text);
    }

    /// <summary>Killed for good: where a restart follows, the restart tells it.</summary>
    private static bool EndedByOom(ContainerFacts container, string phase) =>
        phase == "Failed" && container is { State: ContainerState.Terminated, Reason: OomKilledReason };

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

    private void Keep(PodEntry pod, MarkKind kind, DateTimeOffset at, string? container, string text)
    {
        var mark = MarkOf(pod, kind, at, container, text);
        pod.Marks.Add(mark);
        pod.WorkloadTotal?.Marks.Add(mark);
        (kind is MarkKind.Created or MarkKind.Deleted ? _comingsAndGoings : _restarts).Add(mark);
    }

    private static Mark MarkOf(PodEntry pod, MarkKind kind, DateTimeOffset at, string? container, string text) =>
        new(at, kind, pod.Facts.Name, container, text) { Namespace = pod.Facts.Namespace, PodUid = pod.Facts.Uid };
}
