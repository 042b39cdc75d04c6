using System.Buffers.Binary;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// Reads a nettrace stream of version 4 (what the runtime writes to its diagnostic port) as it comes: whoever has bytes puts them into <see cref="Free"/> and says how many;
/// each object of the stream is taken when it is whole. Memory is bounded by the largest object (the runtime's blocks have about 100 kB) and by what <see cref="NettraceBlocks"/> remembers.
/// </summary>
internal sealed class NettraceParser(INettraceSink sink)
{
    private const byte NullReference = 1;
    private const byte BeginObject = 5;
    private const byte EndObject = 6;
    private const string Foreign = "Not a nettrace stream of version 4.";
    private const int TraceBytes = 48;
    private const int ReadAtOnce = 32 * 1024;

    /// <summary>A stream that announces a larger object is not one of the runtime's.</summary>
    private const int MaximumObjectBytes = 16 << 20;

    private readonly NettraceBlocks _blocks = new(sink);
    private byte[] _buffer = new byte[4 * ReadAtOnce];
    private int _start;
    private int _end;
    private bool _hasBegun;

    /// <summary>Of the stream, up to what was taken.</summary>
    public long Position { get; private set; }

    /// <summary>The stream's own end was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Events that the runtime had no room for, as the gaps in its numbering tell.</summary>
    public long Lost => _blocks.Lost;

    /// <summary>Room for the next bytes; never empty.</summary>
    public Span<byte> Free
    {
        get
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start.._end).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }

            if (_buffer.Length - _end < ReadAtOnce)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            return _buffer.AsSpan(_end);
        }
    }

    /// <summary>Takes what was put into <see cref="Free"/>. <see cref="InvalidDataException"/> when it is no such stream; the parser is then of no more use.</summary>
    public void Advance(int count)
    {
        _end += count;
        try
        {
            while (!IsComplete && TakeOne(_buffer.AsSpan(_start.._end)) is > 0 and var taken)
            {
                var bytes = _buffer.AsSpan(_start, taken);
                _start += taken;
                Position += taken;
                sink.OnBytes(bytes);
            }
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"A block of the event stream ends in the middle of an event, after byte {Position}.", e);
        }
    }

    /// <summary>The bytes of one object; 0 while it is not whole.</summary>
    private int TakeOne(Span<byte> bytes)
    {
        var cursor = new Cursor(bytes);
        if (!_hasBegun)
        {
            if (!cursor.TryTake(8, out var magic))
                return 0;
            if (!magic.SequenceEqual("Nettrace"u8))
                throw new InvalidDataException(Foreign);
            if (!cursor.TryTakeText(out var serializer))
                return 0;
            if (!serializer.SequenceEqual("!FastSerialization.1"u8))
                throw new InvalidDataException(Foreign);
            _hasBegun = true;
            return cursor.Taken;
        }

        if (!cursor.TryTake(1, out var tag))
            return 0;
        if (tag[0] == NullReference)
        {
            IsComplete = true;
            return cursor.Taken;
        }

        if (tag[0] != BeginObject)
            throw new InvalidDataException($"No object where one has to begin, at byte {Position}.");
        if (!cursor.TryTake(10, out var begin) || !cursor.TryTakeText(out var type) || !cursor.TryTake(1, out var endOfType))
            return 0;
        if (begin[0] != BeginObject || begin[1] != NullReference || endOfType[0] != EndObject)
            throw new InvalidDataException($"No object where one has to begin, at byte {Position}.");
        Span<byte> content;
        if (type.SequenceEqual("Trace"u8))
        {
            if (!cursor.TryTake(TraceBytes, out content))
                return 0;
        }
        else
        {
            if (!cursor.TryTake(4, out var size))
                return 0;
            // Blocks begin at a multiple of 4 of the whole stream.
            var padding = (int)(-(Position + cursor.Taken) & 3);
            if (!cursor.TryTake(padding, out _) || !cursor.TryTake(Bounded(BinaryPrimitives.ReadInt32LittleEndian(size)), out content))
                return 0;
        }

        if (!cursor.TryTake(1, out var end))
            return 0;
        if (end[0] != EndObject)
            throw new InvalidDataException($"An object does not end where it has to, after byte {Position}.");
        if (type.SequenceEqual("Trace"u8))
            ReadTrace(content);
        else
            _blocks.Read(type, content);
        return cursor.Taken;
    }

    private void ReadTrace(ReadOnlySpan<byte> fields)
    {
        var pointerBytes = BinaryPrimitives.ReadInt32LittleEndian(fields[32..]);
        if (pointerBytes != nuint.Size)
            throw new InvalidDataException($"The event stream has pointers of {pointerBytes} bytes, this process of {nuint.Size}.");
        if (BinaryPrimitives.ReadInt64LittleEndian(fields[24..]) is > 0 and var frequency)
            _blocks.TimestampFrequency = frequency;
    }

    private static int Bounded(int size) => size is >= 0 and <= MaximumObjectBytes
        ? size
        : throw new InvalidDataException($"The event stream announces an object of {(uint)size} bytes.");

    private ref struct Cursor(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;

        public int Taken { get; private set; }

        public bool TryTake(int count, out Span<byte> taken)
        {
            taken = default;
            if (_bytes.Length - Taken < count)
                return false;
            taken = _bytes.Slice(Taken, count);
            Taken += count;
            return true;
        }

        public bool TryTakeText(out Span<byte> text)
        {
            text = default;
            return TryTake(4, out var length) && TryTake(Bounded(BinaryPrimitives.ReadInt32LittleEndian(length)), out text);
        }
    }
}
