using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>Waits for events, semaphores, mutexes, tasks and other threads (WaitHandle, Join, Monitor.Wait) by the waiter's stack, each once it has ended.</summary>
internal sealed class WaitCounter(TimeProvider timeProvider, SourceLines? lines = null) : EventCounter(timeProvider, lines)
{
    private const int WaitStart = 301;
    private const int WaitStop = 302;

    /// <summary>How many of the innermost frames tell what it waits for.</summary>
    private const int InnermostFrames = 4;

    private const int MaximumWaiting = 10_000;

    private readonly Dictionary<long, (NamedStack Stack, TimeSpan Start)> _waiting = [];

    /// <summary>Since .NET 9.</summary>
    public static EventProvider Provider { get; } = new(Runtime, 0x400_0000_0000, 5);

    /// <summary>Waits and nanoseconds by the waiter's stack.</summary>
    public StackTable Table { get; } = new();

    public override long Total => Table.Count;

    protected override void Count(in NettraceRecord record)
    {
        if (record.Kind.EventId == WaitStart)
        {
            if (_waiting.Count >= MaximumWaiting)
                _waiting.Clear();
            // Only the beginning has a stack.
            _waiting[record.ThreadId] = (Names.Of(record.Stack), record.Timestamp);
        }
        else if (record.Kind.EventId == WaitStop && _waiting.Remove(record.ThreadId, out var wait) && !wait.Stack.IsObserver && !IsForLock(wait.Stack))
        {
            Table.Add(wait.Stack, "", 1, Math.Max(0, (record.Timestamp - wait.Start).TotalNanoseconds));
        }
    }

    /// <summary>A lock waits for a handle of its own: that wait is told as a contention already. By types, for the methods are others in each runtime.</summary>
    private static bool IsForLock(NamedStack stack)
    {
        foreach (var frame in stack.Frames.AsSpan(0, Math.Min(InnermostFrames, stack.Frames.Length)))
        {
            if (frame.Name.StartsWith("System.Threading.Monitor.", StringComparison.Ordinal))
                return !frame.Name.EndsWith("Wait", StringComparison.Ordinal);
            if (frame.Name.StartsWith("System.Threading.Lock.", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
