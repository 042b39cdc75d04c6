namespace Dashboard.Diagnostics.Metering;

/// <summary>
/// How long work waits for the pool, at the price of one work item for each look: a look tells how long the item of an earlier look has waited, to its end or until now, and sends the next
/// one when that has run. Nothing runs between looks.
/// </summary>
/// <param name="queue">Puts an item behind those that wait; null is the pool.</param>
internal sealed class PoolQueueAge(TimeProvider timeProvider, Action<Action>? queue = null)
{
    private const long NoneWaits = 0;

    private long _queuedAt = NoneWaits;
    private long _lastWaitTicks;

    /// <summary>In seconds.</summary>
    public double Observe()
    {
        var now = timeProvider.GetTimestamp();
        var waitingSince = Interlocked.CompareExchange(ref _queuedAt, now == NoneWaits ? 1 : now, NoneWaits);
        if (waitingSince != NoneWaits)
            return Math.Max(timeProvider.GetElapsedTime(waitingSince, now).TotalSeconds, 0);
        var last = TimeSpan.FromTicks(Volatile.Read(ref _lastWaitTicks)).TotalSeconds;
        if (queue is null)
            ThreadPool.UnsafeQueueUserWorkItem(static age => age.Ran(), this, preferLocal: false);
        else
            queue(Ran);
        return last;
    }

    private void Ran()
    {
        Volatile.Write(ref _lastWaitTicks, timeProvider.GetElapsedTime(Volatile.Read(ref _queuedAt)).Ticks);
        Volatile.Write(ref _queuedAt, NoneWaits);
    }
}
