using System.Text;
using System.Text.Json;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Live;

/// <summary>/debug/live: moving charts for a browser, the numbers of now for everybody else.</summary>
internal sealed class LiveProbe(LiveFeed feed, RuntimeSampler sampler) : Probe
{
    public const string Address = "live";

    public override string Name => Address;

    public override string Description => "Moving charts: threads, pool queue, connections, heap, allocation, collections, exceptions, lock contention.";

    public override string Unit => "viewers";

    public override string ContentSecurityPolicy => LivePage.ContentSecurityPolicy;

    public override long Count() => feed.Viewers;

    public override byte[] Answer(ProbeRequest request, ProcessFacts process) => request.Format switch
    {
        PageFormat.Html => Encoding.UTF8.GetBytes(LivePage.Write(Description, process)),
        PageFormat.Json => JsonSerializer.SerializeToUtf8Bytes(LivePoint.Of(sampler.Take(), null), LiveJson.Default.LivePoint),
        _ => Encoding.UTF8.GetBytes(TextPage.Write(LayOut(LivePoint.Of(sampler.Take(), null)))),
    };

    private Page LayOut(LivePoint point) => new("live", Description,
    [
        new FactList("Now",
        [
            new("Threads", Units.Count(point.Threads), $"{Units.Count(point.PoolThreads)} of the pool"),
            new("Pool queue", Units.Count(point.Queue)),
            new("Connections", Units.Count(point.Outgoing + point.Incoming), $"{Units.Count(point.Outgoing)} out, {Units.Count(point.Incoming)} in"),
            new("Timers", Units.Count(point.Timers)),
            new("Heap", Units.Bytes(point.Heap.Sum()), "after the last collection"),
            new("Resident", Units.Bytes(point.ResidentBytes)),
        ], "Rates are in the stream of live/events: curl -N shows it."),
    ]);
}
