using System.Collections.Frozen;
using System.Net.Sockets;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Looks at the stacks of threads that hold locks while others wait for them, by a short session of the runtime's sampler. It holds the process up like a capture of threads (5 to 10 ms with 60 threads),
/// so it happens only while somebody waits, and once in <see cref="Interval"/>.
/// </summary>
internal sealed class OwnerSampler(TimeProvider timeProvider, SourceLines? lines)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const int SamplesEach = 8;

    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private FrozenDictionary<long, List<(TimeSpan At, NamedStack Stack)>> _samples = FrozenDictionary<long, List<(TimeSpan, NamedStack)>>.Empty;
    private long? _begun;

    /// <summary>What it will find is not known yet.</summary>
    public bool IsRunning => !Volatile.Read(ref _running).IsCompleted;

    /// <summary>Begins if it may; returns at once.</summary>
    public void TryBegin(IEnumerable<long> owners)
    {
        var done = new TaskCompletionSource();
        lock (_lock)
        {
            if (IsRunning || (_begun is { } begun && timeProvider.GetElapsedTime(begun) < Interval))
                return;
            _begun = timeProvider.GetTimestamp();
            Volatile.Write(ref _running, done.Task);
        }

        var wanted = owners.ToFrozenSet();
        try
        {
            new Thread(() => Sample(wanted, done)) { IsBackground = true, Name = "debug owners" }.Start();
        }
        catch (OutOfMemoryException)
        {
            done.SetResult();
        }
    }

    /// <summary>False when it takes too long.</summary>
    public bool WaitUntilIdle(TimeSpan timeout) => Volatile.Read(ref _running).Wait(timeout);

    /// <summary>The owner's stack at a moment of the wait; null when nobody looked then.</summary>
    public NamedStack? Find(long owner, TimeSpan from, TimeSpan to)
    {
        foreach (var (at, stack) in Volatile.Read(ref _samples).GetValueOrDefault(owner, []))
        {
            if (at >= from && at <= to)
                return stack;
        }

        return null;
    }

    private void Sample(FrozenSet<long> owners, TaskCompletionSource done)
    {
        try
        {
            using var names = new StackNames(timeProvider, lines);
            var sink = new Sink(owners, names);
            using (var session = EventSession.Start([new EventProvider(Sink.Provider, 0, 4)], 16, rundown: false, sink, "debug owners"))
                session.Stop();
            Volatile.Write(ref _samples, sink.Samples.ToFrozenDictionary());
        }
        catch (Exception e) when (e is CaptureException or SocketException or OutOfMemoryException)
        {
            // The waits stay without their owner's stack.
        }
        finally
        {
            done.SetResult();
        }
    }

    private sealed class Sink(FrozenSet<long> owners, StackNames names) : INettraceSink
    {
        public const string Provider = "Microsoft-DotNETCore-SampleProfiler";

        public Dictionary<long, List<(TimeSpan At, NamedStack Stack)>> Samples { get; } = [];

        public void OnEvent(in NettraceRecord record)
        {
            if (record.Kind.Provider != Provider || !owners.Contains(record.ThreadId))
                return;
            if (!Samples.TryGetValue(record.ThreadId, out var samples))
                Samples[record.ThreadId] = samples = [];
            if (samples.Count < SamplesEach)
                samples.Add((record.Timestamp, names.Of(record.Stack)));
        }
    }
}
