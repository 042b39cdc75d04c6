using System.Globalization;
using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>How a kubelet gets the images of a pod, in its own words, and what it does about one that there is not.</summary>
internal sealed class ImagePulls(LivingCluster cluster)
{
    private const double FirstBackOffSeconds = 10;
    private const double LongestBackOffSeconds = 300;

    /// <summary>Pulls what the node does not have; all are there after so many seconds.</summary>
    public void Begin(PodLife pod, double seconds, double at)
    {
        foreach (var container in pod.Containers)
        {
            container.PullSeconds = pod.Node!.Images.Contains(container.Spec.Image) ? null : seconds;
            if (container.PullSeconds is not null) TellPulling(pod, container.Spec, at);
        }
    }

    /// <summary>The image of the container that starts is there.</summary>
    public void TellPresent(PodLife pod, int index, double at)
    {
        var container = pod.Containers[index];
        var image = container.Spec.Image;
        string message;
        if (container.PullSeconds is { } seconds)
        {
            var took = seconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1_000:0}ms") : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s");
            message = $"Successfully pulled image \"{image}\" in {took} ({took} including waiting). Image size: {20_000_000 + SeededRandom.For(0, image).Next(300_000_000)} bytes.";
            pod.Node!.Images.Add(image);
            container.PullSeconds = null;
        }
        else
        {
            message = $"Container image \"{image}\" already present on machine";
        }

        cluster.Events.OfPod(pod, "Normal", "Pulled", message, at, container.Spec.Name);
    }

    /// <summary>Tries in vain to pull the image of the pod's first container, for ever.</summary>
    public void Fail(PodLife pod, double at) => Try(pod, 0, at);

    /// <summary>A pod that has been trying for so long that it is in the longest back-off, which ends in less than a minute.</summary>
    /// <param name="since">When it began, in simulated seconds; before the start.</param>
    public void FailOn(PodLife pod, double since)
    {
        var tries = 6 + (int)Math.Max(0, -since / LongestBackOffSeconds);
        var retry = pod.Random.Between(20, 50);
        var looks = (int)(-since / 12.5);
        TellFailure(pod, retry - LongestBackOffSeconds, tries, since);
        BackOff(pod, retry, tries, -Kubelet.SecondsToNextLook(pod), looks, since);
    }

    private void Try(PodLife pod, int tries, double at)
    {
        if (pod.Gone || pod.Terminating) return;
        TellPulling(pod, Failing(pod).Spec, at);
        cluster.Agenda.At(at + pod.Random.Between(0.8, 3.5), t =>
        {
            if (pod.Gone || pod.Terminating) return;
            Wait(pod, "ErrImagePull", NotFound(Failing(pod).Spec.Image));
            TellFailure(pod, t, 1, t);
            var retry = t + Math.Min(LongestBackOffSeconds, FirstBackOffSeconds * Math.Pow(2, tries));
            cluster.Agenda.At(t + Kubelet.SecondsToNextLook(pod), look => BackOff(pod, retry, tries, look, 1, look));
        });
    }

    /// <summary>The kubelet looks at the pod while it must not try again, and says so each time.</summary>
    private void BackOff(PodLife pod, double retry, int tries, double at, int times, double firstAt)
    {
        if (pod.Gone || pod.Terminating) return;
        if (at >= retry)
        {
            Try(pod, tries + 1, at);
            return;
        }

        var spec = Failing(pod).Spec;
        Wait(pod, "ImagePullBackOff", $"Back-off pulling image \"{spec.Image}\": ErrImagePull: {NotFound(spec.Image)}");
        cluster.Events.OfPod(pod, "Normal", "BackOff", $"Back-off pulling image \"{spec.Image}\"", at, spec.Name, times, firstAt);
        cluster.Events.OfPod(pod, "Warning", "Failed", "Error: ImagePullBackOff", at, spec.Name, times, firstAt);
        cluster.Agenda.At(at + Kubelet.SecondsToNextLook(pod), t => BackOff(pod, retry, tries, t, 1, t));
    }

    private void TellPulling(PodLife pod, ContainerSpec spec, double at, int times = 1, double? firstAt = null) =>
        cluster.Events.OfPod(pod, "Normal", "Pulling", $"Pulling image \"{spec.Image}\"", at, spec.Name, times, firstAt);

    private void TellFailure(PodLife pod, double at, int times, double firstAt)
    {
        var spec = Failing(pod).Spec;
        if (times > 1) TellPulling(pod, spec, at, times, firstAt);
        cluster.Events.OfPod(pod, "Warning", "Failed", $"Failed to pull image \"{spec.Image}\": {NotFound(spec.Image)}", at, spec.Name, times, firstAt);
        cluster.Events.OfPod(pod, "Warning", "Failed", "Error: ErrImagePull", at, spec.Name, times, firstAt);
    }

    private void Wait(PodLife pod, string reason, string message)
    {
        var index = pod.Set.Template.Sidecars.Count;
        var state = pod.Object.Containers[index];
        if (state.Reason == reason && state.Message == message) return;
        var states = (ContainerState[])pod.Object.Containers.Clone();
        states[index] = state with { Phase = ContainerPhase.Waiting, Reason = reason, Message = message };
        cluster.Update(pod, pod.Object with { Containers = states });
    }

    private static ContainerLife Failing(PodLife pod) => pod.Containers[pod.Set.Template.Sidecars.Count];

    private static string NotFound(string image) =>
        $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found";
}
