using System.Runtime.CompilerServices;

namespace Dashboard.Server.Live.Charts;

/// <summary>Follows the lines of a chart: the history first, then what is new. Charts that are drawn equally far share each message.</summary>
internal sealed class SeriesFeed(LiveFeed feed, LivePace pace, ViewCache cache, TimeProvider timeProvider)
{
    /// <summary>The history and then what is new; of a range in the past the history, and then nothing until the reader leaves.</summary>
    /// <exception cref="InvalidQueryException">The range ends in the future, or too long ago.</exception>
    public IAsyncEnumerable<Payload> FollowAsync(SeriesSelection selection, CancellationToken cancellationToken)
    {
        // Here and not in the iterator: who opens the stream is told at once.
        selection.CheckEnd(timeProvider.GetUtcNow());
        return FollowCheckedAsync(selection, cancellationToken);
    }

    private async IAsyncEnumerable<Payload> FollowCheckedAsync(SeriesSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        SeriesCursor? cursor = null;
        var points = 0;
        while (true)
        {
            var drawn = cursor;
            var answer = await feed.WhenKnownAsync(() => NextAsync(selection, drawn), cancellationToken);
            var step = answer.Result!;
            if (step.Payload is { } payload)
            {
                yield return payload;
            }

            if (selection.EndAt is not null)
            {
                // What is over does not change. The stream stays open, because to a client one that ends is one that was lost.
                await Task.Delay(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken);
            }

            cursor = step.Cursor;
            points += step.Points;

            // New points are as fine as they come. Before a chart has grown to twice of what was asked for, it is drawn anew.
            if (points > 2 * selection.Points * cursor.Keys.Length)
            {
                (cursor, points) = (null, 0);
            }

            await pace.NextAsync(answer.Version, cancellationToken);
        }
    }

    /// <summary>The history alone, for who asks once.</summary>
    /// <exception cref="InvalidQueryException">The range ends in the future, or too long ago.</exception>
    public Task<Answer<PayloadStep>> HistoryAsync(SeriesSelection selection)
    {
        selection.CheckEnd(timeProvider.GetUtcNow());
        return NextAsync(selection, drawn: null);
    }

    /// <summary>The step from how far the chart was drawn to now; from nothing it is the history.</summary>
    private Task<Answer<PayloadStep>> NextAsync(SeriesSelection selection, SeriesCursor? drawn) => cache.GetAsync(
        drawn is null ? selection.Key : $"{selection.Key} after {drawn.Version} by {drawn.Resolution}{WorkloadPods.Drawn(selection, drawn)}",
        reader => SeriesView.Read(reader, selection, drawn),
        step => new PayloadStep(step.Message is null ? null : Payload.Of(step.Message, LiveJson.Default.SeriesMessage), step.Cursor, step.Points));
}

/// <summary>A step of a chart as JSON; null when nothing is new.</summary>
internal sealed record PayloadStep(Payload? Payload, SeriesCursor Cursor, int Points);
