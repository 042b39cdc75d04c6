using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Stretches of the heap that threads have been given and have not filled yet: no objects lie there. They are also where a walk finds its way again when a thread was
/// stopped between taking the space of an object and writing its type.
/// </summary>
internal sealed class AllocationGaps
{
    // Behind each gap the collector keeps room for the smallest object.
    private const ulong SmallestObject = 24;

    /// <summary>The largest object that a thread allocates from its own stretch, with room to spare.</summary>
    private const ulong LargestUnfinished = 128 * 1024;

    private readonly ulong[] _starts;
    private readonly ulong[] _ends;

    public AllocationGaps(IEnumerable<MemoryRange> contexts)
    {
        var gaps = contexts.Where(c => c.Start != 0 && c.End >= c.Start).OrderBy(c => c.Start).ToList();
        _starts = [.. gaps.Select(g => g.Start)];
        _ends = [.. gaps.Select(g => g.End + SmallestObject)];
    }

    /// <summary>The first gap at this address or behind it.</summary>
    public int IndexFrom(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        return index < 0 ? ~index : index;
    }

    public ulong StartOf(int index) => index < _starts.Length ? _starts[index] : ulong.MaxValue;

    public ulong EndOf(int index) => _ends[index];

    /// <summary>Whether an object that was being made at the address can end where this gap starts.</summary>
    public bool CanEndAt(int index, ulong address) => StartOf(index) is var start && start > address && start - address <= LargestUnfinished;
}
