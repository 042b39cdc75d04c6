using System.Globalization;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Stacks;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// The objects of the managed heap, by type, with the path to what holds them as the stack: a flame graph of it shows what holds what. Only names of types and fields and numbers, never contents.
/// </summary>
internal sealed class HeapProfile(SnapshotCapture snapshots, TimeProvider timeProvider) : ProfileSource
{
    private const string Way = "copy-on-write snapshot";

    private readonly SingleFlight<Profile> _flight = new(stopsWhenLeft: true);

    public override string Name => "heap";

    public override string Description => "Objects of the managed heap by type, with what holds them up to the root; gc=1 collects first.";

    public override ProfileTier Tier => ProfileTier.Heap;

    // Only a snapshot tells how many objects there are.
    public override long? Count() => null;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = request.CollectFirst ? "collected" : "as it is";
            if (_flight.Join(key, token => CaptureNowAsync(request.CollectFirst, token), cancellationToken) is { } capture)
                return await capture;
            // One of the other kind is running, or one that nobody waits for any more is being stopped.
            await Task.Delay(TimeSpan.FromMilliseconds(20), timeProvider, cancellationToken);
        }
    }

    private async Task<Profile> CaptureNowAsync(bool collectFirst, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        if (collectFirst)
            await snapshots.RunAsync(Collect, cancellationToken);
        string refusal;
        try
        {
            var reading = await snapshots.ReadAsync(HeapReader.Read, cancellationToken);
            return Build(at, reading.Value.Groups, new CaptureFacts(Way) { Pause = reading.Pause, Notes = [.. Notes(reading, collectFirst)] });
        }
        catch (SnapshotRefusedException e)
        {
            refusal = e.Message;
        }

        try
        {
            var (dump, pause) = await snapshots.RunAsync(HeapDumpSession.Take, cancellationToken);
            IReadOnlyList<HeapGroup> groups =
            [
                .. dump.Counts.Select(c => new HeapGroup([new Frame(dump.NameOf(c.Type)?.Replace('+', '.') ?? "[unknown type]", "")], c.Objects, c.Bytes)).OrderByDescending(g => g.Bytes),
            ];
            return Build(at, groups, new CaptureFacts(HeapDumpSession.Way)
            {
                Pause = pause,
                Notes =
                [
                    $"Objects are counted by type, without what holds them, because no snapshot could be taken: {refusal}.",
                    "The collection and the dump held up every thread.",
                    SameValues,
                ],
            });
        }
        catch (CaptureException e)
        {
            throw new CaptureException($"No snapshot could be taken: {refusal}. Nor a heap dump in its place: {e.Message}", e) { IsTransient = e.IsTransient };
        }
    }

    private const string SameValues = "A picture of a moment knows nothing of objects that are gone: alloc_objects and alloc_space are the same as inuse_objects and inuse_space.";

    private static bool Collect(CaptureBound bound)
    {
        bound.Check();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        return true;
    }

    private static IEnumerable<string> Notes(SnapshotReading<HeapReading> reading, bool collectFirst)
    {
        yield return SameValues;
        yield return collectFirst
            ? "A full collection was made first; [unreachable] is what has become garbage since."
            : "Garbage that has not been collected yet counts as [unreachable]; gc=1 collects first.";
        if (reading.Value.UnreadStacks > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{reading.Value.UnreadStacks} {(reading.Value.UnreadStacks == 1 ? "thread was" : "threads were")} running managed code: what only such a stack holds counts as [unreachable].");
        if (reading.SkippedBytes > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{reading.SkippedBytes} bytes of the heap could not be walked; objects in them, and what only they hold, are missing or count as [unreachable].");
    }

    private static Profile Build(DateTimeOffset at, IReadOnlyList<HeapGroup> groups, CaptureFacts facts) => new()
    {
        Name = "heap",
        SampleTypes = [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"), new("inuse_space", "bytes")],
        PeriodType = new("space", "bytes"),
        DefaultSampleType = "inuse_space",
        At = at,
        Samples = [.. groups.Select(g => new Sample(g.Stack, [g.Objects, g.Bytes, g.Objects, g.Bytes], []))],
        Capture = facts,
    };
}

internal static class HeapRegistration
{
    public static IServiceCollection AddHeapProfile(this IServiceCollection services)
    {
        services.AddSnapshots();
        services.AddSingleton<ProfileSource, HeapProfile>();
        return services;
    }
}
