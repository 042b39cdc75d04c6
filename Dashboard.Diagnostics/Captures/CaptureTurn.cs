namespace Dashboard.Diagnostics.Captures;

#pragma warning disable CA1001 // The semaphore holds no handle, for nobody asks for its AvailableWaitHandle. Disposed of at the host's end it would fail a capture that is ending.

/// <summary>
/// One expensive capture of a moment at a time. They are short, so the next one waits for its turn instead of being refused: collectors ask for several profiles at once.
/// What is measured over seconds holds no turn while it waits.
/// </summary>
internal sealed class CaptureTurn(TimeProvider timeProvider)
{
    /// <summary>Longer than any line of captures that work: who waits longer is told to come again.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const int RetryAfterSeconds = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<T> TakeAsync<T>(Func<CancellationToken, Task<T>> capture, CancellationToken cancellationToken)
    {
        await WaitAsync(cancellationToken);
        try
        {
            return await capture(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        // The semaphore's own timeout would be the system's clock.
        using var limit = new CancellationTokenSource(LongestWait, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _turn.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Busy();
        }
    }

    public static CaptureBusyException Busy() =>
        new($"Another capture is running, and has been for {LongestWait.TotalSeconds:0} s. Ask again in {RetryAfterSeconds} s.", RetryAfterSeconds);
}
