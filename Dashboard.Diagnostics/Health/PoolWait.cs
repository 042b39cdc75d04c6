namespace Dashboard.Diagnostics.Health;

/// <summary>Measures how long a work item waits for a thread of the pool now.</summary>
internal static class PoolWait
{
    /// <summary>
    /// Ends with the wait, or with <paramref name="bound"/> when it is over before the item has run. It waits on a thread of its own, and what awaits it goes on there: a check that waited for the pool to tell
    /// that the pool does not come would not tell it.
    /// </summary>
    public static Task<TimeSpan> MeasureAsync(TimeSpan bound, TimeProvider timeProvider)
    {
        var result = new TaskCompletionSource<TimeSpan>();
        new Thread(() =>
        {
            try
            {
                result.SetResult(Measure(bound, timeProvider));
            }
            catch (Exception e)
            {
                result.TrySetException(e);
            }
        })
        { IsBackground = true, Name = "debug health" }.Start();
        return result.Task;
    }

    private static TimeSpan Measure(TimeSpan bound, TimeProvider timeProvider)
    {
        // Not disposed of: the item may run after the bound.
        var ran = new ManualResetEventSlim();
        var queued = timeProvider.GetTimestamp();
        ThreadPool.UnsafeQueueUserWorkItem(static e => e.Set(), ran, preferLocal: false);
        return ran.Wait(bound) ? timeProvider.GetElapsedTime(queued) : bound;
    }
}
