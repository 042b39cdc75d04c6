using System.Diagnostics.Tracing;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Marks in the event stream. The runtime hands events over every 100 ms, one thread's after the other's: only who has read a mark knows that what lay before it
/// has come, and for all threads only who has read a second one that was set after the first was read.
/// </summary>
[EventSource(Name = ProviderName)]
internal sealed class EventMarks : EventSource
{
    private const string ProviderName = "Dashboard-Diagnostics-Marks";
    private const int MarkId = 1;

    private static readonly EventMarks Log = new();
    private static long _last;

    public static EventProvider Provider { get; } = new(ProviderName, ulong.MaxValue, (uint)EventLevel.Informational);

    /// <summary>Some session has the provider. Where an application is built without event sources, none ever has.</summary>
    public static bool IsHeard => Log.IsEnabled();

    /// <summary>Sets one into every session that has the provider; numbers rise.</summary>
    public static long Set()
    {
        var number = Interlocked.Increment(ref _last);
        Log.Mark(number);
        return number;
    }

    public static bool TryRead(in NettraceRecord record, out long number)
    {
        var isMark = record.Kind is { Provider: ProviderName, EventId: MarkId };
        number = isMark ? BitConverter.ToInt64(record.Payload) : 0;
        return isMark;
    }

    [Event(MarkId, Level = EventLevel.Informational)]
    private void Mark(long number) => WriteEvent(MarkId, number);
}
