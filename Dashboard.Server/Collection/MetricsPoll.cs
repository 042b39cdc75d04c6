using System.Globalization;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>Polls one list of metrics.k8s.io into columns; one answer is in flight at most. What is known stays known while it fails.</summary>
internal sealed class MetricsPoll(
    SourceKind source,
    ApiRequests api,
    SourceTracker sources,
    Changes changes,
    ClockSkew skew,
    CollectionMeter meter,
    CollectionOptions options,
    TimeSpan requestTimeout,
    Func<bool> expectsItems,
    TimeProvider timeProvider)
{
    private readonly bool _isOfNodes = source == SourceKind.NodeMetrics;
    private readonly MetricsListReader _reader = new(source == SourceKind.NodeMetrics);
    private readonly BodyReader _body = new();
    private readonly SampleNovelty _novelty = new();
    private readonly Backoff _backoff = new(options.Interval, options.MaxBackoff, Random.Shared.NextDouble);
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>It failed not long ago, or was asked to wait.</summary>
    public bool IsBackingOff => timeProvider.GetUtcNow() < _notBefore;

    /// <summary>Bytes of the last answer.</summary>
    public long Bytes { get; private set; }

    /// <summary>Asks once.</summary>
    /// <returns>The samples, which are the poll's again at the next call; null when it failed.</returns>
    public async Task<SampleBatch?> PollAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var what = _isOfNodes ? "nodes.metrics.k8s.io" : "pods.metrics.k8s.io";
        try
        {
            Bytes = await api.GetAsync(
                _isOfNodes ? "apis/metrics.k8s.io/v1beta1/nodes" : "apis/metrics.k8s.io/v1beta1/pods", what, requestTimeout, ReadAsync, cancellationToken);
        }
        catch (ApiFailure failure)
        {
            var pause = _backoff.Next(failure.RetryAfter);
            _notBefore = timeProvider.GetUtcNow() + pause;
            meter.Polled(source, succeeded: false, timeProvider.GetElapsedTime(started), 0, 0);
            meter.BackedOff(what, pause);
            changes.Set(sources.Failed(source, failure));
            return null;
        }

        _backoff.Reset();
        meter.Polled(source, succeeded: true, timeProvider.GetElapsedTime(started), Bytes, _reader.BadItems);
        var fresh = _novelty.Count(_reader.Batch);
        meter.Sampled(source, fresh, _reader.Batch.Count - fresh);
        changes.Set(Judge());
        return _reader.Batch;
    }

    private async Task<long> ReadAsync(Stream body, Patience patience)
    {
        _reader.Begin();
        return await _body.ReadListAsync(body, _reader, progress: null, patience.Token);
    }

    private SourceState Judge()
    {
        var count = _reader.Batch.Count;
        var bad = _reader.BadItems;
        if (count == 0 && expectsItems())
        {
            return bad == 0
                ? sources.Wanting(
                    source, SourceCondition.Empty, $"The metrics API answers, but has no {(_isOfNodes ? "nodes" : "pods")}.",
                    "After a start metrics-server needs two scrapes, about 30 s; if it stays, look at its log: it may not reach the kubelets.", 0)
                : sources.Wanting(
                    source, SourceCondition.Unavailable, $"None of the {bad} items of the metrics API could be read.",
                    "Look at what serves metrics.k8s.io: kubectl get apiservice v1beta1.metrics.k8s.io.", 0, bad);
        }

        // By the cluster's own clock; a negative age is none.
        var age = timeProvider.GetUtcNow().ToUnixTimeMilliseconds() + (long)(skew.Milliseconds ?? 0) - _reader.NewestMilliseconds;
        return count > 0 && age > options.StaleAfter.TotalMilliseconds
            ? sources.Wanting(
                source, SourceCondition.Stale,
                string.Create(CultureInfo.InvariantCulture, $"The metrics API answers, but its newest sample is {age / 1000} s old."),
                "Look at metrics-server's log: it serves what it has, but does not scrape.", count, bad)
            : sources.Succeeded(source, count, bad);
    }
}
