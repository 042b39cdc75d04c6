using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// The objects of a frozen heap and whom they refer to, by number, outside the managed heap: 16 bytes for each object, 4 for each reference and 1/32 of the heap. The heap is gone
/// through twice: where objects begin must be known before references can be turned into numbers.
/// </summary>
internal sealed class HeapGraph : IDisposable
{
    /// <summary>Memory for about a gigabyte of tables.</summary>
    private const long MaximumObjects = 40_000_000;
    private const long MaximumReferences = 150_000_000;

    private readonly ObjectMap _map;
    private readonly NativeList _types;
    private readonly NativeList _words;
    private readonly NativeList _firstReference;
    private readonly NativeList _references = new(1 << 16);

    private HeapGraph(ObjectMap map)
    {
        _map = map;
        _types = new NativeList(map.Count);
        _words = new NativeList(map.Count);
        _firstReference = new NativeList(map.Count + 1);
    }

    public long Count => _types.Count;

    /// <summary>Of the heap, which could not be walked.</summary>
    public long SkippedBytes { get; private set; }

    public static HeapGraph Build(FrozenHeap heap, CaptureBound bound)
    {
        var map = new ObjectMap(heap.Segments);
        try
        {
            MapObjects(heap, bound, map);
            var graph = new HeapGraph(map);
            try
            {
                graph.Fill(heap, bound);
                return graph;
            }
            catch
            {
                graph.Dispose();
                throw;
            }
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    public int TypeOf(long index) => (int)_types[index];

    public long BytesOf(long index) => (long)_words[index] * 8;

    /// <summary>-1 where no object begins.</summary>
    public long IndexOf(ulong address) => _map.IndexOf(address);

    /// <summary>The places of an object's references in <see cref="TargetOf"/>.</summary>
    public (uint From, uint To) ReferencesOf(long index) => (_firstReference[index], _firstReference[index + 1]);

    public uint TargetOf(uint place) => _references[place];

    public void Dispose()
    {
        _map.Dispose();
        _types.Dispose();
        _words.Dispose();
        _firstReference.Dispose();
        _references.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapObjects(FrozenHeap heap, CaptureBound bound, ObjectMap map)
    {
        var walk = new HeapWalk(heap, bound);
        while (walk.MoveNext())
            map.Add(walk.Address);
        if (map.Count > MaximumObjects)
            throw TooMany($"{map.Count:N0} objects");
        map.Seal();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(FrozenHeap heap, CaptureBound bound)
    {
        var walk = new HeapWalk(heap, bound);
        while (walk.MoveNext())
        {
            _types.Add((uint)walk.Type.Index);
            _words.Add((uint)Math.Min(walk.Bytes / 8, uint.MaxValue));
            _firstReference.Add((uint)_references.Count);
            if (walk.Type.HasReferences)
                AddReferences(heap, walk);
        }

        if (_references.Count > MaximumReferences)
            throw TooMany($"{_references.Count:N0} references");
        _firstReference.Add((uint)_references.Count);
        SkippedBytes = walk.SkippedBytes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddReferences(FrozenHeap heap, HeapWalk walk)
    {
        var stretches = heap.Types.ReferencesOf(walk.Type).Stretches(walk.Bytes);
        while (stretches.MoveNext())
        {
            var (at, words) = (walk.Address + (ulong)stretches.Start, stretches.Words);
            while (words > 0)
            {
                var values = MemoryMarshal.Cast<byte, ulong>(walk.Window.At(at, sizeof(ulong)));
                if (values.IsEmpty)
                    return;
                if (values.Length > words)
                    values = values[..(int)words];
                foreach (var value in values)
                {
                    if (value != 0 && _map.IndexOf(value) is >= 0 and var target && _references.Count <= MaximumReferences)
                        _references.Add((uint)target);
                }

                words -= values.Length;
                at += (ulong)values.Length * sizeof(ulong);
            }
        }
    }

    private static CaptureException TooMany(string what) => new(
        $"The heap has {what}, too many to find out what holds them within bounded memory. Take a dump with dotnet-gcdump or dotnet-dump instead.");
}
