using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>Counts the events of one session, from its beginning to its end. The thread that reads the session adds, others read.</summary>
internal abstract class EventCounter(TimeProvider timeProvider, SourceLines? lines) : INettraceSink, IDisposable
{
    public const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private readonly object _marked = new();
    private long _mark;

    protected StackNames Names { get; } = new(timeProvider, lines);

    /// <summary>Its total until now.</summary>
    public abstract long Total { get; }

    public void OnEvent(in NettraceRecord record)
    {
        if (record.Kind.Provider == Runtime)
        {
            Count(record);
        }
        else if (EventMarks.TryRead(record, out var mark))
        {
            lock (_marked)
            {
                _mark = Math.Max(_mark, mark);
                Monitor.PulseAll(_marked);
            }
        }
    }

    /// <summary>False when the mark has not come in this time: of the real clock, for the runtime goes by no other.</summary>
    public bool WaitForMark(long number, TimeSpan timeout)
    {
        lock (_marked)
        {
            var until = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
            while (_mark < number)
            {
                if (until - Environment.TickCount64 is <= 0 or > int.MaxValue || !Monitor.Wait(_marked, (int)(until - Environment.TickCount64)))
                    return false;
            }

            return true;
        }
    }

    /// <summary>After its session: nothing is named any more.</summary>
    public virtual void Dispose() => Names.Dispose();

    public virtual void OnQuiet()
    {
    }

    /// <summary>Counts what it has held back; for who reads the table next. False when it is not ready in this time.</summary>
    public virtual bool Settle(TimeSpan timeout) => true;

    /// <summary>One event of the runtime's.</summary>
    protected abstract void Count(in NettraceRecord record);
}
