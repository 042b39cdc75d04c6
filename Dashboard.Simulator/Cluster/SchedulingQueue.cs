namespace Dashboard.Simulator.Cluster;

/// <summary>
/// The pods that no node took, and when they are tried again, by kube-scheduler's defaults: when room is made (a pod went, a node came back), but not
/// before a back-off of a second that doubles to ten; and whatever happens, at the look each half minute that finds them five minutes old.
/// </summary>
internal sealed class SchedulingQueue(Agenda agenda)
{
    private const double FirstBackOffSeconds = 1;
    private const double LongestBackOffSeconds = 10;
    private const double LookEverySeconds = 30;
    private const double LeftOverSeconds = 300;

    private readonly List<Waiting> _waiting = [];

    /// <summary>No node took the pod.</summary>
    public void Add(PodLife pod, double at, Action<PodLife, double> tryAgain)
    {
        pod.Attempts++;
        var waiting = new Waiting(pod, at, tryAgain);
        _waiting.Add(waiting);
        Plan(waiting, (Math.Floor((at + LeftOverSeconds) / LookEverySeconds) + 1) * LookEverySeconds);
    }

    /// <summary>There may be a place now.</summary>
    public void RoomWasMade(double at)
    {
        foreach (var waiting in _waiting)
        {
            var backOff = Math.Min(LongestBackOffSeconds, FirstBackOffSeconds * Math.Pow(2, waiting.Pod.Attempts - 1));
            Plan(waiting, Math.Max(at, waiting.Since + backOff));
        }
    }

    private void Plan(Waiting waiting, double when)
    {
        if (when >= waiting.TryAt) return;
        waiting.TryAt = when;
        agenda.At(when, at =>
        {
            // An earlier one may have come since.
            if (waiting.TryAt != when || !_waiting.Remove(waiting) || waiting.Pod.Gone || waiting.Pod.Terminating) return;
            waiting.TryAgain(waiting.Pod, at);
        });
    }

    private sealed class Waiting(PodLife pod, double since, Action<PodLife, double> tryAgain)
    {
        public PodLife Pod => pod;

        public double Since => since;

        public Action<PodLife, double> TryAgain => tryAgain;

        public double TryAt { get; set; } = double.PositiveInfinity;
    }
}
