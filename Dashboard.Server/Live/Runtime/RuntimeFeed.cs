using System.Runtime.CompilerServices;

namespace Dashboard.Server.Live.Runtime;

/// <summary>Follows the server's own runtime: the range asked for first, then each new look.</summary>
internal sealed class RuntimeFeed(RuntimeHistory history)
{
    public async IAsyncEnumerable<Payload> FollowAsync(RuntimeSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await history.WaitForNewerAsync(0, cancellationToken);
        var (version, points) = history.After(0, selection.Range);
        var endpoints = RuntimeView.BusiestEndpoints(points);
        yield return Payload.Of(RuntimeView.Message(points, endpoints, reset: true), LiveJson.Default.RuntimeMessage);
        while (true)
        {
            await history.WaitForNewerAsync(version, cancellationToken);
            (var newest, points) = history.After(version, selection.Range);
            version = newest;
            var reset = RuntimeView.HasNewEndpoint(points, endpoints);
            if (reset)
            {
                (version, points) = history.After(0, selection.Range);
                endpoints = RuntimeView.BusiestEndpoints(points);
            }

            yield return Payload.Of(RuntimeView.Message(points, endpoints, reset), LiveJson.Default.RuntimeMessage);
        }
    }

    /// <summary>What is known now; null before the first look.</summary>
    public Payload? Now(RuntimeSelection selection)
    {
        var (version, points) = history.After(0, selection.Range);
        return version == 0
            ? null
            : Payload.Of(RuntimeView.Message(points, RuntimeView.BusiestEndpoints(points), reset: true), LiveJson.Default.RuntimeMessage);
    }
}
