using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>
/// A watch: one event a line until the time is over, the client goes, or the version that it stands on is no longer kept (then an ERROR
/// event with code 410, as from the API server's watch cache). Every watcher reads the store's one history at its own pace.
/// </summary>
internal sealed class WatchAnswer(LivingCluster cluster, SimulatedFaults faults, TimeProvider time, CancellationToken stopping)
{
    private const int FlushAtBytes = 64 * 1_024;

    public async Task WriteAsync(ApiRequest request, ObjectStore store, FaultTarget target)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Context.RequestAborted, stopping);
        using var watch = new Watch(request, store, cluster);
        request.Context.Response.ContentType = "application/json";
        if (watch.Start() is { } refusal)
        {
            request.Context.Response.Headers.RetryAfter = "1";
            await StatusAnswer.WriteAsync(request.Context, 504, "Timeout", refusal);
            return;
        }

        await request.Context.Response.Body.FlushAsync(ended.Token);
        if (request.Fault.Kind == FaultKind.Expired)
        {
            await watch.ExpireAsync(ended.Token);
            return;
        }

        var until = time.GetUtcNow() + Timeout(request);
        try
        {
            await RunAsync(watch, target, until, ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The client went, or the server stops: both end a watch.
        }
    }

    private async Task RunAsync(Watch watch, FaultTarget target, DateTimeOffset until, CancellationToken ended)
    {
        var interval = cluster.Options.BookmarkInterval;
        var nextBookmark = time.GetUtcNow() + interval;
        Task timer = Task.CompletedTask;
        while (true)
        {
            var fault = faults.Running(target).Kind;
            var changed = watch.Changed;
            if (fault is FaultKind.None or FaultKind.Slow or FaultKind.MissingContainers or FaultKind.MalformedItems or FaultKind.MalformedQuantities)
            {
                if (!watch.Read(out changed))
                {
                    await watch.ExpireAsync(ended);
                    return;
                }

                await watch.SendAsync(ended);
            }
            else if (fault is FaultKind.Silent or FaultKind.Empty)
            {
                // What happens meanwhile is sent when the fault is over.
                changed = watch.Wait();
                if (faults.Running(target).Kind != fault) continue;
            }
            else
            {
                await watch.BreakAsync(fault, ended);
                return;
            }

            var now = time.GetUtcNow();
            if (now >= until) return;
            if (now >= nextBookmark)
            {
                nextBookmark = now + interval;
                if (fault != FaultKind.Silent) await watch.BookmarkAsync(ended);
            }

            var next = nextBookmark < until ? nextBookmark : until;

            // A fault that ends by its own time wakes nobody.
            if (fault != FaultKind.None && next > now + TimeSpan.FromMilliseconds(250)) next = now + TimeSpan.FromMilliseconds(250);
            if (timer.IsCompleted || fault != FaultKind.None) timer = Task.Delay(next - now, time, ended);
            await await Task.WhenAny(changed, timer);
        }
    }

    /// <summary>As asked for, else between half an hour and an hour, so that the watches of a cluster do not all end together.</summary>
    private static TimeSpan Timeout(ApiRequest request) => ListAnswer.TryNumber(request.Query("timeoutSeconds"), out var seconds) && seconds > 0
        ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
        : TimeSpan.FromSeconds(1_800 + (SeededRandom.Mix((ulong)request.Context.Connection.Id.GetHashCode(StringComparison.Ordinal)) % 1_800));

    /// <summary>One watcher's place in the history and its way of writing.</summary>
    private sealed class Watch(ApiRequest request, ObjectStore store, LivingCluster cluster) : IDisposable
    {
        private readonly List<WatchEvent> _events = [];
        private readonly string _includeObject = request.Query("includeObject");
        private readonly bool _bookmarks = request.Query("allowWatchBookmarks") is "1" or "true" or "True";
        private readonly Utf8JsonWriter _json = new(request.Context.Response.BodyWriter, ObjectWriter.Options);
        private long _version;
        private bool _columnsSent;

        public Task Changed { get; private set; } = Task.CompletedTask;

        private PipeWriter Pipe => request.Context.Response.BodyWriter;

        /// <summary>Null, or why the watch cannot begin.</summary>
        public string? Start()
        {
            var (objects, version) = store.Snapshot();
            if (objects.Length > 0) request.Selectors.Check(objects[0]);
            if (ListAnswer.TryNumber(request.Query("resourceVersion"), out var from) && from > 0)
            {
                _version = from;
                return from <= version ? null : string.Create(CultureInfo.InvariantCulture, $"Too large resource version: {from}, current: {version}");
            }

            // From now, with what exists as ADDED first.
            foreach (var existing in objects) _events.Add(new WatchEvent(ChangeType.Added, existing, null));
            _version = version;
            return null;
        }

        public bool Read(out Task changed)
        {
            var result = store.Read(ref _version, _events, out changed);
            Changed = changed;
            return result == ObjectStore.ReadResult.Read;
        }

        public Task Wait()
        {
            Changed = store.NextChange();
            return Changed;
        }

        public async Task SendAsync(CancellationToken ended)
        {
            if (_events.Count == 0) return;
            foreach (var change in _events)
            {
                Write(change);
                if (Pipe.UnflushedBytes >= FlushAtBytes) await Pipe.FlushAsync(ended);
            }

            _events.Clear();
            await Pipe.FlushAsync(ended);
        }

        public async Task BookmarkAsync(CancellationToken ended)
        {
            if (!_bookmarks) return;
            Begin("BOOKMARK"u8);
            _json.WriteStartObject("object"u8);
            if (request.Representation == Representation.Table)
            {
                ObjectFormat.StartTable(_json, store.Kind, withColumns: false);
                _json.WriteEndArray();
            }
            else
            {
                _json.WriteString("kind"u8, store.Kind.Kind);
                _json.WriteString("apiVersion"u8, store.Kind.ApiVersion);
                _json.WriteStartObject("metadata"u8);
                new ObjectWriter(_json, TimeSpan.Zero).ResourceVersion(_version);
                _json.WriteNull("creationTimestamp"u8);
                _json.WriteEndObject();
            }

            _json.WriteEndObject();
            End();
            await Pipe.FlushAsync(ended);
        }

        public async Task ExpireAsync(CancellationToken ended)
        {
            Begin("ERROR"u8);
            _json.WritePropertyName("object"u8);
            StatusAnswer.Write(_json, 410, "Expired", string.Create(CultureInfo.InvariantCulture, $"too old resource version: {_version} ({cluster.Revision.Current})"), 0);
            End();
            await Pipe.FlushAsync(ended);
        }

        /// <summary>Ends the watch as the fault would.</summary>
        public async Task BreakAsync(FaultKind fault, CancellationToken ended)
        {
            switch (fault)
            {
                case FaultKind.Expired:
                    await ExpireAsync(ended);
                    break;
                case FaultKind.Truncated:
                    await Pipe.WriteAsync("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Po"u8.ToArray(), ended);
                    throw new CutException();
                case FaultKind.MalformedBody:
                    await Pipe.WriteAsync("<html><body>502 Bad Gateway</body></html>\n"u8.ToArray(), ended);
                    break;
                case FaultKind.Reset:
                    request.Context.Abort();
                    break;
            }
        }

        public void Dispose() => _json.Dispose();

        private void Write(WatchEvent change)
        {
            var shows = request.Shows(change.Object);
            var showed = change.Previous is not null && request.Shows(change.Previous);
            var type = (change.Type, showed, shows) switch
            {
                (ChangeType.Deleted, true, _) => ChangeType.Deleted,
                (_, false, true) when change.Type != ChangeType.Deleted => ChangeType.Added,
                (_, true, true) => ChangeType.Modified,
                (_, true, false) => ChangeType.Deleted,
                _ => (ChangeType?)null,
            };
            if (type is null) return;
            Begin(type switch
            {
                ChangeType.Added => "ADDED"u8,
                ChangeType.Modified => "MODIFIED"u8,
                _ => "DELETED"u8,
            });
            _json.WritePropertyName("object"u8);
            ObjectFormat.WriteSingle(
                new ObjectWriter(_json, request.ClockSkew), store.Kind, change.Object, request.Representation, cluster.Clock.WallNow, !_columnsSent, _includeObject);
            _columnsSent = true;
            End();
        }

        private void Begin(ReadOnlySpan<byte> type)
        {
            _json.Reset();
            _json.WriteStartObject();
            _json.WriteString("type"u8, type);
        }

        private void End()
        {
            _json.WriteEndObject();
            _json.Flush();
            var line = Pipe.GetSpan(1);
            line[0] = (byte)'\n';
            Pipe.Advance(1);
        }
    }
}
