namespace Dashboard.Server.History;

/// <summary>How often the cluster samples, and how its samples' time stands to the server's: learnt from the samples themselves.</summary>
internal sealed class SampleClock
{
    private const int MaxSeconds = 600;
    private const int Remembered = 5;

    private readonly int[] _steps = new int[MaxSeconds + 1];
    private readonly Queue<long> _medians = new();
    private int _stepCount;
    private DateTimeOffset _newestReadAt;

    /// <summary>Median time between two samples of a pod; 15 s, as metrics-server has it by default, until it is known.</summary>
    public long IntervalMilliseconds { get; private set; } = 15_000;

    public TimeSpan Interval => TimeSpan.FromMilliseconds(IntervalMilliseconds);

    /// <summary>Time of the newest sample, by the cluster's clocks; 0 before the first.</summary>
    public long NewestMilliseconds { get; private set; }

    /// <summary>What the samples' clock shows when the server's shows <paramref name="at"/>; a skew between them cancels out.</summary>
    public long Now(DateTimeOffset at) => NewestMilliseconds == 0
        ? at.ToUnixTimeMilliseconds()
        : NewestMilliseconds + (long)(at - _newestReadAt).TotalMilliseconds;

    public void AddStep(long milliseconds)
    {
        _steps[Math.Clamp((milliseconds + 500) / 1000, 1, MaxSeconds)]++;
        _stepCount++;
    }

    /// <summary>Ends an answer. Its median counts as one of five, so that a single one after an outage does not change the interval.</summary>
    public void EndBatch(long newestMilliseconds, DateTimeOffset readAt)
    {
        if (newestMilliseconds > NewestMilliseconds)
        {
            (NewestMilliseconds, _newestReadAt) = (newestMilliseconds, readAt);
        }

        if (_stepCount == 0)
        {
            return;
        }

        _medians.Enqueue(MedianSeconds() * 1000);
        if (_medians.Count > Remembered)
        {
            _medians.Dequeue();
        }

        IntervalMilliseconds = _medians.Order().ElementAt(_medians.Count / 2);
        Array.Clear(_steps);
        _stepCount = 0;
    }

    private long MedianSeconds()
    {
        var rest = _stepCount / 2;
        var seconds = 0;
        while (rest >= _steps[seconds])
        {
            rest -= _steps[seconds++];
        }

        return seconds;
    }
}
