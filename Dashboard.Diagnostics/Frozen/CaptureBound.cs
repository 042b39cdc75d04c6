using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>Ends a capture that nobody waits for any more or that takes too long. No timer: its callback would need the thread pool, which may be what is being looked into.</summary>
internal sealed class CaptureBound(TimeProvider timeProvider, TimeSpan limit, CancellationToken cancellationToken)
{
    private readonly long _started = timeProvider.GetTimestamp();

    public CancellationToken CancellationToken => cancellationToken;

    public TimeSpan Left => limit - timeProvider.GetElapsedTime(_started);

    public bool IsOver => cancellationToken.IsCancellationRequested || Left <= TimeSpan.Zero;

    /// <summary>Tens of nanoseconds: not for each object.</summary>
    public void Check()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Left <= TimeSpan.Zero)
            throw Exceeded();
    }

    public CaptureException Exceeded() => new(
        $"The heap was not read within {limit.TotalSeconds:0.#} s and the capture was given up: the machine is too busy or the heap too large. Raise {nameof(SnapshotOptions)}.{nameof(SnapshotOptions.Timeout)}, or ask again.")
    { IsTransient = true };
}
