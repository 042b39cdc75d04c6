using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>One event of a nettrace stream: whose it is, when, and its stack as instruction pointers, the leaf first.</summary>
internal readonly record struct NettraceEvent(string Provider, int EventId, long ThreadId, long Timestamp, nuint[] Stack, byte[] Payload);

/// <summary>
/// Reads a nettrace stream of version 4 (what the runtime writes to its diagnostic port) in its order: event blocks, metadata, stacks and sequence
/// points; other blocks are skipped. Only compressed headers, as every runtime since .NET 5 writes them.
/// </summary>
internal sealed class NettraceReader
{
    private const byte NullReference = 1;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;

    private readonly byte[] _bytes;
    private readonly Dictionary<int, (string Provider, int EventId)> _metadata = [];
    private readonly Dictionary<int, nuint[]> _stacks = [];
    private readonly List<NettraceEvent> _events = [];
    private int _position;

    private NettraceReader(byte[] bytes) => _bytes = bytes;

    /// <summary>The events of a whole stream. <see cref="InvalidDataException"/> when it is cut off or of another version.</summary>
    public static IReadOnlyList<NettraceEvent> Read(byte[] stream)
    {
        var reader = new NettraceReader(stream);
        try
        {
            reader.ReadAll();
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The event stream ends in the middle of a block, at byte {reader._position} of {stream.Length}.", e);
        }

        return reader._events;
    }

    private void ReadAll()
    {
        if (!Take(8).SequenceEqual("Nettrace"u8) || ReadText() != "!FastSerialization.1")
            throw new InvalidDataException("Not a nettrace stream of version 4.");
        while (true)
        {
            var tag = Take(1)[0];
            if (tag == NullReference)
                return;
            if (tag != BeginObject || Take(1)[0] != BeginObject || Take(1)[0] != NullReference)
                throw new InvalidDataException($"No object where one has to begin, before byte {_position}.");
            Take(8);
            var type = ReadText();
            Expect(EndObject);
            if (type == "Trace")
                ReadTrace(Take(48));
            else
                ReadBlock(type, TakeBlock());
            Expect(EndObject);
        }
    }

    private static void ReadTrace(ReadOnlySpan<byte> fields)
    {
        var pointerBytes = BinaryPrimitives.ReadInt32LittleEndian(fields[32..]);
        if (pointerBytes != nuint.Size)
            throw new InvalidDataException($"The event stream has pointers of {pointerBytes} bytes, this process of {nuint.Size}.");
    }

    private void ReadBlock(string type, ReadOnlySpan<byte> block)
    {
        switch (type)
        {
            case "MetadataBlock":
                ReadEvents(block, isMetadata: true);
                break;
            case "EventBlock":
                ReadEvents(block, isMetadata: false);
                break;
            case "StackBlock":
                ReadStacks(block);
                break;
            case "SPBlock":
                // Stack ids begin anew after it.
                _stacks.Clear();
                break;
        }
    }

    private void ReadStacks(ReadOnlySpan<byte> block)
    {
        var id = BinaryPrimitives.ReadInt32LittleEndian(block);
        var count = BinaryPrimitives.ReadInt32LittleEndian(block[4..]);
        block = block[8..];
        for (var i = 0; i < count; i++)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(block);
            _stacks[id++] = MemoryMarshal.Cast<byte, nuint>(block.Slice(4, size)).ToArray();
            block = block[(4 + size)..];
        }
    }

    private void ReadEvents(ReadOnlySpan<byte> block, bool isMetadata)
    {
        var headerSize = BinaryPrimitives.ReadInt16LittleEndian(block);
        if ((BinaryPrimitives.ReadInt16LittleEndian(block[2..]) & 1) == 0)
            throw new InvalidDataException("The event stream has uncompressed headers, which no supported runtime writes.");
        block = block[headerSize..];
        var metadataId = 0;
        long threadId = 0, timestamp = 0;
        var stackId = 0;
        var payloadSize = 0;
        while (block.Length > 0)
        {
            var flags = block[0];
            block = block[1..];
            if ((flags & 1) != 0)
                metadataId = (int)ReadVariable(ref block);
            if ((flags & 2) != 0)
            {
                ReadVariable(ref block); // sequence number
                ReadVariable(ref block); // capturing thread
                ReadVariable(ref block); // processor
            }

            if ((flags & 4) != 0)
                threadId = (long)ReadVariable(ref block);
            if ((flags & 8) != 0)
                stackId = (int)ReadVariable(ref block);
            timestamp += (long)ReadVariable(ref block);
            if ((flags & 16) != 0)
                block = block[16..]; // activity
            if ((flags & 32) != 0)
                block = block[16..]; // related activity
            if ((flags & 128) != 0)
                payloadSize = (int)ReadVariable(ref block);
            var payload = block[..payloadSize];
            block = block[payloadSize..];
            if (isMetadata)
                ReadMetadata(payload);
            else if (_metadata.TryGetValue(metadataId, out var kind))
                _events.Add(new NettraceEvent(kind.Provider, kind.EventId, threadId, timestamp, _stacks.GetValueOrDefault(stackId, []), payload.ToArray()));
        }
    }

    private void ReadMetadata(ReadOnlySpan<byte> payload)
    {
        var id = BinaryPrimitives.ReadInt32LittleEndian(payload);
        var characters = MemoryMarshal.Cast<byte, char>(payload[4..]);
        var length = characters.IndexOf('\0');
        var eventId = BinaryPrimitives.ReadInt32LittleEndian(payload[(4 + (length + 1) * sizeof(char))..]);
        _metadata[id] = (new string(characters[..length]), eventId);
    }

    private static ulong ReadVariable(ref ReadOnlySpan<byte> block)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = block[0];
            block = block[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
                return value;
        }

        throw new InvalidDataException("A number of the event stream has more than 64 bits.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _bytes.AsSpan(_position, count);
        _position += count;
        return taken;
    }

    private ReadOnlySpan<byte> TakeBlock()
    {
        var size = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
        _position = (_position + 3) & ~3;
        return Take(size);
    }

    private string ReadText() => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadInt32LittleEndian(Take(4))));

    private void Expect(byte tag)
    {
        if (Take(1)[0] != tag)
            throw new InvalidDataException($"An object does not end where it has to, before byte {_position}.");
    }
}
