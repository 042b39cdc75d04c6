using System.Runtime.CompilerServices;
using Dashboard.Server.History;

namespace Dashboard.Server.Live;

/// <summary>
/// Follows a view from version to version. Each follower waits for a version newer than the one it was last given and then takes what is
/// true then: who reads slowly skips versions, and nothing waits in a queue for him. A version that says nothing new to him is not sent.
/// </summary>
internal sealed class LiveFeed(ClusterHistory history, ViewCache cache, LivePace pace)
{
    /// <summary>The view now, and again after every change of what it says.</summary>
    /// <exception cref="NotFoundException">What the view is of is not there, or is no longer remembered.</exception>
    public async IAsyncEnumerable<Payload> FollowAsync<T>(LiveView<T> view, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        Payload? last = null;
        while (true)
        {
            var answer = await WhenKnownAsync(() => cache.GetAsync(view), cancellationToken);
            if (answer.Result is { } payload && (last is null || !payload.SaysTheSameAs(last)))
            {
                last = payload;
                yield return payload;
            }

            await pace.NextAsync(answer.Version, cancellationToken);
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
}
