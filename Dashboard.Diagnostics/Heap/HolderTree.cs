using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// The paths from the roots to the objects as a tree of types: objects with the same path are at the same node. Paths are folded so that they stay few and say what a person would say: nodes of a list or a
/// tree, however long, are one (T, or T and its arrays in turn), and what lies within a collection belongs to the collection.
/// </summary>
internal sealed class HolderTree
{
    public const uint None = 0;

    /// <summary>A path that comes back to a type within so many steps is a repetition.</summary>
    private const int RepetitionSteps = 4;
    private const int MaximumNodes = 200_000;
    private const int MaximumDepth = 64;
    private const int RestType = -1;

    private readonly HeapTypes _types;
    private readonly List<Node> _nodes = [new(None, RestType, 0, null, 0)];
    private readonly Dictionary<(uint Parent, int Type), uint> _children = [];
    private readonly Dictionary<Frame, uint> _roots = [];
    private readonly Dictionary<int, TypeKind> _kinds = [];

    public HolderTree(HeapTypes types) => _types = types;

    /// <summary>The node of a root.</summary>
    public uint Root(Frame holder)
    {
        if (!_roots.TryGetValue(holder, out var root))
        {
            root = _roots[holder] = (uint)_nodes.Count;
            _nodes.Add(new Node(None, RestType, 0, holder, root));
        }

        return root;
    }

    /// <summary>The node of an object that is held by one at another node.</summary>
    public uint Child(uint holder, int type)
    {
        if (_children.TryGetValue((holder, type), out var child))
            return child;
        return _children[(holder, type)] = Find(_nodes[(int)holder].Attach, type);
    }

    public void Count(uint node, long bytes)
    {
        _nodes[(int)node].Objects++;
        _nodes[(int)node].Bytes += bytes;
    }

    /// <summary>Every path that has objects: the type first, then the holders up to the root.</summary>
    public IEnumerable<HeapGroup> Groups()
    {
        for (var i = 1; i < _nodes.Count; i++)
        {
            if (_nodes[i].Objects == 0)
                continue;
            var stack = new List<Frame>();
            for (var at = i; at != None; at = (int)_nodes[at].Parent)
                stack.Add(_nodes[at].Holder ?? FrameOf(_nodes[at].Type));
            yield return new HeapGroup(stack, _nodes[i].Objects, _nodes[i].Bytes);
        }
    }

    private uint Find(uint parent, int type)
    {
        var node = parent;
        for (var steps = 0; steps < RepetitionSteps && _nodes[(int)node].Holder is null; steps++, node = _nodes[(int)node].Parent)
        {
            if (_nodes[(int)node].Type == type)
                return node;
        }

        if (_nodes.Count >= MaximumNodes || _nodes[(int)parent].Depth >= MaximumDepth)
            type = RestType;
        if (_children.TryGetValue((parent, type), out var known))
            return known;
        var child = (uint)_nodes.Count;
        _nodes.Add(new Node(parent, type, _nodes[(int)parent].Depth + 1, null, IsWithin(parent, type) ? parent : child));
        return _children[(parent, type)] = child;
    }

    /// <summary>Whether objects of a type under a collection are its inner parts: what they hold is the collection's.</summary>
    private bool IsWithin(uint parent, int type) =>
        type != RestType && _nodes[(int)parent].Type is not RestType and var holder && (KindOf(holder) & TypeKind.Collection) != 0 && (KindOf(type) & TypeKind.Inner) != 0;

    private TypeKind KindOf(int type)
    {
        if (!_kinds.TryGetValue(type, out var kind))
        {
            var name = TypeNames.Of(_types, _types.All[type]).Name;
            var isOfCollections = name.StartsWith("System.Collections.", StringComparison.Ordinal);
            // Entries, buckets, tables, nodes and segments, and arrays of anything.
            var isInner = name.EndsWith(']') || isOfCollections && Words.Any(w => name.Contains(w, StringComparison.Ordinal));
            _kinds[type] = kind = (isOfCollections && !name.EndsWith(']') ? TypeKind.Collection : TypeKind.Other) | (isInner ? TypeKind.Inner : TypeKind.Other);
        }

        return kind;
    }

    private static readonly string[] Words = [".Entry", ".Node", "ListNode", ".Tables", "Segment", ".Slot", ".VolatileNode", ".ValueCollection", ".KeyCollection"];

    private Frame FrameOf(int type)
    {
        if (type == RestType)
            return new Frame("[further held objects]", "");
        var (name, module) = TypeNames.Of(_types, _types.All[type]);
        return new Frame(name, module, Module: module);
    }

    [Flags]
    private enum TypeKind
    {
        Other = 0,
        Collection = 1,
        Inner = 2,
    }

    private sealed class Node(uint parent, int type, int depth, Frame? holder, uint attach)
    {
        public uint Parent { get; } = parent;

        public int Type { get; } = type;

        public int Depth { get; } = depth;

        /// <summary>Of a root; null for a type.</summary>
        public Frame? Holder { get; } = holder;

        /// <summary>The node at which the path goes on from here: itself, or the collection that it is a part of.</summary>
        public uint Attach { get; } = attach;

        public long Objects { get; set; }

        public long Bytes { get; set; }
    }
}

/// <summary>Objects with one path: the type first, then the holders up to the root.</summary>
internal sealed record HeapGroup(IReadOnlyList<Frame> Stack, long Objects, long Bytes);
