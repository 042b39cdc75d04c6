using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>What a feed has counted, and how far it can be trusted.</summary>
/// <param name="Since">When its session began.</param>
/// <param name="Lost">Events that the runtime had no room for.</param>
/// <param name="IsCurrent">Everything that happened before the reading began is in it.</param>
internal sealed record FeedReading<TCounter>(TCounter Counter, DateTimeOffset Since, long Lost, bool IsCurrent);

/// <summary>
/// One kind of events, counted while somebody asks: the first question begins a session of its own, which ends when nobody has asked for a while. No question: no session and no cost.
/// </summary>
internal sealed class EventFeed<TCounter> : IDisposable
    where TCounter : EventCounter
{
    /// <summary>A ceiling, not what is taken: the runtime takes 100 kB for each thread that has events, and gives it back when they are read.</summary>
    private const uint BufferMegabytes = 64;

    private static readonly TimeSpan MarkTimeout = TimeSpan.FromSeconds(5);

    private readonly EventProvider _provider;
    private readonly Func<TimeProvider, TCounter> _makeCounter;
    private readonly Func<TimeSpan> _keepFor;
    private readonly TimeProvider _timeProvider;
    private readonly SingleFlight<FeedReading<TCounter>> _flight = new(stopsWhenLeft: false);
    private readonly Lock _switch = new();
    private Run? _run;
    private ITimer? _timer;
    private long _lastAsked;
    private bool _isKept;
    private bool _isDisposed;

    /// <param name="keepFor">How long the session stays after the last question; zero: never begin.</param>
    public EventFeed(EventProvider provider, Func<TimeProvider, TCounter> makeCounter, Func<TimeSpan> keepFor, TimeProvider timeProvider)
    {
        _provider = provider;
        _makeCounter = makeCounter;
        _keepFor = keepFor;
        _timeProvider = timeProvider;
    }

    /// <summary>Null while nothing is counted.</summary>
    public long? Total => Volatile.Read(ref _run)?.Counter.Total;

    /// <summary>Begins to count if it does not; <see cref="CaptureException"/> when this process cannot.</summary>
    public Task<FeedReading<TCounter>> ReadAsync(CancellationToken cancellationToken) =>
        _flight.Join("", _ => OwnThread.Run("debug capture", Read), cancellationToken)!;

    /// <summary>Begins now, and stays on whether somebody asks or not.</summary>
    public void Keep()
    {
        lock (_switch)
            _isKept = true;
        SwitchOn();
    }

    public void Dispose()
    {
        Run? run;
        lock (_switch)
        {
            _isDisposed = true;
            run = TakeOff();
        }

        run?.End();
    }

    private FeedReading<TCounter> Read()
    {
        var run = SwitchOn();
        var isCurrent = EventMarks.IsHeard && run.Counter.WaitForMark(EventMarks.Set(), MarkTimeout) && run.Counter.WaitForMark(EventMarks.Set(), MarkTimeout)
            && run.Counter.Settle(MarkTimeout);
        if (run.Session.HasEnded)
            throw new CaptureException($"The event session has ended: {run.Session.Failure?.Message ?? "the application stops."} Ask again.", run.Session.Failure) { IsTransient = true };
        return new FeedReading<TCounter>(run.Counter, run.Since, run.Session.Lost, isCurrent);
    }

    private Run SwitchOn()
    {
        lock (_switch)
        {
            if (_isDisposed)
                throw new CaptureException("The application stops.") { IsTransient = true };
            var keepFor = _keepFor();
            if (keepFor == TimeSpan.Zero)
            {
                throw new CaptureException($"Events are not counted here: {nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.KeepEventsFor)} is 0. "
                    + "Set it to the time that a count stays on after the last question, such as 00:10:00.");
            }

            _lastAsked = _timeProvider.GetTimestamp();
            if (_run is { Session.HasEnded: false })
                return _run;
            TakeOff()?.End();
            var counter = _makeCounter(_timeProvider);
            var since = _timeProvider.GetUtcNow();
            _run = new Run(EventSession.Start([_provider, EventMarks.Provider], BufferMegabytes, rundown: false, counter, "debug events"), counter, since);
            _timer = _timeProvider.CreateTimer(_ => EndIfIdle(), null, keepFor, Timeout.InfiniteTimeSpan);
            return _run;
        }
    }

    private void EndIfIdle()
    {
        Run? run;
        lock (_switch)
        {
            var left = _keepFor() - _timeProvider.GetElapsedTime(_lastAsked);
            if (_isKept || left > TimeSpan.Zero)
            {
                _timer?.Change(_isKept ? Timeout.InfiniteTimeSpan : left, Timeout.InfiniteTimeSpan);
                return;
            }

            run = TakeOff();
        }

        // It takes 100 ms, and this is a thread of the pool.
        if (run is not null)
            OwnThread.Run("debug stop", () => { run.End(); return true; });
    }

    private Run? TakeOff()
    {
        _timer?.Dispose();
        _timer = null;
        return Interlocked.Exchange(ref _run, null);
    }

    private sealed record Run(EventSession Session, TCounter Counter, DateTimeOffset Since)
    {
        public void End()
        {
            Session.Dispose();
            Counter.Dispose();
        }
    }
}
