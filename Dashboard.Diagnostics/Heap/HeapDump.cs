using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// The objects that survived a collection, counted by type, out of the events of a heap dump. Addresses and references are passed over, so its memory is that of the types' names.
/// </summary>
internal sealed class HeapDump
{
    public const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const int CollectionEnds = 2;
    private const int ThreadsRunAgain = 3;
    private const int ThreadsAreStopped = 9;
    private const int Types = 15;
    private const int Nodes = 18;
    private const int NodeBytes = 32; // address, size, type, count of references

    private readonly Dictionary<ulong, string> _types = [];
    private readonly Dictionary<ulong, (long Objects, long Bytes)> _counts = [];
    private TimeSpan? _stopped;

    /// <summary>True when the collection that was asked for is over and its objects have come.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The longest stop of the threads.</summary>
    public TimeSpan LongestStop { get; private set; }

    /// <summary>Objects and bytes by type.</summary>
    public IEnumerable<(ulong Type, long Objects, long Bytes)> Counts => _counts.Select(c => (c.Key, c.Value.Objects, c.Value.Bytes));

    /// <summary>As the runtime writes it: namespace and arguments, but for a nested type not what it is nested in.</summary>
    public string? NameOf(ulong type) => _types.GetValueOrDefault(type);

    /// <summary>Takes in one event.</summary>
    public void Add(in NettraceRecord record)
    {
        if (record.Kind.Provider != Runtime)
            return;
        switch (record.Kind.EventId)
        {
            case ThreadsAreStopped:
                _stopped = record.Timestamp;
                break;
            case ThreadsRunAgain when _stopped is { } stopped:
                LongestStop = TimeSpan.FromTicks(Math.Max(LongestStop.Ticks, (record.Timestamp - stopped).Ticks));
                _stopped = null;
                break;
            case Types:
                AddTypes(record.Payload);
                break;
            case Nodes:
                AddNodes(record.Payload);
                break;
            case CollectionEnds:
                // A collection that was not the one asked for brings no objects.
                IsComplete |= _counts.Count > 0;
                break;
        }
    }

    private void AddNodes(ReadOnlySpan<byte> payload)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        var nodes = payload[10..];
        for (var i = 0; i < count && nodes.Length >= NodeBytes; i++, nodes = nodes[NodeBytes..])
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, BinaryPrimitives.ReadUInt64LittleEndian(nodes[16..]), out _);
            entry = (entry.Objects + 1, entry.Bytes + BinaryPrimitives.ReadInt64LittleEndian(nodes[8..]));
        }
    }

    private void AddTypes(ReadOnlySpan<byte> payload)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(payload);
        payload = payload[6..];
        for (var i = 0; i < count; i++)
        {
            const int fixedBytes = 25; // id 8, module 8, token 4, flags 4, kind 1
            var id = BinaryPrimitives.ReadUInt64LittleEndian(payload);
            var characters = MemoryMarshal.Cast<byte, char>(payload[fixedBytes..]);
            var length = characters.IndexOf('\0');
            _types[id] = new string(characters[..length]);
            payload = payload[(fixedBytes + (length + 1) * sizeof(char))..];
            // Its arguments, by their ids; they are in the name as well.
            payload = payload[(4 + 8 * BinaryPrimitives.ReadInt32LittleEndian(payload))..];
        }
    }
}
