using System.Runtime.CompilerServices;
using Dashboard.Server.History;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Live;

/// <summary>
/// Follows a view from version to version. Each follower waits for a version newer than the one it was last given and then takes what is
/// true then: who reads slowly skips versions, and nothing waits in a queue for him.
/// </summary>
internal sealed class LiveFeed(ClusterHistory history, ViewCache cache, TimeProvider timeProvider, IOptions<LiveOptions> options)
{
    /// <summary>The view now, and again after every change.</summary>
    /// <exception cref="NotFoundException">What the view is of is not there, or is no longer remembered.</exception>
    public async IAsyncEnumerable<Payload> FollowAsync<T>(LiveView<T> view, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        Payload? last = null;
        while (true)
        {
            var startedAt = timeProvider.GetTimestamp();
            var answer = await WhenKnownAsync(() => cache.GetAsync(view), cancellationToken);
            if (answer.Result is { } payload && !(view.OnlyChanges && last is not null && payload.EqualsButVersion(last)))
            {
                last = payload;
                yield return payload;
            }

            await NextAsync(answer.Version, startedAt, cancellationToken);
        }
    }

    /// <summary>Asks again while the first list has not come yet: a browser that was faster than the collector waits, and is not turned away.</summary>
    public async Task<Answer<T>> WhenKnownAsync<T>(Func<Task<Answer<T>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            long version;
            try
            {
                return await ask();
            }
            catch (NotFoundException error) when (error.MayCome)
            {
                version = error.Version;
            }

            await history.WaitForNewerAsync(version, cancellationToken);
        }
    }

    /// <summary>Waits for a newer version, and for the least interval since the last message was begun.</summary>
    public async Task NextAsync(long version, long startedAt, CancellationToken cancellationToken)
    {
        await history.WaitForNewerAsync(version, cancellationToken);
        var rest = options.Value.MinimumInterval - timeProvider.GetElapsedTime(startedAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, timeProvider, cancellationToken);
        }
    }
}
