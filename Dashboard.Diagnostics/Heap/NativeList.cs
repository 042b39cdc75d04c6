using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Heap;

/// <summary>Numbers outside the managed heap, so that looking at a heap does not make it larger. Not for several threads.</summary>
internal sealed unsafe class NativeList : IDisposable
{
    private uint* _items;
    private nuint _capacity;

    public NativeList(long capacity = 1024)
    {
        _capacity = (nuint)Math.Max(capacity, 16);
        _items = (uint*)NativeMemory.Alloc(_capacity, sizeof(uint));
    }

    public long Count { get; private set; }

    /// <summary>Unchecked: the index must be less than the count.</summary>
    public ref uint this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _items[index];
    }

    /// <summary>So many zeros.</summary>
    public static NativeList Zeros(long count)
    {
        var list = new NativeList(count);
        NativeMemory.Clear(list._items, (nuint)count * sizeof(uint));
        list.Count = count;
        return list;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint item)
    {
        if ((nuint)Count == _capacity)
            Grow();
        _items[Count++] = item;
    }

    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
        _capacity = 0;
        Count = 0;
    }

    private void Grow()
    {
        _capacity *= 2;
        _items = (uint*)NativeMemory.Realloc(_items, _capacity * sizeof(uint));
    }
}
