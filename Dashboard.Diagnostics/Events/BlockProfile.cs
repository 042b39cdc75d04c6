using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>block: waits of threads by the waiter's stack: for locks, and for handles, other threads and Monitor.Wait.</summary>
internal sealed class BlockProfile(EventFeeds feeds, TimeProvider timeProvider) : EventProfile
{
    public override string Name => "block";

    public override string Description => "Waits of threads that ended, by the waiter's stack: locks, wait handles, Join, Monitor.Wait; not await. Since the first question.";

    public override long? Count() => feeds.Waits.Total is { } waits ? waits + (feeds.Contentions.Total ?? 0) : null;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var asked = (Contentions: feeds.Contentions.ReadAsync(cancellationToken), Waits: feeds.Waits.ReadAsync(cancellationToken));
        var contentions = await asked.Contentions;
        var waits = await asked.Waits;
        var locks = contentions.Counter.Table.Read();
        var others = waits.Counter.Table.Read();
        return new Profile
        {
            Name = Name,
            SampleTypes = ContentionTypes,
            PeriodType = ContentionPeriod,
            At = timeProvider.GetUtcNow(),
            Samples =
            [
                // By stack alone: whose lock it was is a matter of mutex.
                .. locks.Stacks.Concat(others.Stacks).GroupBy(s => s.Stack).Select(g => new Sample(Frames(g.Key), [Rounded(g.Sum(s => s.Count)), Rounded(g.Sum(s => s.Amount))], [])),
            ],
            Capture = Facts([
                "A wait is counted when it has ended. The framework's threads that wait for their next turn (timers, the pool's gate, Kestrel's heartbeat) are left out.",
                .. Notes(contentions, locks, "locks"),
                .. Notes(waits, others, "other waits"),
            ]),
        };
    }
}
