using Dashboard.Server.Cluster;
using Dashboard.Server.History;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Collection;

/// <summary>Collects while the server runs: watches pods, nodes, ReplicaSets, events and quotas, polls metrics on each tick, and hands all of it to History.</summary>
internal sealed partial class Collector : BackgroundService
{
    /// <summary>The nodes' answer is small; it may come so much later than the pods' and still be one change with it.</summary>
    private static readonly TimeSpan NodesMayLag = TimeSpan.FromMilliseconds(200);

    /// <summary>Pods are listed a little later, so that their workloads are known by then; but not for ever.</summary>
    private static readonly TimeSpan OwnersMayTake = TimeSpan.FromSeconds(5);

    private readonly ClusterConnection _connection;
    private readonly ClusterHistory _history;
    private readonly CollectionOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<Collector> _logger;
    private readonly ClockSkew _skew = new();
    private readonly Changes _changes;
    private readonly SourceTracker _sources;
    private readonly ListWatch<ReplicaSetOwner> _replicaSets;
    private readonly ListWatch<PodFacts> _pods;
    private readonly ListWatch<NodeFacts> _nodes;
    private readonly ListWatch<EventFacts> _events;
    private readonly ListWatch<QuotaFacts> _quotas;
    private readonly MetricsPoll _podMetrics;
    private readonly MetricsPoll _nodeMetrics;

    // Written by the tick only; a reader may see one tick's mixed with the next one's, which is harmless.
    private long _polls;
    private long _failures;
    private double _lastPollMilliseconds = double.NaN;
    private double _lastStoreMilliseconds;
    private long _lastPollBytes = -1;

    public Collector(
        ClusterConnection connection,
        ClusterHistory history,
        CollectionMeter meter,
        IOptions<CollectionOptions> options,
        IOptions<ClusterOptions> clusterOptions,
        TimeProvider timeProvider,
        ILogger<Collector> logger)
    {
        (_connection, _history, _options, _timeProvider, _logger) = (connection, history, options.Value, timeProvider, logger);
        _sources = new SourceTracker(timeProvider);
        _changes = new Changes(history.Apply, Status, timeProvider, history.MaxEvents, meter.EventDropped);
        var api = new ApiRequests(connection, _skew, timeProvider);
        var workloads = new Workloads();
        var timeout = clusterOptions.Value.RequestTimeout;
        _replicaSets = Watch(new Watched<ReplicaSetOwner>(
            "apis/apps/v1/replicasets", "replicasets.apps", null, new ReplicaSetReader(), workloads.Replace, workloads.Set, workloads.Remove));
        _pods = Watch(new Watched<PodFacts>(
            "api/v1/pods", "pods", SourceKind.Pods, new PodFactsReader(workloads), _changes.Replace, _changes.Upsert, _changes.Remove));
        _nodes = Watch(new Watched<NodeFacts>(
            "api/v1/nodes", "nodes", SourceKind.Nodes, new NodeFactsReader(), _changes.Replace, _changes.Upsert, _changes.Remove));
        _events = Watch(new Watched<EventFacts>(
            "api/v1/events", "events", SourceKind.Events, new EventReader(), _changes.Replace, _changes.Upsert, static _ => { })
        {
            MayBeEmpty = true,
            Trim = events => EventQueue.Trim(events, history.MaxEvents),
        });
        _quotas = Watch(new Watched<QuotaFacts>(
            "api/v1/resourcequotas", "resourcequotas", SourceKind.ResourceQuotas, new QuotaReader(), _changes.Replace, _changes.Upsert, _changes.Remove)
        {
            MayBeEmpty = true,
        });
        _podMetrics = Poll(SourceKind.PodMetrics, HasRunningPods);
        _nodeMetrics = Poll(SourceKind.NodeMetrics, HasReadyNodes);

        ListWatch<TFacts> Watch<TFacts>(Watched<TFacts> watched)
            where TFacts : class => new(watched, api, _sources, _changes, meter, _options, timeout, timeProvider, logger);

        MetricsPoll Poll(SourceKind source, Func<bool> expectsItems) =>
            new(source, api, _sources, _changes, _skew, meter, _options, timeout, expectsItems, timeProvider);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var state in _sources.All)
        {
            _changes.Set(state);
        }

        _changes.HandOver();
        await Task.WhenAll(
            KeepAsync("the watch of ReplicaSets", _replicaSets.RunAsync, stoppingToken),
            KeepAsync("the watch of pods", WatchPodsAsync, stoppingToken),
            KeepAsync("the watch of nodes", _nodes.RunAsync, stoppingToken),
            KeepAsync("the watch of events", _events.RunAsync, stoppingToken),
            KeepAsync("the watch of ResourceQuotas", _quotas.RunAsync, stoppingToken),
            KeepAsync("the hand-over", HandOverAsync, stoppingToken),
            KeepAsync("the polls of metrics", TickAsync, stoppingToken));
    }

    /// <summary>A defect in one part must not take the others down: it is written down, and the part begins anew.</summary>
    private async Task KeepAsync(string part, Func<CancellationToken, Task> run, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await run(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The collector outlives its defects; each is logged with its stack.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                Log.Defect(_logger, defect, part);
                await Task.Delay(_options.Interval, _timeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WatchPodsAsync(CancellationToken stopping)
    {
        await Task.WhenAny(_replicaSets.Tried, Task.Delay(OwnersMayTake, _timeProvider, stopping));
        await _pods.RunAsync(stopping);
    }

    private async Task HandOverAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _changes.WaitAsync(stopping);
            await Task.Delay(_options.GatherInterval, _timeProvider, stopping);
            _changes.HandOver();
        }
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        // A tick that is due while the last one still runs is dropped, so ticks never overlap.
        using var timer = new PeriodicTimer(_options.Interval, _timeProvider);
        do
        {
            await TickOnceAsync(stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task TickOnceAsync(CancellationToken stopping)
    {
        var pods = _podMetrics.IsBackingOff ? null : PollAsync(_podMetrics, stopping);
        var nodes = _nodeMetrics.IsBackingOff ? null : PollAsync(_nodeMetrics, stopping);
        if (pods is not null)
        {
            var podSamples = await pods;
            SampleBatch? nodeSamples = null;
            if (nodes is not null && await Task.WhenAny(nodes, Task.Delay(NodesMayLag, _timeProvider, stopping)) == nodes)
            {
                nodeSamples = await nodes;
                nodes = null;
            }

            Store(podSamples, nodeSamples);
        }

        if (nodes is not null)
        {
            Store(null, await nodes);
        }
    }

    private async Task<SampleBatch?> PollAsync(MetricsPoll poll, CancellationToken stopping)
    {
        var started = _timeProvider.GetTimestamp();
        var batch = await poll.PollAsync(stopping);
        Interlocked.Increment(ref _polls);
        if (batch is null)
        {
            Interlocked.Increment(ref _failures);
        }
        else if (poll == _podMetrics)
        {
            _lastPollMilliseconds = _timeProvider.GetElapsedTime(started).TotalMilliseconds + _lastStoreMilliseconds;
            _lastPollBytes = poll.Bytes;
        }

        return batch;
    }

    private void Store(SampleBatch? pods, SampleBatch? nodes)
    {
        var started = _timeProvider.GetTimestamp();
        _changes.HandOver(pods, nodes);
        if (pods is not null)
        {
            _lastStoreMilliseconds = _timeProvider.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    private bool HasRunningPods() => _history.Read(0, static (reader, _) =>
    {
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (reader.Pod(slot) is { Phase: "Running" } && reader.PodGoneAt(slot) is null)
            {
                return true;
            }
        }

        return false;
    });

    private bool HasReadyNodes() => _history.Read(0, static (reader, _) => reader.Nodes.Any(node => node.Facts.Ready));

    private CollectionStatus Status()
    {
        var identity = _connection.Identity;
        return new CollectionStatus
        {
            ClusterName = identity.Name,
            Source = identity.Origin switch
            {
                ClusterOrigin.Kubeconfig => ClusterSource.Kubeconfig,
                ClusterOrigin.InCluster => ClusterSource.InCluster,
                _ => ClusterSource.Simulator,
            },
            Demo = identity.Demo,
            Interval = _options.Interval,
            Polls = Volatile.Read(ref _polls),
            Failures = Volatile.Read(ref _failures),
            LastPollMilliseconds = double.IsNaN(_lastPollMilliseconds) ? null : _lastPollMilliseconds,
            LastPollBytes = _lastPollBytes < 0 ? null : _lastPollBytes,
            ClockSkewMilliseconds = _skew.Milliseconds,
            Sockets = _connection.Sockets.Open,
            PeakSockets = _connection.Sockets.Peak,
            MaxSockets = _connection.Sockets.Maximum,
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A defect ended {Part}; it begins anew")]
        public static partial void Defect(ILogger logger, Exception defect, string part);
    }
}
