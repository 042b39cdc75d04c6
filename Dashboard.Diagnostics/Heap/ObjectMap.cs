using System.Numerics;
using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// Where objects begin: a bit for each eight bytes of the heap, with a running count, so that an object's number follows from its address and a wrong address has none.
/// That is 1/64 of the heap and a little more.
/// </summary>
internal sealed class ObjectMap : IDisposable
{
    private const int WordShift = 5; // 32 bits in an item
    private const int ChunkShift = 22; // what the table of segments tells apart; regions of the collector are multiples of it
    private const int MaximumChunks = 1 << 20;

    private readonly IReadOnlyList<HeapRange> _segments;
    private readonly NativeList[] _bits;

    // Objects before each item of the bits.
    private readonly NativeList[] _before;
    private readonly ulong _firstChunk;
    private readonly int[] _segmentOfChunk = [];
    private int _adding;

    public ObjectMap(IReadOnlyList<HeapRange> segments)
    {
        _segments = segments;
        _bits = [.. segments.Select(s => NativeList.Zeros((s.Bytes >> 3 + WordShift) + 1))];
        _before = new NativeList[segments.Count];
        if (segments.Count == 0)
            return;
        _firstChunk = segments[0].Start >> ChunkShift;
        var chunks = (segments[^1].End >> ChunkShift) - _firstChunk + 1;
        if (chunks > MaximumChunks)
            return;
        // The last segment that begins in or before each chunk.
        _segmentOfChunk = new int[chunks];
        var segment = 0;
        for (var i = 0; i < _segmentOfChunk.Length; i++)
        {
            while (segment + 1 < segments.Count && segments[segment + 1].Start >> ChunkShift <= _firstChunk + (ulong)i)
                segment++;
            _segmentOfChunk[i] = segment;
        }
    }

    public long Count { get; private set; }

    /// <summary>The next object, in the order of addresses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong address)
    {
        while (address >= _segments[_adding].End)
            _adding++;
        var offset = (long)(address - _segments[_adding].Start >> 3);
        _bits[_adding][offset >> WordShift] |= 1u << (int)(offset & 31);
        Count++;
    }

    /// <summary>After the last object.</summary>
    public void Seal()
    {
        var count = 0u;
        for (var i = 0; i < _bits.Length; i++)
        {
            _before[i] = new NativeList(_bits[i].Count);
            for (var word = 0L; word < _bits[i].Count; word++)
            {
                _before[i].Add(count);
                count += (uint)BitOperations.PopCount(_bits[i][word]);
            }
        }
    }

    /// <summary>The number of the object at an address, by the order of addresses; -1 where no object begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long IndexOf(ulong address)
    {
        var segment = SegmentOf(address);
        if (segment < 0)
            return -1;
        var offset = (long)(address - _segments[segment].Start >> 3);
        var bits = _bits[segment][offset >> WordShift];
        var bit = 1u << (int)(offset & 31);
        return (bits & bit) == 0 || (address & 7) != 0 ? -1 : _before[segment][offset >> WordShift] + BitOperations.PopCount(bits & bit - 1);
    }

    public void Dispose()
    {
        foreach (var list in _bits)
            list.Dispose();
        foreach (var list in _before)
            list?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SegmentOf(ulong address)
    {
        var chunk = (address >> ChunkShift) - _firstChunk;
        var segment = chunk < (ulong)_segmentOfChunk.Length ? _segmentOfChunk[chunk] : -1;
        return segment >= 0 && Contains(segment, address) ? segment : Search(address);
    }

    // Several segments in one chunk, or segments too far apart for a table.
    private int Search(ulong address)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Contains(middle, address))
                return middle;
            if (address < _segments[middle].Start)
                high = middle - 1;
            else
                low = middle + 1;
        }

        return -1;
    }

    private bool Contains(int segment, ulong address) => address >= _segments[segment].Start && address < _segments[segment].End;
}
