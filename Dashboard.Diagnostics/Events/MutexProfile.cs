using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// mutex: waits for locks by the waiter's stack, with the thread that held the lock when the wait began. Go gives the time to the stack that unlocks; the runtime does not tell that one.
/// </summary>
internal sealed class MutexProfile(EventFeeds feeds, TimeProvider timeProvider) : EventProfile
{
    public override string Name => "mutex";

    public override string Description => "Waits for locks (Monitor, Lock) that ended, by the waiter's stack, labelled with the thread that held the lock when the wait began: since the first question.";

    public override long? Count() => feeds.Contentions.Total;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var reading = await feeds.Contentions.ReadAsync(cancellationToken);
        var (stacks, isFolded) = reading.Counter.Table.Read();
        return new Profile
        {
            Name = Name,
            SampleTypes = ContentionTypes,
            PeriodType = ContentionPeriod,
            At = timeProvider.GetUtcNow(),
            Samples =
            [
                .. stacks.Select(s => new Sample(
                    Frames(s.Stack), [Rounded(s.Count), Rounded(s.Amount)], s.Detail.Length > 0 ? [new Label("owner", s.Detail)] : [])),
            ],
            Capture = Facts([
                "The stack is the waiter's, and the label owner the name of the thread that held the lock when the wait began; Go gives the wait to the stack that unlocks, which the runtime does not tell.",
                .. Notes(reading, isFolded),
            ]),
        };
    }
}
