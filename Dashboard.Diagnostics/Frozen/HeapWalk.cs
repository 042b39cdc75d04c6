namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Goes through every object of a frozen heap in the order of addresses. It reads in large blocks and knows the sizes itself, about twenty times as fast as asking ClrMD for each object.
/// Objects that were being made when the copy was taken are skipped; where no next object can be found the rest of the segment is, and both are counted.
/// </summary>
internal sealed class HeapWalk
{
    private const int HeadBytes = 16; // method table, and the count of elements where there is one
    private const ulong MarkBits = 7; // the collector's, in the low bits of a method table's address
    private const int CheckEvery = 4096;

    private readonly FrozenHeap _heap;
    private readonly CaptureBound _bound;
    private readonly HeapWindow _window;
    private int _segment = -1;
    private int _gap;
    private int _untilCheck = CheckEvery;
    private ulong _next;
    private ulong _end;

    public HeapWalk(FrozenHeap heap, CaptureBound bound)
    {
        (_heap, _bound) = (heap, bound);
        _window = new HeapWindow(heap.Process);
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

    /// <summary>The next object; free space is no object.</summary>
    public bool MoveNext()
    {
        if (--_untilCheck == 0)
        {
            _untilCheck = CheckEvery;
            _bound.Check();
        }

        while (true)
        {
            if (_next >= _end && !MoveToNextSegment())
                return false;
            if (_next >= _heap.Gaps.StartOf(_gap))
            {
                if (_next == _heap.Gaps.StartOf(_gap))
                    _next = _heap.Gaps.EndOf(_gap);
                _gap++;
                continue;
            }

            if (!TryReadHead())
            {
                Resume();
                continue;
            }

            Address = _next;
            _next += Bytes;
            if (!Type.IsFree)
                return true;
        }
    }

    private bool MoveToNextSegment()
    {
        if (++_segment >= _heap.Segments.Count)
            return false;
        (_next, _end) = (_heap.Segments[_segment].Start, _heap.Segments[_segment].End);
        _gap = _heap.Gaps.IndexFrom(_next);
        _window.LimitTo(_end);
        return true;
    }

    private bool TryReadHead()
    {
        var head = _window.At(_next, HeadBytes);
        if (head.Length < HeadBytes || _heap.Types.Of(BitConverter.ToUInt64(head) & ~MarkBits) is not { } type)
            return false;
        Type = type;
        Count = type.ComponentBytes == 0 ? 0 : BitConverter.ToUInt32(head[8..]);
        var bytes = type.BaseBytes + (ulong)type.ComponentBytes * Count + 7 & ~7UL;
        Bytes = Math.Max(bytes, 24);
        // An object cannot reach over the end of its segment or into a gap.
        return _next + Bytes <= _end && _next + Bytes <= _heap.Gaps.StartOf(_gap);
    }

    private void Resume()
    {
        if (_heap.Gaps.StartOf(_gap) < _end && _heap.Gaps.CanEndAt(_gap, _next))
        {
            Unfinished++;
            SkippedBytes += (long)(_heap.Gaps.StartOf(_gap) - _next);
            _next = _heap.Gaps.StartOf(_gap);
            return;
        }

        SkippedBytes += (long)(_end - _next);
        _next = _end;
    }
}
