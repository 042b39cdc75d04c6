using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>
/// How the scheduler tells: in client-go's newer way (events.k8s.io), which writes the first, makes a series of it at the second, then only every half
/// hour and at the end, six minutes after the last. Whatever differs in its message only is the same.
/// </summary>
internal sealed class EventSeries
{
    private const double RefreshSeconds = 1_800;
    private const double FinishSeconds = 360;

    private readonly Dictionary<(string Uid, string Reason), Series> _open = [];
    private readonly Action<EventLog, EventObject, double> _write;
    private readonly ClusterClock _clock;
    private SeededRandom _random;

    /// <param name="write">Puts an event into the store; the time is in simulated seconds.</param>
    public EventSeries(LivingCluster cluster, Action<EventLog, EventObject, double> write)
    {
        (_clock, _write) = (cluster.Clock, write);
        _random = SeededRandom.For(cluster.Options.Seed, "event-series");
        cluster.Agenda.Every(RefreshSeconds, RefreshSeconds, Refresh);
        cluster.Agenda.Every(FinishSeconds, FinishSeconds, Finish);
    }

    /// <param name="times">Of several that happened from the first time on.</param>
    public void Tell(EventSubject of, string type, string reason, string action, string message, string component, string instance, double at, int times, double firstAt)
    {
        if (_open.TryGetValue((of.Uid, reason), out var series))
        {
            series.Log.SeenAt = at;
            if (++series.Log.Count > 2) return;
            Write(series, at);
            return;
        }

        series = new Series(
            new EventLog { Suffix = _random.Hex(16), FirstAt = firstAt, SeenAt = at, Count = times },
            new EventObject
            {
                Namespace = Events.NamespaceOf(of),
                Name = "",
                Uid = _random.Uid(),
                Created = _clock.Wall(firstAt),
                Labels = LabelSet.Empty,
                Of = of,
                Type = type,
                Reason = reason,
                Action = action,
                Message = message,
                Component = component,
                Host = instance,
                First = _clock.Wall(firstAt),
                Last = _clock.Wall(at),
                InSeries = true,
            });
        _open[(of.Uid, reason)] = series;
        Write(series, at);
    }

    private void Refresh(double at)
    {
        foreach (var series in _open.Values)
        {
            if (series.Log.Count > 1) Write(series, at);
        }
    }

    private void Finish(double at)
    {
        foreach (var (key, series) in _open)
        {
            if (at - series.Log.SeenAt <= FinishSeconds) continue;
            if (series.Log.Count > 1) Write(series, at);
            _open.Remove(key);
        }
    }

    private void Write(Series series, double at) => _write(
        series.Log, series.Event with { Name = $"{series.Event.Of.Name}.{series.Log.Suffix}", Count = series.Log.Count, Last = _clock.Wall(series.Log.SeenAt) }, at);

    private sealed record Series(EventLog Log, EventObject Event);
}
