using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// mutex: waits for locks by the waiter's stack, with the thread that held the lock when the wait began, and its stack on top where somebody looked. Go gives the time to the stack that unlocks;
/// the runtime does not tell that one.
/// </summary>
internal sealed class MutexProfile(EventFeeds feeds, TimeProvider timeProvider) : EventProfile
{
    public override string Name => "mutex";

    public override string Description => "Waits for locks (Monitor, Lock) that ended, by the waiter's stack; on it the holder's stack of long waits, and its thread as a label. Since the first question.";

    public override long? Count() => feeds.Contentions.Total;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var reading = await feeds.Contentions.ReadAsync(cancellationToken);
        var table = reading.Counter.Table.Read();
        return new Profile
        {
            Name = Name,
            SampleTypes = ContentionTypes,
            PeriodType = ContentionPeriod,
            At = timeProvider.GetUtcNow(),
            Samples =
            [
                .. table.Stacks.Select(s => new Sample(
                    WithHolder(s), [Rounded(s.Count), Rounded(s.Amount)], s.Detail.Length > 0 ? [new Label("owner", s.Detail)] : [])),
            ],
            Capture = Facts([
                "The stack is the waiter's, the label owner the thread that held the lock when the wait began. During long waits that thread's stack is looked at, at most once in "
                + $"{OwnerSampler.Interval.TotalSeconds:0} s: then it stands above [held by]. Go gives the wait to the stack that unlocks, which the runtime does not tell.",
                .. Notes(reading, table),
            ]),
        };
    }

    /// <summary>As in a graph of waits and wakers: the waiter up to the lock, and on top of it who held it.</summary>
    private static IReadOnlyList<Frame> WithHolder(CountedStack counted) => counted.Cause is { Frames.Length: > 0 } holder
        ? [.. Frames(holder), new Frame("[held by]", "[lock]"), .. Frames(counted.Stack)]
        : Frames(counted.Stack);
}
