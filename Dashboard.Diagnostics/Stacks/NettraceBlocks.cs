using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// The blocks of a nettrace stream: events, metadata, stacks and sequence points; others are skipped. Only compressed headers, as every runtime since .NET 5 writes them.
/// It remembers the kinds of events, and the stacks and threads since the last sequence point: the runtime wrote one for every 1.5 MB of events when it was
/// measured.
/// </summary>
internal sealed class NettraceBlocks(INettraceSink sink)
{
    private readonly Dictionary<int, NettraceEventKind> _kinds = [];
    private readonly Dictionary<int, NettraceStack> _stacks = [];
    // By thread, the number of its last event.
    private Dictionary<long, uint> _sequences = [];
    // By thread, the number of its last event.
    private Dictionary<long, uint> _sequencesBefore = [];

    /// <summary>Ticks of the stream's timestamps in a second.</summary>
    public long TimestampFrequency { get; set; } = TimeSpan.TicksPerSecond;

    /// <summary>Events that the runtime numbered but had no room for.</summary>
    public long Lost { get; private set; }

    public void Read(ReadOnlySpan<byte> type, Span<byte> block)
    {
        if (type.SequenceEqual("EventBlock"u8))
            ReadEvents(block, isMetadata: false);
        else if (type.SequenceEqual("MetadataBlock"u8))
            ReadEvents(block, isMetadata: true);
        else if (type.SequenceEqual("StackBlock"u8))
            ReadStacks(block);
        else if (type.SequenceEqual("SPBlock"u8))
            ReadSequencePoint(block);
    }

    private void ReadStacks(ReadOnlySpan<byte> block)
    {
        var id = BinaryPrimitives.ReadInt32LittleEndian(block);
        var count = BinaryPrimitives.ReadInt32LittleEndian(block[4..]);
        block = block[8..];
        for (var i = 0; i < count; i++)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(block);
            _stacks[id++] = new NettraceStack(MemoryMarshal.Cast<byte, nuint>(block.Slice(4, size)).ToArray());
            block = block[(4 + size)..];
        }
    }

    private void ReadEvents(Span<byte> block, bool isMetadata)
    {
        var headerSize = BinaryPrimitives.ReadInt16LittleEndian(block);
        if ((BinaryPrimitives.ReadInt16LittleEndian(block[2..]) & 1) == 0)
            throw new InvalidDataException("The event stream has uncompressed headers, which no supported runtime writes.");
        block = block[headerSize..];
        int metadataId = 0, stackId = 0, payloadSize = 0;
        long threadId = 0, captureThreadId = 0, timestamp = 0;
        uint sequence = 0;
        while (block.Length > 0)
        {
            var flags = block[0];
            block = block[1..];
            if ((flags & 1) != 0)
                metadataId = (int)ReadVariable(ref block);
            if ((flags & 2) != 0)
            {
                sequence += (uint)ReadVariable(ref block) + 1;
                captureThreadId = (long)ReadVariable(ref block);
                ReadVariable(ref block); // processor
            }
            else if (metadataId != 0)
            {
                sequence++;
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
            {
                ReadMetadata(payload);
                continue;
            }

            CountLost(captureThreadId, sequence);
            if (_kinds.TryGetValue(metadataId, out var kind))
                sink.OnEvent(new NettraceRecord(kind, threadId, Time(timestamp), _stacks.GetValueOrDefault(stackId), payload));
        }
    }

    /// <summary>Each thread numbers its events from 1 on, those that find no room too.</summary>
    private void CountLost(long thread, uint sequence)
    {
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_sequences, thread, out _);
        if (unchecked((int)(sequence - 1 - last)) is > 0 and var gap)
            Lost += gap;
        last = sequence;
    }

    /// <summary>Stack ids begin anew after it, and it tells the threads that still write with the number of each one's last event.</summary>
    private void ReadSequencePoint(ReadOnlySpan<byte> block)
    {
        _stacks.Clear();
        var threads = BinaryPrimitives.ReadInt32LittleEndian(block[8..]);
        block = block[12..];
        (_sequences, _sequencesBefore) = (_sequencesBefore, _sequences);
        _sequences.Clear();
        for (var i = 0; i < threads; i++, block = block[12..])
        {
            var thread = BinaryPrimitives.ReadInt64LittleEndian(block);
            var sequence = BinaryPrimitives.ReadUInt32LittleEndian(block[8..]);
            if (unchecked((int)(sequence - _sequencesBefore.GetValueOrDefault(thread))) is > 0 and var gap)
                Lost += gap;
            _sequences[thread] = sequence;
        }
    }

    private void ReadMetadata(ReadOnlySpan<byte> payload)
    {
        var id = BinaryPrimitives.ReadInt32LittleEndian(payload);
        var characters = MemoryMarshal.Cast<byte, char>(payload[4..]);
        var length = characters.IndexOf('\0');
        var eventId = BinaryPrimitives.ReadInt32LittleEndian(payload[(4 + (length + 1) * sizeof(char))..]);
        _kinds[id] = new NettraceEventKind(new string(characters[..length]), eventId);
    }

    private TimeSpan Time(long timestamp) => TimeSpan.FromTicks((long)((Int128)timestamp * TimeSpan.TicksPerSecond / TimestampFrequency));

    private static ulong ReadVariable(ref Span<byte> block)
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
}
