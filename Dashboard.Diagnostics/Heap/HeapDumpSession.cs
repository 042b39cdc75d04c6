using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// The way without a snapshot: an event session makes the runtime collect and tell every object that survived. The threads stand still for as long as that takes,
/// several hundred milliseconds with 100 MB.
/// </summary>
internal static class HeapDumpSession
{
    public const string Way = "heap dump by event session";

    // Collections, types with their names, a dump of the heap, and a collection for it when the session begins.
    private const ulong Keywords = 0x1 | 0x8_0000 | 0x10_0000 | 0x80_0000 | 0x100_0000;
    private const uint VerboseLevel = 5;

    // What the runtime writes faster than it is read must fit: what does not is lost.
    private const uint BufferMegabytes = 512;

    private const int LookMilliseconds = 100;

    /// <summary>Blocks until the dump is over. Call it on a thread of its own.</summary>
    public static (HeapDump Dump, TimeSpan Pause) Take(CaptureBound bound)
    {
        using var sink = new Sink();
        using var session = EventSession.Start([new EventProvider(HeapDump.Runtime, Keywords, VerboseLevel)], BufferMegabytes, rundown: false, sink, "debug heap dump");
        while (!session.HasEnded && !sink.IsOver(LookMilliseconds, bound.CancellationToken))
            bound.Check();
        session.Stop();
        return sink.Dump.IsComplete
            ? (sink.Dump, sink.Dump.LongestStop)
            : throw new CaptureException($"The runtime's heap dump broke off: {session.Failure?.Message ?? "no object came."} Ask again.", session.Failure) { IsTransient = true };
    }

    private sealed class Sink : INettraceSink, IDisposable
    {
        private readonly ManualResetEventSlim _over = new();

        public HeapDump Dump { get; } = new();

        public bool IsOver(int waitMilliseconds, CancellationToken cancellationToken) => _over.Wait(waitMilliseconds, cancellationToken);

        public void OnEvent(in NettraceRecord record)
        {
            Dump.Add(record);
            if (Dump.IsComplete)
                _over.Set();
        }

        public void Dispose() => _over.Dispose();
    }
}
