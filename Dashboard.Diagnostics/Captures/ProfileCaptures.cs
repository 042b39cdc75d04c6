using System.Collections.Concurrent;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Captures;

/// <summary>
/// The one way to a profile. A moment's captures take turns, and callers who ask for the same at the same time share one. What is measured over seconds runs one at a time beside
/// them; a second one of another kind is refused, for its caller would wait minutes.
/// </summary>
internal sealed class ProfileCaptures(KeptCaptures kept, TimeProvider timeProvider)
{
    private readonly CaptureTurn _turn = new(timeProvider);
    private readonly ConcurrentDictionary<(string Name, bool CollectFirst), SingleFlight<Captured>> _moments = new();
    private readonly SingleFlight<Captured> _timed = new(stopsWhenLeft: true);
    private long _timedEnds;

    /// <summary>Captures, or joins who captures the same. <see cref="CaptureBusyException"/> when it is not its turn.</summary>
    /// <param name="source">The profile.</param>
    /// <param name="seconds">Over how long; null is now, or a timed profile's own default.</param>
    /// <param name="collectFirst">A full garbage collection before it.</param>
    /// <param name="cancellationToken">This caller goes; the capture stops when all have gone.</param>
    public async Task<Captured> TakeAsync(ProfileSource source, int? seconds, bool collectFirst, CancellationToken cancellationToken)
    {
        if ((seconds ?? (source.Kind == ProfileKind.Timed ? source.DefaultSeconds : null)) is not { } length)
            return await TakeMomentAsync(source, collectFirst, cancellationToken);
        var shared = _timed.Join($"{source.Name} {length} {collectFirst}", stop => MeasureAsync(source, length, collectFirst, stop), cancellationToken);
        return await (shared ?? throw new CaptureBusyException($"Another capture is running. Ask again in {SecondsLeft()} s.", SecondsLeft()));
    }

    private async Task<Captured> TakeMomentAsync(ProfileSource source, bool collectFirst, CancellationToken cancellationToken)
    {
        var flight = _moments.GetOrAdd((source.Name, collectFirst), static _ => new SingleFlight<Captured>(stopsWhenLeft: true));
        Task<Captured>? shared;
        while ((shared = flight.Join("", stop => CaptureAsync(source, collectFirst, stop), cancellationToken)) is null)
        {
            // Its callers have gone and it is being stopped: this caller begins anew as soon as it has ended.
            try
            {
                await flight.WhenFree.WaitAsync(CaptureTurn.LongestWait, timeProvider, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw CaptureTurn.Busy();
            }
        }

        return await shared;
    }

    private async Task<Captured> CaptureAsync(ProfileSource source, bool collectFirst, CancellationToken stop)
    {
        var (profile, took) = await InTurnAsync(source, collectFirst, stop);
        return kept.Add(profile, took, seconds: null, isDifference: false);
    }

    private Task<(Profile Profile, TimeSpan Took)> InTurnAsync(ProfileSource source, bool collectFirst, CancellationToken stop) => _turn.TakeAsync(async stop =>
    {
        var started = timeProvider.GetTimestamp();
        var profile = await source.CaptureAsync(new CaptureRequest(CollectFirst: collectFirst), stop);
        return (profile, timeProvider.GetElapsedTime(started));
    }, stop);

    private async Task<Captured> MeasureAsync(ProfileSource source, int seconds, bool collectFirst, CancellationToken stop)
    {
        var started = timeProvider.GetTimestamp();
        var duration = TimeSpan.FromSeconds(seconds);
        Volatile.Write(ref _timedEnds, (timeProvider.GetUtcNow() + duration).UtcTicks);
        if (source.Kind == ProfileKind.Timed)
        {
            var measured = await source.CaptureAsync(new CaptureRequest(seconds), stop);
            return kept.Add(measured, timeProvider.GetElapsedTime(started), seconds, isDifference: false);
        }

        var (earlier, _) = await InTurnAsync(source, collectFirst, stop);
        await Task.Delay(duration, timeProvider, stop);
        var (later, _) = await InTurnAsync(source, collectFirst, stop);
        return kept.Add(ProfileDifference.Between(earlier, later), timeProvider.GetElapsedTime(started), seconds, isDifference: true);
    }

    private int SecondsLeft() =>
        (int)Math.Max(1, Math.Ceiling(TimeSpan.FromTicks(Volatile.Read(ref _timedEnds) - timeProvider.GetUtcNow().UtcTicks).TotalSeconds));
}
