using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Diagnostics.Heap;

/// <summary>An event as it comes; the payload is gone when the call returns.</summary>
internal delegate void NettraceEventHandler(string provider, int eventId, long timestamp, ReadOnlySpan<byte> payload);

/// <summary>
/// Reads a nettrace stream of version 4 from a socket while it is written, block by block, and keeps nothing: a heap dump has gigabytes. Only compressed headers, as every runtime
/// since .NET 5 writes them; stacks are skipped.
/// </summary>
internal sealed class NettraceStream(Socket socket, NettraceEventHandler onEvent)
{
    private const byte NullReference = 1;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;
    private const int MaximumBlockBytes = 16 << 20;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Dictionary<int, (string Provider, int EventId)> _metadata = [];
    private byte[] _block = new byte[128 * 1024];
    private int _next;
    private int _length;
    private long _position;

    /// <summary>Ticks of the stream's clock in a second.</summary>
    public long Frequency { get; private set; } = 1_000_000_000;

    /// <summary>Reads to the end. <see cref="InvalidDataException"/> when the stream is of another kind or is cut off.</summary>
    public void Read()
    {
        Span<byte> start = stackalloc byte[8];
        Take(start);
        if (!start.SequenceEqual("Nettrace"u8) || TakeText() != "!FastSerialization.1")
            throw new InvalidDataException("Not a nettrace stream of version 4.");
        while (TakeByte() is var tag && tag != NullReference)
        {
            if (tag != BeginObject || TakeByte() != BeginObject || TakeByte() != NullReference)
                throw new InvalidDataException($"No object where one has to begin, before byte {_position}.");
            Take(start);
            var type = TakeText();
            Expect(EndObject);
            if (type == "Trace")
                ReadTrace();
            else
                ReadBlock(type);
            Expect(EndObject);
        }
    }

    private void ReadTrace()
    {
        Span<byte> fields = stackalloc byte[48];
        Take(fields);
        if (BinaryPrimitives.ReadInt64LittleEndian(fields[24..]) is > 0 and var frequency)
            Frequency = frequency;
    }

    private void ReadBlock(string type)
    {
        Span<byte> word = stackalloc byte[4];
        Take(word);
        var size = BinaryPrimitives.ReadInt32LittleEndian(word);
        if (size is < 0 or > MaximumBlockBytes)
            throw new InvalidDataException($"A block of {size} bytes, before byte {_position}.");
        // Blocks begin at multiples of four.
        Take(word[..(int)((4 - _position % 4) % 4)]);
        if (_block.Length < size)
            _block = new byte[size];
        var block = _block.AsSpan(0, size);
        Take(block);
        if (type is "MetadataBlock" or "EventBlock")
            ReadEvents(block, type == "MetadataBlock");
    }

    private void ReadEvents(ReadOnlySpan<byte> block, bool isMetadata)
    {
        if ((BinaryPrimitives.ReadInt16LittleEndian(block[2..]) & 1) == 0)
            throw new InvalidDataException("The event stream has uncompressed headers, which no supported runtime writes.");
        block = block[BinaryPrimitives.ReadInt16LittleEndian(block)..];
        var (metadataId, payloadSize, timestamp) = (0, 0, 0L);
        while (block.Length > 0)
        {
            var flags = block[0];
            block = block[1..];
            if ((flags & 1) != 0)
                metadataId = (int)ReadVariable(ref block);
            for (var i = 0; (flags & 2) != 0 && i < 3; i++)
                ReadVariable(ref block); // sequence number, capturing thread, processor
            if ((flags & 4) != 0)
                ReadVariable(ref block); // thread
            if ((flags & 8) != 0)
                ReadVariable(ref block); // stack
            timestamp += (long)ReadVariable(ref block);
            block = block[((flags & 16) != 0 ? 16 : 0)..]; // activity
            block = block[((flags & 32) != 0 ? 16 : 0)..]; // related activity
            if ((flags & 128) != 0)
                payloadSize = (int)ReadVariable(ref block);
            var payload = block[..payloadSize];
            block = block[payloadSize..];
            if (isMetadata)
                ReadMetadata(payload);
            else if (_metadata.TryGetValue(metadataId, out var kind))
                onEvent(kind.Provider, kind.EventId, timestamp, payload);
        }
    }

    private void ReadMetadata(ReadOnlySpan<byte> payload)
    {
        var id = BinaryPrimitives.ReadInt32LittleEndian(payload);
        var characters = MemoryMarshal.Cast<byte, char>(payload[4..]);
        var length = characters.IndexOf('\0');
        _metadata[id] = (new string(characters[..length]), BinaryPrimitives.ReadInt32LittleEndian(payload[(4 + (length + 1) * sizeof(char))..]));
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

    private string TakeText()
    {
        Span<byte> word = stackalloc byte[4];
        Take(word);
        var length = BinaryPrimitives.ReadInt32LittleEndian(word);
        if (length is < 0 or > 256)
            throw new InvalidDataException($"A name of {length} bytes, before byte {_position}.");
        Span<byte> text = stackalloc byte[length];
        Take(text);
        return Encoding.UTF8.GetString(text);
    }

    private byte TakeByte()
    {
        Span<byte> one = stackalloc byte[1];
        Take(one);
        return one[0];
    }

    private void Expect(byte tag)
    {
        if (TakeByte() != tag)
            throw new InvalidDataException($"An object does not end where it has to, before byte {_position}.");
    }

    private void Take(Span<byte> into)
    {
        _position += into.Length;
        while (into.Length > 0)
        {
            if (_next == _length)
            {
                (_next, _length) = (0, socket.Receive(_buffer));
                if (_length == 0)
                    throw new InvalidDataException($"The event stream ends in the middle, before byte {_position}.");
            }

            var count = Math.Min(into.Length, _length - _next);
            _buffer.AsSpan(_next, count).CopyTo(into);
            into = into[count..];
            _next += count;
        }
    }
}
