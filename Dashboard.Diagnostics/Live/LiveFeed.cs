namespace Dashboard.Diagnostics.Live;

/// <summary>
/// One sample a second for all who look, taken only while somebody looks. Keeps the last minutes; a viewer reads from them at his own pace, so that a slow one costs nothing and
/// misses at most what has left them.
/// </summary>
internal sealed class LiveFeed(RuntimeSampler sampler, TimeProvider timeProvider) : IDisposable
{
    public const int MostViewers = 16;
    public const int KeptPoints = 300;
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Queue<LivePoint> _points = new();
    private RuntimeSample? _before;
    private long _count;
    private int _viewers;
    private int _samplers;
    private CancellationTokenSource? _sampling;
    private TaskCompletionSource _newer = NewSignal();

    public int Viewers
    {
        get
        {
            lock (_lock)
                return _viewers;
        }
    }

    /// <summary>Loops that take samples: one while somebody looks, else none.</summary>
    public int Samplers => Volatile.Read(ref _samplers);

    /// <summary>Null when so many look that one more is too much.</summary>
    public LiveViewer? Join()
    {
        lock (_lock)
        {
            if (_viewers == MostViewers)
                return null;
            if (_viewers++ == 0)
            {
                _sampling = new CancellationTokenSource();
                Interlocked.Increment(ref _samplers);
                _ = SampleAsync(_sampling.Token);
            }

            return new LiveViewer(this);
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            if (--_viewers == 0)
                StopSampling();
        }
    }

    /// <summary>The points after the number that was seen, the number of the last of them, and what ends when there are more.</summary>
    internal (IReadOnlyList<LivePoint> Points, long Seen, Task Newer) After(long seen)
    {
        lock (_lock)
        {
            var missed = (int)Math.Min(_count - seen, _points.Count);
            return ([.. _points.Skip(_points.Count - missed)], _count, _newer.Task);
        }
    }

    public void Dispose()
    {
        lock (_lock)
            StopSampling();
    }

    private void StopSampling()
    {
        _sampling?.Cancel();
        _sampling?.Dispose();
        _sampling = null;
    }

    private async Task SampleAsync(CancellationToken stop)
    {
        // Outside the lock of who joins.
        await Task.Yield();
        try
        {
            using var timer = new PeriodicTimer(Interval, timeProvider);
            do
                Take(stop);
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // Nobody looks any more.
        }
        finally
        {
            Interlocked.Decrement(ref _samplers);
        }
    }

    private void Take(CancellationToken stop)
    {
        RuntimeSample sample;
        TaskCompletionSource signal;
        try
        {
            sample = sampler.Take();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No descriptor is left to read /proc with, say: a gap, and the next second tries again.
            return;
        }

        lock (_lock)
        {
            // The one of before may still be on its way while the next has begun.
            if (stop.IsCancellationRequested)
                return;
            _points.Enqueue(LivePoint.Of(sample, _before));
            if (_points.Count > KeptPoints)
                _points.Dequeue();
            _before = sample;
            _count++;
            signal = _newer;
            _newer = NewSignal();
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>One who looks, until he is disposed of.</summary>
internal sealed class LiveViewer(LiveFeed feed) : IDisposable
{
    private long _seen;
    private int _left;

    /// <summary>At first what was kept, and then what is new, as soon as there is something.</summary>
    public async Task<IReadOnlyList<LivePoint>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (points, seen, newer) = feed.After(_seen);
            _seen = seen;
            if (points.Count > 0)
                return points;
            await newer.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0)
            feed.Leave();
    }
}
