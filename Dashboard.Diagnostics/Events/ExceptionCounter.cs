using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>Thrown exceptions by stack and type. The message, which is in the event too, is not even read: it can hold what nobody may see.</summary>
internal sealed class ExceptionCounter(TimeProvider timeProvider, SourceLines? lines = null) : EventCounter(timeProvider, lines)
{
    private const int ExceptionThrown = 80;

    private readonly TypeNames _types = new();

    /// <summary>At the level of errors: catch and finally blocks are told at a more detailed one.</summary>
    public static EventProvider Provider { get; } = new(Runtime, 0x8000, 2);

    /// <summary>Throws by stack and type.</summary>
    public StackTable Table { get; } = new();

    public override long Total => Table.Count;

    protected override void Count(in NettraceRecord record)
    {
        if (record.Kind.EventId == ExceptionThrown && _types.Read(record.Payload, out _) is { } type)
            Table.Add(Names.Of(record.Stack), type, 1, 1);
    }
}
