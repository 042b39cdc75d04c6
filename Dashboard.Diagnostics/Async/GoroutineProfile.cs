using System.Globalization;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Heap;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Threads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Diagnostics.Async;

/// <summary>
/// What .NET has for goroutines: pending async operations as logical stacks, identical ones counted together, and the managed stacks of the threads beside them. The label "kind" tells one
/// from the other, "wait" what an operation waits for.
/// </summary>
internal sealed class GoroutineProfile(SnapshotCapture snapshots, SharedStackCapture stacks, SourceLines sources, TimeProvider timeProvider) : ProfileSource
{
    internal const string Way = "copy-on-write snapshot";

    private static readonly SampleType Type = new("goroutine", "count");
    private readonly SingleFlight<Profile> _flight = new(stopsWhenLeft: true);

    public override string Name => "goroutine";

    public override string Description => "Pending async operations as logical stacks, with what they wait for, and the stacks of all threads.";

    // Only a snapshot tells how many operations there are.
    public override long? Count() => null;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_flight.Join(Name, CaptureAsync, cancellationToken) is { } capture)
                return await capture;
            // One that is being stopped, because everybody who asked has gone, is over within milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(20), timeProvider, cancellationToken);
        }
    }

    private async Task<Profile> CaptureAsync(CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var notes = new List<string>();
        // Side by side, each on a thread of its own, but not before the process has been copied: who walks the stacks suspends all threads, and while the copy is
        // made he would have to wait for it with all of them suspended.
        Task<IReadOnlyList<Sample>>? threads = null;
        var operations = await OperationsAsync(() => threads ??= ThreadsAsync(at, notes, cancellationToken), cancellationToken);
        threads ??= ThreadsAsync(at, notes, cancellationToken);
        return new Profile
        {
            Name = Name,
            SampleTypes = [Type],
            PeriodType = Type,
            At = at,
            Samples = [.. operations.Samples, .. await threads],
            Capture = operations.Facts with { Notes = [.. operations.Facts.Notes, .. notes] },
        };
    }

    private async Task<(IReadOnlyList<Sample> Samples, CaptureFacts Facts)> OperationsAsync(Action copied, CancellationToken cancellationToken)
    {
        string refusal;
        try
        {
            var reading = await snapshots.ReadAsync((heap, bound) => AsyncReader.Read(heap, bound, new AsyncFrames(sources)), cancellationToken, copied);
            var notes = new List<string> { "An operation that nobody can complete any more is counted until the next garbage collection." };
            if (Environment.GetEnvironmentVariable("DOTNET_RuntimeAsync") == "1")
                notes.Add("DOTNET_RuntimeAsync is on: methods that were compiled for the runtime's own async are missing.");
            if (reading.SkippedBytes > 0)
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"{reading.SkippedBytes} bytes of the heap could not be walked, and operations in them are missing."));
            return ([.. reading.Value.Select(ToSample)], new CaptureFacts(Way) { Pause = reading.Pause, Notes = notes });
        }
        catch (SnapshotRefusedException e)
        {
            refusal = e.Message;
        }

        try
        {
            var (counts, pause) = await snapshots.RunAsync(bound => Counted(HeapDumpSession.Take(bound)), cancellationToken);
            return ([.. counts.Select(ToSample)], new CaptureFacts(HeapDumpSession.Way)
            {
                Pause = pause,
                Notes =
                [
                    $"Async operations are counted by method, without their callers and what they wait for, because no snapshot could be taken: {refusal}.",
                    "The collection and the dump held up every thread.",
                ],
            });
        }
        catch (CaptureException e)
        {
            throw new CaptureException($"No snapshot could be taken: {refusal}. Nor a heap dump in its place: {e.Message}", e) { IsTransient = e.IsTransient };
        }
    }

    private (IReadOnlyList<AsyncGroup>, TimeSpan) Counted((HeapDump Dump, TimeSpan Pause) taken) => (AsyncCounts.Of(taken.Dump, new AsyncFrames(sources)), taken.Pause);

    internal static Sample ToSample(AsyncGroup group) => new(group.Stack, [group.Count], [new Label("kind", "async"), new Label("wait", group.Wait)]);

    private async Task<IReadOnlyList<Sample>> ThreadsAsync(DateTimeOffset at, List<string> notes, CancellationToken cancellationToken)
    {
        IReadOnlyList<ThreadStack> captured = [];
        try
        {
            captured = await stacks.TakeAsync(cancellationToken);
        }
        catch (CaptureException e)
        {
            notes.Add($"The threads' stacks are missing, only their roles are shown: {e.Message}");
        }

        var profile = ThreadProfile.Build(Name, at, captured, ThreadsCapture.Read(timeProvider).Threads);
        return [.. profile.Samples.Select(s => s with { Labels = [new Label("kind", "thread"), .. s.Labels] })];
    }
}

internal static class AsyncRegistration
{
    public static IServiceCollection AddGoroutineProfile(this IServiceCollection services)
    {
        services.AddSnapshots();
        services.TryAddSingleton<SharedStackCapture>();
        services.TryAddSingleton<SourceLines>();
        services.AddSingleton<ProfileSource, GoroutineProfile>();
        return services;
    }
}
