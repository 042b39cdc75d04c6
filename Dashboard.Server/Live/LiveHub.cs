using Dashboard.Server.Live.Charts;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Runtime;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Live;

/// <summary>
/// /hubs/live: streams of messages, each complete in itself or a step from the one before. A connection that was lost is mended by
/// subscribing again. The methods and their messages are described in Dashboard.Client/src/model/wire.ts.
/// </summary>
internal sealed class LiveHub(LiveFeed feed, PodFeed pods, SeriesFeed series, RuntimeFeed runtime, IOptions<LiveOptions> options) : Hub
{
    public const string Path = "/hubs/live";

    public IAsyncEnumerable<Payload> Status(CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Status, cancellationToken));

    public IAsyncEnumerable<Payload> Overview(CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Overview, cancellationToken));

    public IAsyncEnumerable<Payload> Pods(PodQuery? query, CancellationToken cancellationToken) =>
        Open(() => pods.FollowAsync(PodSelection.From(query ?? new PodQuery()), cancellationToken));

    public IAsyncEnumerable<Payload> Facets(CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Facets, cancellationToken));

    public IAsyncEnumerable<Payload> Pod(string @namespace, string name, CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Pod(@namespace, name), cancellationToken));

    public IAsyncEnumerable<Payload> Series(SeriesQuery? query, CancellationToken cancellationToken) =>
        Open(() => series.FollowAsync(SeriesSelection.From(query ?? new SeriesQuery()), cancellationToken));

    public IAsyncEnumerable<Payload> Nodes(CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Nodes, cancellationToken));

    public IAsyncEnumerable<Payload> Namespaces(CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Namespaces, cancellationToken));

    public IAsyncEnumerable<Payload> Workload(string @namespace, string kind, string name, CancellationToken cancellationToken) =>
        Open(() => feed.FollowAsync(LiveViews.Workload(@namespace, kind, name), cancellationToken));

    public IAsyncEnumerable<Payload> Runtime(int rangeSeconds, CancellationToken cancellationToken) =>
        Open(() => runtime.FollowAsync(RuntimeSelection.From(rangeSeconds), cancellationToken));

    /// <summary>Counts the streams of the connection, and gives errors the one type that SignalR passes on to the caller.</summary>
    private IAsyncEnumerable<Payload> Open(Func<IAsyncEnumerable<Payload>> follow)
    {
        IAsyncEnumerable<Payload> messages;
        try
        {
            messages = follow();
        }
        catch (InvalidQueryException error)
        {
            throw new HubException(error.Message);
        }

        var streams = StreamCount.Of(Context);
        if (!streams.TryOpen(options.Value.MaximumStreamsPerConnection))
        {
            throw new HubException(
                $"This connection has {options.Value.MaximumStreamsPerConnection} streams open, which is the most that Live:MaximumStreamsPerConnection "
                + "allows. Cancel those that nobody looks at.");
        }

        return Pass(messages, streams);
    }

    private static async IAsyncEnumerable<Payload> Pass(IAsyncEnumerable<Payload> messages, StreamCount streams)
    {
        // By hand and not by foreach, since a yield cannot stand in a try that has a catch.
        var enumerator = messages.GetAsyncEnumerator(CancellationToken.None);
        try
        {
            while (await Translated(enumerator))
            {
                yield return enumerator.Current;
            }
        }
        finally
        {
            streams.Close();
            await enumerator.DisposeAsync();
        }
    }

    private static async ValueTask<bool> Translated(IAsyncEnumerator<Payload> messages)
    {
        try
        {
            return await messages.MoveNextAsync();
        }
        catch (NotFoundException error)
        {
            throw new HubException(error.Message);
        }
    }

    /// <summary>Streams that a connection holds open.</summary>
    private sealed class StreamCount
    {
        private int _open;

        // Invocations of one connection do not overlap (MaximumParallelInvocationsPerClient is 1), so nobody adds a second one.
        public static StreamCount Of(HubCallerContext context)
        {
            if (context.Items.TryGetValue(typeof(StreamCount), out var known))
            {
                return (StreamCount)known!;
            }

            var count = new StreamCount();
            context.Items[typeof(StreamCount)] = count;
            return count;
        }

        public bool TryOpen(int maximum)
        {
            if (Interlocked.Increment(ref _open) <= maximum)
            {
                return true;
            }

            Close();
            return false;
        }

        public void Close() => Interlocked.Decrement(ref _open);
    }
}
