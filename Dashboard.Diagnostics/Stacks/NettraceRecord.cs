namespace Dashboard.Diagnostics.Stacks;

/// <summary>What takes the events of a stream while it is read.</summary>
internal interface INettraceSink
{
    /// <summary>On the thread that reads. What the event holds is gone afterwards.</summary>
    void OnEvent(in NettraceRecord record);

    /// <summary>The bytes of the stream in their order, each part after its events were handed over; together the whole stream.</summary>
    void OnBytes(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>Nothing more has come for the moment: the runtime hands over every 100 ms.</summary>
    void OnQuiet()
    {
    }
}

/// <summary>One event while it is read, without garbage: its payload lies in the parser's buffer.</summary>
internal readonly ref struct NettraceRecord(NettraceEventKind kind, long threadId, TimeSpan timestamp, NettraceStack? stack, Span<byte> payload)
{
    public NettraceEventKind Kind { get; } = kind;

    /// <summary>The operating system's.</summary>
    public long ThreadId { get; } = threadId;

    /// <summary>On the runtime's own clock, whose zero means nothing.</summary>
    public TimeSpan Timestamp { get; } = timestamp;

    /// <summary>Null for an event without a managed stack.</summary>
    public NettraceStack? Stack { get; } = stack;

    /// <summary>What is written here goes into the bytes that the sink gets afterwards.</summary>
    public Span<byte> Payload { get; } = payload;
}

/// <summary>Whose event it is; one object for each kind in a stream.</summary>
internal sealed record NettraceEventKind(string Provider, int EventId);

/// <summary>A stack of a stream, the leaf first; one object for all events that carry it until the stream numbers its stacks anew.</summary>
internal sealed class NettraceStack(nuint[] pointers)
{
    public nuint[] Pointers { get; } = pointers;

    /// <summary>The reader's own note on it: what it made of the pointers.</summary>
    public object? Note { get; set; }
}
