namespace Dashboard.Diagnostics;

/// <summary>Counts thrown exceptions from the first call of <see cref="Start"/>, once for the process however many hosts are in it.</summary>
internal static class ExceptionCount
{
    private static long _count;
    private static int _started;

    public static long Value => Volatile.Read(ref _count);

    public static void Start()
    {
        // Never unsubscribed: the count belongs to the process. A throw costs microseconds, this adds nanoseconds.
        if (Interlocked.Exchange(ref _started, 1) == 0)
            AppDomain.CurrentDomain.FirstChanceException += static (_, _) => Interlocked.Increment(ref _count);
    }
}
