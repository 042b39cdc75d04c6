namespace Dashboard.Diagnostics.Cpu;

/// <summary>How much CPU time each thread has used, read every now and then: what the samples in between are weighed with.</summary>
internal sealed class ThreadClocks
{
    private readonly List<Reading> _readings = [];

    public int Intervals => Math.Max(0, _readings.Count - 1);

    /// <param name="timestamp">In the unit of the events.</param>
    /// <returns>The threads that there are.</returns>
    public IEnumerable<int> Read(long timestamp)
    {
        var threads = new Dictionary<int, long>();
        foreach (var id in TaskFiles.Ids())
        {
            if (TaskFiles.CpuNanoseconds(id) is { } used)
                threads[id] = used;
        }

        Add(timestamp, threads, Environment.CpuUsage.TotalTime.Ticks * 100);
        return threads.Keys;
    }

    /// <param name="threads">Nanoseconds by thread.</param>
    /// <param name="processNanoseconds">Of all threads, those that have ended too.</param>
    internal void Add(long timestamp, IReadOnlyDictionary<int, long> threads, long processNanoseconds) => _readings.Add(new Reading(timestamp, threads, processNanoseconds));

    /// <summary>The interval that a moment lies in; the first or the last for a moment outside.</summary>
    public int IntervalAt(long timestamp)
    {
        var interval = 0;
        while (interval + 1 < Intervals && _readings[interval + 1].Timestamp <= timestamp)
            interval++;
        return interval;
    }

    /// <summary>CPU time by thread within an interval; of a thread that began in it, all that it has used.</summary>
    public IEnumerable<(int ThreadId, long Nanoseconds)> UsedIn(int interval)
    {
        var (earlier, later) = (_readings[interval].Threads, _readings[interval + 1].Threads);
        foreach (var (id, used) in later)
            yield return (id, Math.Max(0, used - earlier.GetValueOrDefault(id)));
    }

    /// <summary>CPU time of threads that ended before they could be read.</summary>
    public long LostIn(int interval) =>
        Math.Max(0, _readings[interval + 1].ProcessNanoseconds - _readings[interval].ProcessNanoseconds - UsedIn(interval).Sum(u => u.Nanoseconds));

    public bool EndedIn(int interval, int threadId) => !_readings[interval + 1].Threads.ContainsKey(threadId);

    private sealed record Reading(long Timestamp, IReadOnlyDictionary<int, long> Threads, long ProcessNanoseconds);
}
