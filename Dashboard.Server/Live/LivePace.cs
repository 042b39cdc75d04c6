using Dashboard.Server.History;
using Microsoft.Extensions.Options;

namespace Dashboard.Server.Live;

/// <summary>
/// One pace for the streams of all browsers: what is new is told to all of them at once, and at most once in <see cref="LiveOptions.MinimumInterval"/>.
/// So a page's streams arrive together and are drawn in one frame, and a view is computed for the same few versions whoever asks.
/// </summary>
internal sealed class LivePace(ClusterHistory history, TimeProvider timeProvider, IOptions<LiveOptions> options)
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _interval = options.Value.MinimumInterval;
    private TaskCompletionSource? _beat;
    private long _version = -1;
    private long _beatAt = timeProvider.GetTimestamp();

    /// <summary>Waits for the first beat with a version newer than <paramref name="version"/>.</summary>
    public async Task NextAsync(long version, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task beat;
            lock (_lock)
            {
                if (_version > version)
                {
                    return;
                }

                if (_beat is { } underWay)
                {
                    beat = underWay.Task;
                }
                else
                {
                    var next = _beat = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    beat = next.Task;

                    // May be over at once, and is none under way then.
                    _ = BeatAsync(next, _version, _beatAt);
                }
            }

            await beat.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Not for any one reader: who leaves does not end it, so nobody's token ends it either.</summary>
    private async Task BeatAsync(TaskCompletionSource beat, long version, long beatAt)
    {
        await history.WaitForNewerAsync(version, CancellationToken.None).ConfigureAwait(false);
        var rest = _interval - timeProvider.GetElapsedTime(beatAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, timeProvider, CancellationToken.None).ConfigureAwait(false);
        }

        lock (_lock)
        {
            (_version, _beatAt, _beat) = (history.Version, timeProvider.GetTimestamp(), null);
        }

        beat.SetResult();
    }
}
