using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>CPU time by thread and stack: what both ways of a capture add to.</summary>
internal sealed class CpuTally
{
    private readonly Dictionary<Key, Entry> _entries = [];

    public long Samples { get; private set; }

    /// <summary>Nanoseconds of CPU time that the samples stand for.</summary>
    public double Nanoseconds { get; private set; }

    public void Add(int threadId, IReadOnlyList<Frame> stack, long samples, double nanoseconds)
    {
        Samples += samples;
        Nanoseconds += nanoseconds;
        var key = new Key(threadId, stack);
        if (!_entries.TryGetValue(key, out var entry))
            _entries[key] = entry = new Entry();
        entry.Samples += samples;
        entry.Nanoseconds += nanoseconds;
    }

    /// <summary>The most expensive first. What rounds to no CPU time at all is left out.</summary>
    public IReadOnlyList<Sample> ToSamples(Func<int, string> threadName) =>
    [
        .. _entries
            .Where(e => e.Value.Nanoseconds >= 1)
            .OrderByDescending(e => e.Value.Nanoseconds)
            .Select(e => new Sample(
                e.Key.Stack,
                [e.Value.Samples, (long)Math.Round(e.Value.Nanoseconds)],
                [new Label("thread", threadName(e.Key.ThreadId) is { Length: > 0 } name ? name : "[unnamed]"), new Label("thread_id", null, e.Key.ThreadId, "id")])),
    ];

    private sealed class Entry
    {
        public long Samples { get; set; }

        public double Nanoseconds { get; set; }
    }

    private readonly struct Key(int threadId, IReadOnlyList<Frame> stack) : IEquatable<Key>
    {
        public int ThreadId { get; } = threadId;

        public IReadOnlyList<Frame> Stack { get; } = stack;

        public bool Equals(Key other) => ThreadId == other.ThreadId && Stack.SequenceEqual(other.Stack);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(ThreadId);
            foreach (var frame in Stack)
                hash.Add(frame);
            return hash.ToHashCode();
        }
    }
}
