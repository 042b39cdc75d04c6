using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Goes through every object of a frozen heap in the order of addresses. It reads in large blocks and knows the sizes itself, about twenty times as fast as asking ClrMD for each object.
/// Objects that were being made when the copy was taken are skipped and counted.
/// </summary>
internal sealed class HeapWalk
{
    private const int HeadBytes = 16; // method table, and the count of elements where there is one
    private const ulong MarkBits = 7; // the collector's, in the low bits of a method table's address
    private const ulong SmallestObject = 24;
    private const int CheckEvery = 4096;

    private readonly FrozenHeap _heap;
    private readonly CaptureBound _bound;
    private readonly HeapWindow _window;
    private int _segment = -1;
    private int _gap;
    private int _untilCheck = CheckEvery;
    private ulong _next;
    private ulong _end;

    // The next gap or the end: no object reaches over it.
    private ulong _stop;

    public HeapWalk(FrozenHeap heap, CaptureBound bound)
    {
        (_heap, _bound) = (heap, bound);
        _window = heap.Window;
    }

    public ulong Address { get; private set; }

    public HeapType Type { get; private set; } = null!;

    public ulong Bytes { get; private set; }

    /// <summary>Elements of an array; 0 for all others.</summary>
    public uint Count { get; private set; }

    /// <summary>Memory from the current object on.</summary>
    public HeapWindow Window => _window;

    /// <summary>How much could not be walked.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>Objects of which only the space existed.</summary>
    public int Unfinished { get; private set; }

    /// <summary>The next object; free space is no object. Compiled in full at once: the first capture of a process would go through the whole heap in unoptimised code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool MoveNext()
    {
        if (--_untilCheck == 0)
        {
            _untilCheck = CheckEvery;
            _bound.Check();
        }

        while (true)
        {
            if (_next >= _stop)
            {
                if (!Pass())
                    return false;
                continue;
            }

            var head = _window.At(_next, HeadBytes);
            if (head.Length < HeadBytes || _heap.Types.Of(BinaryPrimitives.ReadUInt64LittleEndian(head) & ~MarkBits) is not { } type)
            {
                Resume();
                continue;
            }

            var count = type.ComponentBytes == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
            var bytes = BytesOf(type, count);
            // An object cannot reach over the end of its segment or into a gap.
            if (_next + bytes > _stop)
            {
                Resume();
                continue;
            }

            var address = _next;
            _next += bytes;
            if (type.IsFree)
                continue;
            (Type, Address, Bytes, Count) = (type, address, bytes, count);
            return true;
        }
    }

    /// <summary>Over a gap, or to the next segment.</summary>
    private bool Pass()
    {
        if (_next >= _end)
            return MoveToNextSegment();
        if (_next == _heap.Gaps.StartOf(_gap))
            _next = _heap.Gaps.EndOf(_gap);
        _gap++;
        _stop = Math.Min(_end, _heap.Gaps.StartOf(_gap));
        return true;
    }

    private bool MoveToNextSegment()
    {
        if (++_segment >= _heap.Segments.Count)
            return false;
        (_next, _end) = (_heap.Segments[_segment].Start, _heap.Segments[_segment].End);
        _gap = _heap.Gaps.IndexFrom(_next);
        _stop = Math.Min(_end, _heap.Gaps.StartOf(_gap));
        _window.LimitTo(_end);
        return true;
    }

    /// <summary>
    /// Finds the next object behind one that was being made. A thread's own stretch ends such an object where the gap begins; elsewhere (large objects) the next place is
    /// looked for from which objects of types that were met follow each other. What lies between may hold remains of dead objects, and such a one may be taken for an object: it then counts as garbage.
    /// </summary>
    private void Resume()
    {
        Unfinished++;
        var from = _next;
        _next = _heap.Gaps.CanEndAt(_gap, from) && _heap.Gaps.StartOf(_gap) < _end ? _heap.Gaps.StartOf(_gap) : Find(from + sizeof(ulong));
        SkippedBytes += (long)(_next - from);
    }

    private ulong Find(ulong from)
    {
        for (var at = from; at < _stop;)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(_window.At(at, sizeof(ulong)));
            if (words.IsEmpty)
                return _stop;
            _bound.Check();
            for (var i = 0; i < words.Length && at < _stop; i++, at += sizeof(ulong))
            {
                if (words[i] != 0 && _heap.Types.Known(words[i]) is not null && IsChain(at))
                    return at;
            }
        }

        return _stop;
    }

    /// <summary>Whether objects follow each other from an address on. Read aside, so that the window stays.</summary>
    private bool IsChain(ulong address)
    {
        const int length = 4;
        for (var i = 0; i < length && address < _stop; i++)
        {
            if (!_heap.Memory.Read(address, out ulong table) || _heap.Types.Known(table & ~MarkBits) is not { } type)
                return false;
            var count = type.ComponentBytes != 0 && _heap.Memory.Read(address + sizeof(ulong), out uint elements) ? elements : 0;
            address += BytesOf(type, count);
        }

        return address <= _stop;
    }

    private static ulong BytesOf(HeapType type, uint count) => Math.Max(type.BaseBytes + (ulong)type.ComponentBytes * count + 7 & ~7UL, SmallestObject);
}
