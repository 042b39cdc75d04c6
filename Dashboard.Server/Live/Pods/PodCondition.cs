using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>How bad a pod's status is; the larger, the worse.</summary>
internal enum PodCondition
{
    Ended,
    Well,
    Ending,
    Starting,
    NotReady,
    Unknown,
    Unschedulable,
    CannotStart,
    Failed,
    Crashing,
}

internal static class PodConditions
{
    /// <summary>A pod may take so long to start before that counts as trouble.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Reads the condition from what kubectl prints as STATUS.</summary>
    public static PodCondition Of(PodFacts pod)
    {
        var status = pod.Status.AsSpan();
        if (status.StartsWith("Init:"))
        {
            status = status["Init:".Length..];
        }

        return status switch
        {
            "Completed" or "Succeeded" => PodCondition.Ended,
            "CrashLoopBackOff" or "OOMKilled" => PodCondition.Crashing,
            "Error" or "Failed" or "Evicted" or "ContainerCannotRun" or "DeadlineExceeded" or "ContainerStatusUnknown" or "NodeAffinity"
                or "OutOfcpu" or "OutOfmemory" or "OutOfpods" or "UnexpectedAdmissionError" or "NodeShutdown" or "Terminated" => PodCondition.Failed,
            "ImagePullBackOff" or "ErrImagePull" or "ErrImageNeverPull" or "InvalidImageName" or "CreateContainerConfigError"
                or "CreateContainerError" or "RunContainerError" or "StartError" => PodCondition.CannotStart,
            "Terminating" => PodCondition.Ending,
            "Unknown" or "NodeLost" => PodCondition.Unknown,
            "Running" => IsReady(pod) ? PodCondition.Well : PodCondition.NotReady,
            "NotReady" => PodCondition.NotReady,
            "Unschedulable" or "SchedulingGated" => PodCondition.Unschedulable,
            _ when status.StartsWith("ExitCode:") || status.StartsWith("Signal:") => PodCondition.Failed,
            _ => pod.Phase switch
            {
                "Failed" => PodCondition.Failed,
                "Succeeded" => PodCondition.Ended,
                "Unknown" => PodCondition.Unknown,
                "Pending" when pod.Node is null && pod.StatusMessage is not null => PodCondition.Unschedulable,
                "Running" when IsReady(pod) => PodCondition.Well,
                _ => PodCondition.Starting,
            },
        };
    }

    /// <summary>Whether a person should look at the pod: it failed, or it has been starting or ending for longer than that takes.</summary>
    public static bool IsTroubled(PodFacts pod, PodCondition condition, DateTimeOffset now) => condition switch
    {
        PodCondition.Ended or PodCondition.Well => false,
        PodCondition.Ending => pod.DeletionRequestedAt is { } at && now - at > Patience,
        PodCondition.Starting or PodCondition.NotReady => now - pod.CreatedAt > Patience,
        _ => true,
    };

    /// <summary>Containers that count in kubectl's READY: main ones and sidecars.</summary>
    public static bool Counts(ContainerFacts container) => container.Kind != ContainerKind.Init;

    /// <summary>Whether a pod's request still holds a place: the scheduler forgets pods that ended.</summary>
    public static bool HasEnded(PodFacts pod) => pod.Phase is "Succeeded" or "Failed";

    private static bool IsReady(PodFacts pod)
    {
        for (var i = 0; i < pod.Containers.Count; i++)
        {
            var container = pod.Containers[i];
            if (Counts(container) && !container.Ready)
            {
                return false;
            }
        }

        return true;
    }
}
