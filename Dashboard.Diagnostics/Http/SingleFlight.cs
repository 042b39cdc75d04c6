namespace Dashboard.Diagnostics;

/// <summary>One capture at a time, shared by all who ask for the same one.</summary>
/// <param name="stopsWhenLeft">It is stopped when the last of them has gone; otherwise it goes on to its end, and who comes then may have it.</param>
internal sealed class SingleFlight<T>(bool stopsWhenLeft)
{
    private readonly Lock _lock = new();
    private Flight? _current;

    /// <summary>Ends when the place is free that <see cref="Join"/> refused.</summary>
    public Task WhenFree
    {
        get
        {
            lock (_lock)
                return _current?.Ended.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>Null while a capture under another key runs.</summary>
    public Task<T>? Join(string key, Func<CancellationToken, Task<T>> capture, CancellationToken cancellationToken)
    {
        Flight flight;
        lock (_lock)
        {
            // One that is being stopped holds its place until it has ended, but takes nobody along.
            if (_current is { } running && (running.Key != key || running.Stop.IsCancellationRequested))
                return null;
            if (_current is null)
            {
                _current = new Flight(key);
                _ = FlyAsync(_current, capture);
            }

            flight = _current;
            flight.Waiters++;
        }

        return WaitAsync(flight, cancellationToken);
    }

    private async Task FlyAsync(Flight flight, Func<CancellationToken, Task<T>> capture)
    {
        // Outside the lock, whatever the capture does before its first await.
        await Task.Yield();
        try
        {
            var result = await capture(flight.Stop.Token);
            Land(flight);
            flight.Result.TrySetResult(result);
        }
        catch (Exception e)
        {
            Land(flight);
            flight.Result.TrySetException(e);
        }
    }

    private void Land(Flight flight)
    {
        lock (_lock)
        {
            _current?.Ended.TrySetResult();
            _current = null;
        }

        // Read once, so that a failure after everybody has gone is nobody's unobserved exception.
        _ = flight.Result.Task.ContinueWith(t => t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<T> WaitAsync(Flight flight, CancellationToken cancellationToken)
    {
        try
        {
            return await flight.Result.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                // In the lock, so that nobody joins one that stops. What is called back here is a timer or a wait: short.
                if (--flight.Waiters == 0 && stopsWhenLeft)
                    flight.Stop.Cancel();
            }
        }
    }

    private sealed class Flight(string key)
    {
        public string Key { get; } = key;

        public CancellationTokenSource Stop { get; } = new();

        public TaskCompletionSource<T> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiters { get; set; }
    }
}
