using System.Globalization;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>What kubectl prints of a pod, by the rules of the API server's own printer.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<TableColumn> All { get; } =
    [
        new("Name", "string", 0, static (w, o, _) => w.WriteStringValue(o.Name)) { Format = "name" },
        new("Ready", "string", 0, static (w, o, _) => w.WriteStringValue(Ready((PodObject)o))),
        new("Status", "string", 0, static (w, o, _) => w.WriteStringValue(Status((PodObject)o))),
        new("Restarts", "string", 0, static (w, o, now) => w.WriteStringValue(Restarts((PodObject)o, now))),
        new("Age", "string", 0, static (w, o, now) => w.WriteStringValue(Ages.Of(o.Created, now))),
        new("IP", "string", 1, static (w, o, _) => w.WriteStringValue(((PodObject)o).PodIp ?? "<none>")),
        new("Node", "string", 1, static (w, o, _) => w.WriteStringValue(((PodObject)o).NodeName ?? "<none>")),
        new("Nominated Node", "string", 1, static (w, _, _) => w.WriteStringValue("<none>")),
        new("Readiness Gates", "string", 1, static (w, _, _) => w.WriteStringValue("<none>")),
    ];

    public static string Status(PodObject pod)
    {
        var reason = pod.Phase;
        var template = pod.Template;
        if (pod.ScheduledAt is not null && pod.InitsDone < template.InitContainers.Count)
        {
            reason = $"Init:{pod.InitsDone}/{template.InitContainers.Count + template.Sidecars.Count}";
        }
        else
        {
            for (var i = pod.Containers.Length - 1; i >= template.Sidecars.Count; i--)
            {
                var state = pod.Containers[i];
                if (state.Phase == ContainerPhase.Waiting) reason = state.Reason;
                else if (state is { Phase: ContainerPhase.Terminated, Ended: { } ended }) reason = ended.Reason;
            }
        }

        if (pod.DeletionTimestamp is not null) return pod.NodeLost ? "Unknown" : "Terminating";
        return reason;
    }

    private static string Ready(PodObject pod)
    {
        var ready = 0;
        foreach (var state in pod.Containers)
        {
            if (state.Ready) ready++;
        }

        return $"{ready}/{pod.Template.Containers.Count + pod.Template.Sidecars.Count}";
    }

    private static string Restarts(PodObject pod, DateTimeOffset now)
    {
        var restarts = 0;
        DateTimeOffset? last = null;
        foreach (var state in pod.Containers)
        {
            restarts += state.Restarts;
            if (state.Last is { } end && (last is null || end.FinishedAt > last)) last = end.FinishedAt;
        }

        return restarts > 0 && last is { } at
            ? $"{restarts.ToString(CultureInfo.InvariantCulture)} ({Ages.Of(at, now)} ago)"
            : restarts.ToString(CultureInfo.InvariantCulture);
    }
}
