using System.Globalization;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>The STATUS column of kubectl get pods, by the same rules as printPod of the API server's table printer.</summary>
internal static class PodStatus
{
    /// <returns>The status, and the message that explains it where the API gives one.</returns>
    public static (string Status, string? Message) Of(PodDraft pod)
    {
        var phase = string.IsNullOrEmpty(pod.Phase) ? "Unknown" : pod.Phase;
        var status = string.IsNullOrEmpty(pod.Reason) ? phase : pod.Reason;
        var message = pod.Message;
        foreach (var condition in pod.Conditions)
        {
            if (condition is { Type: "PodScheduled", Status: not "True" })
            {
                message ??= condition.Message;
                status = condition.Reason == "SchedulingGated" ? "SchedulingGated" : status;
            }
        }

        var initializing = OfInitContainers(pod, ref status, ref message);
        if (!initializing || HasCondition(pod, "Initialized"))
        {
            OfContainers(pod, ref status, ref message);
        }

        if (pod.Metadata.DeletionRequestedAt is not null)
        {
            if (pod.Reason == "NodeLost")
            {
                status = "Unknown";
            }
            else if (phase is not ("Succeeded" or "Failed"))
            {
                status = "Terminating";
            }
        }

        return (status, string.IsNullOrEmpty(message) ? null : message);
    }

    private static bool OfInitContainers(PodDraft pod, ref string status, ref string? message)
    {
        for (var i = 0; i < pod.InitContainerStatuses.Count; i++)
        {
            var container = pod.InitContainerStatuses[i];
            var state = container.State;
            if (state is { Kind: ContainerState.Terminated, ExitCode: 0 } || (container.Started && IsSidecar(pod, container.Name)))
            {
                continue;
            }

            if (state.Kind == ContainerState.Terminated)
            {
                status = "Init:" + Ending(state);
                message = state.Message ?? message;
            }
            else if (state is { Kind: ContainerState.Waiting, Reason: { } reason } && reason != "PodInitializing")
            {
                status = "Init:" + reason;
                message = state.Message ?? message;
            }
            else
            {
                status = string.Create(CultureInfo.InvariantCulture, $"Init:{i}/{pod.InitContainers.Count}");
            }

            return true;
        }

        return false;
    }

    private static void OfContainers(PodDraft pod, ref string status, ref string? message)
    {
        var hasRunning = false;

        // From the last to the first: the first container's reason is the one that stays.
        for (var i = pod.ContainerStatuses.Count - 1; i >= 0; i--)
        {
            var container = pod.ContainerStatuses[i];
            var state = container.State;
            if (state is { Kind: ContainerState.Waiting, Reason: { } waiting })
            {
                status = waiting;
                message = state.Message ?? message;
            }
            else if (state.Kind == ContainerState.Terminated)
            {
                status = Ending(state);
                message = state.Message ?? message;
            }
            else if (container.Ready && state.Kind == ContainerState.Running)
            {
                hasRunning = true;
            }
        }

        if (status == "Completed" && hasRunning)
        {
            status = HasCondition(pod, "Ready") ? "Running" : "NotReady";
        }
    }

    private static string Ending(StateDraft terminated) => terminated switch
    {
        { Reason: { } reason } => reason,
        { Signal: not 0 } => string.Create(CultureInfo.InvariantCulture, $"Signal:{terminated.Signal}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"ExitCode:{terminated.ExitCode}"),
    };

    private static bool IsSidecar(PodDraft pod, string? name)
    {
        foreach (var container in pod.InitContainers)
        {
            if (container.Name == name)
            {
                return container.RestartsAlways;
            }
        }

        return false;
    }

    private static bool HasCondition(PodDraft pod, string type)
    {
        foreach (var condition in pod.Conditions)
        {
            if (condition.Type == type)
            {
                return condition.Status == "True";
            }
        }

        return false;
    }
}
