using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Heap;

/// <summary>What was read of a heap.</summary>
/// <param name="Groups">The largest first.</param>
/// <param name="UnreadStacks">Threads whose stacks could not be read.</param>
internal sealed record HeapReading(IReadOnlyList<HeapGroup> Groups, int UnreadStacks);

/// <summary>
/// Finds for each object of a frozen heap a shortest path from a root, breadth first, kind of root by kind of root: what a static field holds is shown there even when a thread's stack is nearer.
/// What no root reaches is garbage that has not been collected yet.
/// </summary>
internal sealed class HeapReader : IDisposable
{
    private const int CheckEvery = 1 << 16;

    /// <summary>Paths shown; the smaller rest is put together by type.</summary>
    private const int MaximumGroups = 5000;
    private static readonly Frame Unreachable = new("[unreachable]", "");
    private static readonly Frame SmallerPaths = new("[smaller paths]", "");

    private readonly CaptureBound _bound;
    private readonly HeapGraph _graph;
    private readonly HolderTree _tree;

    // The node of each object's path in the tree; 0 for those that were not reached.
    private readonly NativeList _nodes;
    private readonly NativeList _queue;
    private readonly Dictionary<long, List<ulong>> _dependents = [];
    private long _done;

    private HeapReader(FrozenHeap heap, CaptureBound bound, HeapGraph graph)
    {
        (_bound, _graph) = (bound, graph);
        _tree = new HolderTree(heap.Types);
        _nodes = NativeList.Zeros(graph.Count);
        _queue = new NativeList(graph.Count);
    }

    public static (HeapReading Reading, long SkippedBytes) Read(FrozenHeap heap, CaptureBound bound)
    {
        using var graph = HeapGraph.Build(heap, bound);
        using var reader = new HeapReader(heap, bound, graph);
        var roots = new HeapRoots(heap, bound);
        foreach (var kind in roots.ByKind())
            reader.Reach(kind, roots.Dependents);
        reader.CountUnreachable();
        return (new HeapReading(Largest(reader._tree.Groups()), roots.UnreadStacks), graph.SkippedBytes);
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _queue.Dispose();
    }

    private static List<HeapGroup> Largest(IEnumerable<HeapGroup> all)
    {
        var groups = all.OrderByDescending(g => g.Bytes).ThenByDescending(g => g.Objects).ToList();
        if (groups.Count <= MaximumGroups)
            return groups;
        var rest = groups.Skip(MaximumGroups)
            .GroupBy(g => g.Stack[0])
            .Select(g => new HeapGroup([g.Key, SmallerPaths], g.Sum(x => x.Objects), g.Sum(x => x.Bytes)));
        return [.. groups.Take(MaximumGroups), .. rest.OrderByDescending(g => g.Bytes)];
    }

    private void Reach(IReadOnlyList<HeapRoot> roots, List<(ulong First, ulong Second)> dependents)
    {
        foreach (var (first, second) in dependents)
        {
            if (_graph.IndexOf(first) is >= 0 and var index)
                (_dependents.TryGetValue(index, out var seconds) ? seconds : _dependents[index] = []).Add(second);
        }

        // They have been taken in, and none comes twice.
        dependents.Clear();
        foreach (var root in roots)
        {
            if (_graph.IndexOf(root.Object) is >= 0 and var index)
                Visit((uint)index, _tree.Root(root.Holder));
        }

        Spread();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread()
    {
        for (; _done < _queue.Count; _done++)
        {
            if (_done % CheckEvery == 0)
                _bound.Check();
            var index = _queue[_done];
            var node = _nodes[index];
            var (from, to) = _graph.ReferencesOf(index);
            for (var place = from; place < to; place++)
            {
                var target = _graph.TargetOf(place);
                if (_nodes[target] == HolderTree.None)
                    Visit(target, node);
            }

            if (_dependents.Count > 0 && _dependents.TryGetValue(index, out var seconds))
            {
                foreach (var second in seconds)
                {
                    if (_graph.IndexOf(second) is >= 0 and var target)
                        Visit((uint)target, node);
                }
            }
        }
    }

    private void Visit(uint index, uint holder)
    {
        if (_nodes[index] != HolderTree.None)
            return;
        var node = _tree.Child(holder, _graph.TypeOf(index));
        _nodes[index] = node;
        _tree.Count(node, _graph.BytesOf(index));
        _queue.Add(index);
    }

    private void CountUnreachable()
    {
        var root = _tree.Root(Unreachable);
        for (var i = 0L; i < _graph.Count; i++)
        {
            if (_nodes[i] == HolderTree.None)
                _tree.Count(_tree.Child(root, _graph.TypeOf(i)), _graph.BytesOf(i));
        }
    }
}
