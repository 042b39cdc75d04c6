using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Dashboard.Server.Live.Pods;

/// <summary>
/// Follows a window of the table: the page first, then what has become of it since the reader was last sent something. Fifty rows are 48 kB, mostly
/// small lines, and of those a tick changes a point or nothing. Each follower holds the page that he was sent, and shares it with all who were sent the same:
/// who reads slowly skips versions, and nothing waits in a queue for him.
/// </summary>
internal sealed class PodFeed(LiveFeed feed, LivePace pace, ViewCache cache)
{
    public async IAsyncEnumerable<Payload> FollowAsync(PodSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = $"{selection.Key} step by step";
        SentPage? sent = null;
        while (true)
        {
            var answer = await feed.WhenKnownAsync(
                () => cache.GetAsync(key, reader => PodViews.Page(reader, selection), page => new SentPage(page)), cancellationToken);
            var now = answer.Result!;
            if ((sent is null ? now.Whole : now.After(sent)) is { } payload)
            {
                sent = now;
                yield return payload;
            }

            await pace.NextAsync(answer.Version, cancellationToken);
        }
    }

    /// <summary>A page, and its message for each page that readers may have before it: most have the same, and it is made once.</summary>
    private sealed class SentPage(PodPage page)
    {
        private readonly ConcurrentDictionary<long, Lazy<Payload?>> _steps = new();
        private readonly Lazy<Payload> _whole = new(() => Payload.Of(page, LiveJson.Default.PodPage));

        public Payload Whole => _whole.Value;

        /// <summary>What to tell who has that page; null when it says nothing new.</summary>
        public Payload? After(SentPage before) => _steps.GetOrAdd(
            before.Version,
            static (_, pages) => new Lazy<Payload?>(() => pages.Page.StepAfter(pages.Before)),
            (Page: this, Before: before.Page)).Value;

        private long Version => page.Version;

        private PodPage Page => page;

        private Payload? StepAfter(PodPage before) =>
            PodPageStep.Between(before, page) is { } step ? Payload.Of(step, LiveJson.Default.PodPageStep) : null;
    }
}
