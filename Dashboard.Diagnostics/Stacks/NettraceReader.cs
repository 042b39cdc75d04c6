namespace Dashboard.Diagnostics.Stacks;

/// <summary>One event of a nettrace stream: whose it is, when, and its stack as instruction pointers, the leaf first.</summary>
internal readonly record struct NettraceEvent(string Provider, int EventId, long ThreadId, long Timestamp, nuint[] Stack, byte[] Payload);

/// <summary>A whole nettrace stream at once, for a session of a moment; <see cref="NettraceParser"/> reads one that goes on.</summary>
internal static class NettraceReader
{
    /// <summary>The events of a whole stream. <see cref="InvalidDataException"/> when it is cut off or of another version.</summary>
    public static IReadOnlyList<NettraceEvent> Read(byte[] stream)
    {
        var list = new List();
        var parser = new NettraceParser(list);
        for (var rest = stream.AsSpan(); rest.Length > 0 && !parser.IsComplete;)
        {
            var room = parser.Free;
            var count = Math.Min(room.Length, rest.Length);
            rest[..count].CopyTo(room);
            rest = rest[count..];
            parser.Advance(count);
        }

        return parser.IsComplete
            ? list.Events
            : throw new InvalidDataException($"The event stream ends in the middle of an object, after byte {parser.Position} of {stream.Length}.");
    }

    private sealed class List : INettraceSink
    {
        public List<NettraceEvent> Events { get; } = [];

        public void OnEvent(in NettraceRecord record) => Events.Add(new NettraceEvent(
            record.Kind.Provider, record.Kind.EventId, record.ThreadId, record.Timestamp.Ticks, record.Stack?.Pointers ?? [], record.Payload.ToArray()));
    }
}
