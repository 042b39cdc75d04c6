using System.Diagnostics.Metrics;
using Dashboard.Server.Cluster;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>The collector's measure of itself, as the meter "Dashboard.Collection" and for the status that travels with the data.</summary>
internal sealed class CollectionMeter : IDisposable
{
    public const string Name = "Dashboard.Collection";

    private readonly Meter _meter;
    private readonly Counter<long> _polls;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _badItems;
    private readonly Counter<long> _samples;
    private readonly Counter<long> _watchRestarts;
    private readonly Counter<double> _backoff;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _droppedEvents;

    public CollectionMeter(IMeterFactory meters, SocketBudget sockets)
    {
        _meter = meters.Create(Name);
        _polls = _meter.CreateCounter<long>("dashboard.collection.polls", "{poll}", "Polls of a source, by outcome.");
        _duration = _meter.CreateHistogram<double>("dashboard.collection.poll.duration", "s", "From the request to the last item read.");
        _bytes = _meter.CreateCounter<long>("dashboard.collection.read", "By", "Bytes of answers, after decompression.");
        _badItems = _meter.CreateCounter<long>("dashboard.collection.bad_items", "{item}", "Items that could not be read.");
        _samples = _meter.CreateCounter<long>("dashboard.collection.samples", "{sample}", "Samples read: new ones, and those that were seen before.");
        _watchRestarts = _meter.CreateCounter<long>("dashboard.collection.watch.restarts", "{restart}", "Watches opened anew, by reason.");
        _backoff = _meter.CreateCounter<double>("dashboard.collection.backoff", "s", "Time waited because the API failed.");
        _changes = _meter.CreateCounter<long>("dashboard.collection.watch.events", "{event}", "Events of watches.");
        _droppedEvents = _meter.CreateCounter<long>(
            "dashboard.collection.events.dropped", "{event}", "Events of the cluster that were dropped in a storm, the oldest first, so that pods are not held up.");
        _meter.CreateObservableGauge("dashboard.collection.sockets", () => sockets.Open, "{socket}", "Open sockets to the API server.");
    }

    public void Polled(SourceKind source, bool succeeded, TimeSpan duration, long bytes, int badItems)
    {
        var name = NameOf(source);
        _polls.Add(1, new("source", name), new("outcome", succeeded ? "success" : "failure"));
        _duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("source", name));
        _bytes.Add(bytes, new KeyValuePair<string, object?>("source", name));
        BadItems(source, badItems);
    }

    public void BadItems(SourceKind source, int count)
    {
        if (count > 0)
        {
            _badItems.Add(count, new KeyValuePair<string, object?>("source", NameOf(source)));
        }
    }

    public void Sampled(SourceKind source, int fresh, int seen)
    {
        _samples.Add(fresh, new("source", NameOf(source)), new("novelty", "new"));
        _samples.Add(seen, new("source", NameOf(source)), new("novelty", "seen"));
    }

    public void WatchRestarted(string resource, string reason) => _watchRestarts.Add(1, new("resource", resource), new("reason", reason));

    public void WatchEvent(string resource) => _changes.Add(1, new KeyValuePair<string, object?>("resource", resource));

    public void EventDropped() => _droppedEvents.Add(1);

    public void BackedOff(string what, TimeSpan pause) => _backoff.Add(pause.TotalSeconds, new KeyValuePair<string, object?>("source", what));

    public void Dispose() => _meter.Dispose();

    private static string NameOf(SourceKind source) => source switch
    {
        SourceKind.Pods => "pods",
        SourceKind.Nodes => "nodes",
        SourceKind.PodMetrics => "podMetrics",
        SourceKind.NodeMetrics => "nodeMetrics",
        SourceKind.Events => "events",
        _ => "resourceQuotas",
    };
}
