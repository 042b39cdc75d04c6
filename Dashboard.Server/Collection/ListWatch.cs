using System.Globalization;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>What a list-watch is of, and who learns of it.</summary>
/// <param name="Path">Of the resource, for all namespaces.</param>
/// <param name="What">The resource as RBAC names it.</param>
/// <param name="Source">Whose state it is; null when nobody asks for it.</param>
/// <param name="Objects">Reads one object.</param>
/// <param name="Replace">Learns all there are, after a list.</param>
/// <param name="Upsert">Learns one that is new or changed.</param>
/// <param name="Remove">Learns one that was deleted.</param>
internal sealed record Watched<TFacts>(
    string Path,
    string What,
    SourceKind? Source,
    IObjectReader<TFacts> Objects,
    Action<IReadOnlyList<TFacts>> Replace,
    Action<TFacts> Upsert,
    Action<TFacts> Remove)
    where TFacts : class
{
    /// <summary>A cluster that is well may have none of them.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Takes out of a growing list, after each page, what will not be wanted.</summary>
    public Action<List<TFacts>>? Trim { get; init; }
}

/// <summary>
/// Keeps one kind of object known: lists it once, watches from there with bookmarks, opens the watch anew when it ends, breaks or falls
/// silent, and lists again only when the server has forgotten where we were (410). What is known stays known while the API fails.
/// </summary>
internal sealed partial class ListWatch<TFacts>(
    Watched<TFacts> watched,
    ApiRequests api,
    SourceTracker sources,
    Changes changes,
    CollectionMeter meter,
    CollectionOptions options,
    TimeSpan requestTimeout,
    TimeProvider timeProvider,
    ILogger logger)
    where TFacts : class
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>A watch that lived so long was a good one: what ends it is no sequel of what went wrong before.</summary>
    private static readonly TimeSpan GoodLife = TimeSpan.FromSeconds(10);

    private readonly BodyReader _body = new();
    private readonly Backoff _backoff = new(FirstPause, options.MaxBackoff, Random.Shared.NextDouble);
    private readonly WatchEventReader<TFacts> _events = new(watched.Objects);
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _version;
    private bool _wasExpired;
    private long _watchOpenedAt;

    /// <summary>Completes when the first list has come or failed.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_version is null)
                {
                    await ListAsync(cancellationToken);
                    _tried.TrySetResult();
                }

                await WatchAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ApiFailure failure)
            {
                await RecoverAsync(failure, cancellationToken);
            }
        }
    }

    private async Task RecoverAsync(ApiFailure failure, CancellationToken cancellationToken)
    {
        meter.WatchRestarted(watched.What, failure.Expired ? "expired" : failure.Condition.ToString());
        ForgiveAfterGoodLife();
        if (failure.Garbled)
        {
            _version = null;
        }
        else if (failure.Expired)
        {
            _version = null;
            if (!_wasExpired)
            {
                // The usual end of an old watch, or of slow paging: a new list mends it, nothing is wrong. But if that
                // expires at once again, listing in a loop would only harm the API server.
                _wasExpired = true;
                Log.Expired(logger, watched.What);
                return;
            }
        }

        if (watched.Source is { } source)
        {
            changes.Set(sources.Failed(source, failure));
        }

        _tried.TrySetResult();
        var pause = _backoff.Next(failure.RetryAfter);
        meter.BackedOff(watched.What, pause);
        Log.Failed(logger, watched.What, failure.Message, pause.TotalSeconds);
        await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var list = new ObjectListReader<TFacts>(watched.Objects);
        var bad = 0;
        var items = 0;
        var bytes = 0L;

        // The first list may come from the API server's cache. After a 410 that could be too old again, so it is a list of what
        // is true now, and in one piece: the token of a page can expire, a single answer cannot.
        var query = _wasExpired ? "" : string.Create(CultureInfo.InvariantCulture, $"?limit={options.ListPageSize}&resourceVersion=0");
        string? version;
        do
        {
            list.Begin();
            bytes += await api.GetAsync(watched.Path + query, watched.What, requestTimeout, ReadPage, cancellationToken);
            bad += list.BadItems;
            items += list.Items;
            watched.Trim?.Invoke(list.Facts);
            version = list.ResourceVersion;
            query = list.Continue is null ? "" : string.Create(
                CultureInfo.InvariantCulture, $"?limit={options.ListPageSize}&continue={Uri.EscapeDataString(list.Continue)}");
        }
        while (query.Length > 0);

        _version = version ?? "0";
        watched.Replace(list.Facts);
        if (watched.Source is { } source)
        {
            meter.Polled(source, succeeded: true, timeProvider.GetElapsedTime(started), bytes, bad);
            changes.Set(items > 0 || bad > 0 || watched.MayBeEmpty
                ? sources.Succeeded(source, items, bad)
                : sources.Wanting(
                    source, SourceCondition.Empty, $"The cluster has no {watched.What} that this account can see.",
                    "Nothing, if the cluster is new; else check the address and the account.", 0));
        }

        Log.Listed(logger, items, watched.What, bad, timeProvider.GetElapsedTime(started).TotalMilliseconds);

        async Task<long> ReadPage(Stream body, Patience patience) =>
            await _body.ReadListAsync(body, list, () => patience.Renew(requestTimeout), patience.Token);
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var seconds = (int)(options.WatchTimeout.TotalSeconds * (1 + Random.Shared.NextDouble() / 2));
        var query = string.Create(CultureInfo.InvariantCulture, $"?watch=1&allowWatchBookmarks=true&timeoutSeconds={seconds}&resourceVersion={_version}");
        _watchOpenedAt = timeProvider.GetTimestamp();
        ApiFailure? failure = null;
        await api.GetAsync(watched.Path + query, watched.What, requestTimeout, Read, cancellationToken);
        if (failure is not null)
        {
            throw failure;
        }

        meter.WatchRestarted(watched.What, "ended");
        var lived = timeProvider.GetElapsedTime(_watchOpenedAt);
        ForgiveAfterGoodLife();
        if (lived < TimeSpan.FromSeconds(1))
        {
            // A server that ends each watch at once must not be asked in a loop.
            await Task.Delay(_backoff.Next(null), timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task<bool> Read(Stream body, Patience patience)
        {
            // The headers are there. A source that was unavailable is right again; one that fell silent must be heard first.
            if (watched.Source is not { } source || sources.Get(source).Condition != SourceCondition.Stale)
            {
                Confirm();
            }

            patience.Renew(options.WatchStallTimeout);
            try
            {
                await _body.ReadLinesAsync(body, line => Take(line, out failure), () => patience.Renew(options.WatchStallTimeout), patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsOver)
            {
                FellSilent();
            }

            return true;
        }
    }

    private bool Take(ReadOnlySpan<byte> line, out ApiFailure? failure)
    {
        failure = null;
        var @event = _events.Read(line);
        _version = @event.ResourceVersion ?? _version;
        meter.WatchEvent(watched.What);
        switch (@event.Kind)
        {
            case WatchEventKind.Upserted:
                watched.Upsert(@event.Facts!);
                break;
            case WatchEventKind.Deleted:
                watched.Remove(@event.Facts!);
                break;
            case WatchEventKind.Error:
                failure = ApiFailure.Of(@event.Code, @event.Message, watched.What);
                return false;
            case WatchEventKind.Bad when watched.Source is { } source:
                meter.BadItems(source, 1);
                changes.Set(sources.AddBadItems(source, 1));
                break;
        }

        Confirm();
        return true;
    }

    private void ForgiveAfterGoodLife()
    {
        if (_watchOpenedAt != 0 && timeProvider.GetElapsedTime(_watchOpenedAt) >= GoodLife)
        {
            _backoff.Reset();
            _wasExpired = false;
        }

        _watchOpenedAt = 0;
    }

    /// <summary>The source is right; said at once when it was not, and else every few seconds.</summary>
    private void Confirm()
    {
        if (watched.Source is not { } source)
        {
            return;
        }

        var state = sources.Get(source);
        if (state.Condition != SourceCondition.Fresh || timeProvider.GetUtcNow() - state.LastSuccessAt > TimeSpan.FromSeconds(5))
        {
            changes.Set(sources.Succeeded(source));
        }
    }

    private void FellSilent()
    {
        meter.WatchRestarted(watched.What, "silent");
        Log.Silent(logger, watched.What, options.WatchStallTimeout.TotalSeconds);
        if (watched.Source is { } source)
        {
            changes.Set(sources.Wanting(
                source, SourceCondition.Stale,
                string.Create(CultureInfo.InvariantCulture, $"The watch of {watched.What} has been silent for {options.WatchStallTimeout.TotalSeconds:0.#} s."),
                "It is opened anew by itself; if it stays, look at proxies between here and the API server."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Listed {Count} {What}, {Bad} unreadable, in {Milliseconds:0} ms")]
        public static partial void Listed(ILogger logger, int count, string what, int bad, double milliseconds);

        [LoggerMessage(2, LogLevel.Debug, "The watch of {What} had expired; listing anew")]
        public static partial void Expired(ILogger logger, string what);

        [LoggerMessage(3, LogLevel.Warning, "{What}: {Problem}; again in {Seconds:0.0} s")]
        public static partial void Failed(ILogger logger, string what, string problem, double seconds);

        [LoggerMessage(4, LogLevel.Warning, "The watch of {What} was silent for {Seconds:0.#} s; opening it anew")]
        public static partial void Silent(ILogger logger, string what, double seconds);
    }
}
