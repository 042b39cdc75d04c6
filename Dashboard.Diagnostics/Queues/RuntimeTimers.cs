using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Queues;

/// <summary>
/// Reads the runtime's own lists of active timers, by what the runtime offers to debuggers. A timer's list changes under a lock of its queue: it is held while references are copied,
/// never while anything is named.
/// </summary>
internal static class RuntimeTimers
{
    // A queue's lock delays whoever sets a timer on one processor: 2 to 3 ms for 100,000 of them. More than this are counted and not read.
    private const int MaximumRead = 250_000;

    private const string QueueType = "System.Threading.TimerQueue";
    private const string TimerType = "System.Threading.TimerQueueTimer";

    // The holder of the lock does a few steps at most; one that does not give it back is part of what people look for.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <param name="NotRead">Active timers beyond the bound.</param>
    /// <param name="LongestHold">How long a queue's lock was held.</param>
    public readonly record struct Reading(IReadOnlyList<RuntimeTimer> Timers, long NotRead, TimeSpan LongestHold);

    public static Reading Read(TimeProvider timeProvider, int maximum = MaximumRead)
    {
        try
        {
            var nodes = new List<object>();
            var notRead = 0L;
            var longest = TimeSpan.Zero;
            foreach (var queue in (object[])Queues(null))
            {
                var room = (int)Math.Min(maximum - nodes.Count, ActiveCount(queue) + 64);
                var (hold, left) = Copy(queue, nodes, room, timeProvider);
                notRead += left;
                longest = hold > longest ? hold : longest;
            }

            return new Reading([.. nodes.Select(n => new RuntimeTimer(Callback(n), State(n), Milliseconds(DueTime(n)), Milliseconds(Period(n))))], notRead, longest);
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException or InvalidCastException)
        {
            throw new CaptureException(
                $"This runtime ({Environment.Version}) does not list its timers: the profile needs .NET 10's TimerQueue. Their number is still in /debug/threads.", e);
        }
    }

    private static (TimeSpan Hold, long Left) Copy(object queue, List<object> nodes, int room, TimeProvider timeProvider)
    {
        // Nothing is allocated in the lock but when timers were added since their number was read.
        nodes.EnsureCapacity(nodes.Count + room);
        var most = nodes.Count + room;
        var guard = GuardOf(queue);
        using var timers = ((IEnumerable<object>)Timers(queue)).GetEnumerator();
        if (!guard.TryEnter(LongestWait))
            throw new CaptureException($"The runtime's list of timers was in use for {LongestWait.TotalSeconds:0} s: ask again.") { IsTransient = true };
        var entered = timeProvider.GetTimestamp();
        try
        {
            var read = nodes.Count;
            while (nodes.Count < most && timers.MoveNext())
                nodes.Add(timers.Current);
            return (timeProvider.GetElapsedTime(entered), nodes.Count < most ? 0 : Math.Max(0, ActiveCount(queue) - (nodes.Count - read)));
        }
        finally
        {
            guard.Exit();
        }
    }

    // uint.MaxValue is "never".
    private static long? Milliseconds(uint time) => time == uint.MaxValue ? null : time;

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "get_Instances")]
    [return: UnsafeAccessorType($"{QueueType}[]")]
    private static extern object Queues([UnsafeAccessorType(QueueType)] object? type);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SharedLock")]
    private static extern Lock GuardOf([UnsafeAccessorType(QueueType)] object queue);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ActiveCount")]
    private static extern long ActiveCount([UnsafeAccessorType(QueueType)] object queue);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetTimersForDebugger")]
    [return: UnsafeAccessorType($"System.Collections.Generic.IEnumerable`1[[{TimerType}]]")]
    private static extern object Timers([UnsafeAccessorType(QueueType)] object queue);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_timerCallback")]
    private static extern ref TimerCallback Callback([UnsafeAccessorType(TimerType)] object timer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_state")]
    private static extern ref object? State([UnsafeAccessorType(TimerType)] object timer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dueTime")]
    private static extern ref uint DueTime([UnsafeAccessorType(TimerType)] object timer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_period")]
    private static extern ref uint Period([UnsafeAccessorType(TimerType)] object timer);
}

/// <summary>An active timer.</summary>
/// <param name="DueMilliseconds">As it was asked for, from when it was set; not what is left. Null is never.</param>
/// <param name="PeriodMilliseconds">Null for one that fires once.</param>
internal readonly record struct RuntimeTimer(TimerCallback Callback, object? State, long? DueMilliseconds, long? PeriodMilliseconds);
