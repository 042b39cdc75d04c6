using System.Globalization;
using Dashboard.Diagnostics.Stacks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Takes a copy of the process, has it read, and ends it: one at a time, on a thread of its own, within the bounds of the options. When much of the heap could not be walked, once more.
/// </summary>
internal sealed class SnapshotCapture(SnapshotCalls calls, IOptionsMonitor<SnapshotOptions> options, TimeProvider timeProvider) : IDisposable
{
    /// <summary>What a moment's half-made objects may take; more is tried again.</summary>
    private const long TolerableSkippedBytes = 1 << 20;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>
    /// <see cref="SnapshotRefusedException"/> where no snapshot can be taken, for the caller to find another way; <see cref="CaptureException"/> when it is too large or took too long.
    /// </summary>
    /// <param name="read">What is read from the copy.</param>
    /// <param name="copied">Called when there is a copy, before it is read; each time.</param>
    public Task<SnapshotReading<T>> ReadAsync<T>(
        Func<FrozenHeap, CaptureBound, (T Value, long SkippedBytes)> read, CancellationToken cancellationToken, Action? copied = null) => RunAsync(bound =>
    {
        var first = ReadOnce(read, bound, copied);
        if (first.SkippedBytes <= TolerableSkippedBytes)
            return first;
        var second = ReadOnce(read, bound, copied);
        return second.SkippedBytes < first.SkippedBytes ? second : first;
    }, cancellationToken);

    /// <summary>The same turn, thread and bounds for another way into the heap.</summary>
    public Task<T> RunAsync<T>(Func<CaptureBound, T> capture, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var bound = new CaptureBound(timeProvider, options.CurrentValue.Timeout, cancellationToken);
        new Thread(() =>
        {
            try
            {
                result.SetResult(InTurn(capture, bound));
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        })
        { IsBackground = true, Name = "debug snapshot" }.Start();
        return result.Task;
    }

    public void Dispose() => _turn.Dispose();

    private T InTurn<T>(Func<CaptureBound, T> capture, CaptureBound bound)
    {
        if (!_turn.Wait(bound.Left > TimeSpan.Zero ? bound.Left : TimeSpan.Zero, bound.CancellationToken))
            throw bound.Exceeded();
        try
        {
            CheckSize(GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes, options.CurrentValue.MaximumHeapBytes);
            return capture(bound);
        }
        finally
        {
            _turn.Release();
        }
    }

    private SnapshotReading<T> ReadOnce<T>(Func<FrozenHeap, CaptureBound, (T Value, long SkippedBytes)> read, CaptureBound bound, Action? copied)
    {
        bound.Check();
        using var process = FrozenProcess.Take(calls, timeProvider);
        copied?.Invoke();
        using var heap = FrozenHeap.Open(process, bound);
        CheckSize(heap.CommittedBytes, options.CurrentValue.MaximumHeapBytes);
        var (value, skipped) = read(heap, bound);
        return new SnapshotReading<T>(value, process.Pause, skipped);
    }

    private static void CheckSize(long bytes, long maximum)
    {
        if (bytes <= maximum)
            return;
        throw new CaptureException(string.Create(CultureInfo.InvariantCulture,
            $"The managed heap has {bytes / 1048576.0:0.0} MiB committed, and snapshots are taken up to {maximum / 1048576.0:0.0} MiB, because the process pauses longer with more. "
            + $"Raise {nameof(SnapshotOptions)}.{nameof(SnapshotOptions.MaximumHeapBytes)} to have it all the same."));
    }
}

/// <summary>What was read from a snapshot and what it cost.</summary>
/// <param name="Pause">How long the process was held up by the copying.</param>
/// <param name="SkippedBytes">Of the heap, which could not be walked.</param>
internal sealed record SnapshotReading<T>(T Value, TimeSpan Pause, long SkippedBytes);

internal static class SnapshotRegistration
{
    public static IServiceCollection AddSnapshots(this IServiceCollection services)
    {
        services.TryAddSingleton<SnapshotCalls>();
        services.TryAddSingleton<SnapshotCapture>();
        services.AddOptions<SnapshotOptions>()
            .Validate(o => o.MaximumHeapBytes >= 1 << 20, $"{nameof(SnapshotOptions)}.{nameof(SnapshotOptions.MaximumHeapBytes)} must be at least 1048576 (1 MiB).")
            .Validate(o => o.Timeout >= TimeSpan.FromSeconds(1) && o.Timeout <= TimeSpan.FromMinutes(10), $"{nameof(SnapshotOptions)}.{nameof(SnapshotOptions.Timeout)} must be from 1 second to 10 minutes.")
            .ValidateOnStart();
        return services;
    }
}
