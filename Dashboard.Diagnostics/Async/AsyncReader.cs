using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Async;

/// <summary>Pending async operations with one logical stack.</summary>
/// <param name="Stack">The leaf first: what is waited for, then the methods, each awaited by the next.</param>
/// <param name="Wait">In short, what the innermost waits for.</param>
internal sealed record AsyncGroup(IReadOnlyList<Frame> Stack, string Wait, int Count);

/// <summary>
/// Reads the pending async methods of a frozen heap and puts them together to logical stacks. A method waits for another when the other's continuation leads to it. Each stack begins
/// at a method that waits for none of the others and follows the first who waits; who waits for the same method beside that one begins a stack of his own, so that every method is in a stack
/// and no leaf is counted twice.
/// Methods of the runtime's own async (a preview in .NET 10) have no state machine on the heap and are not seen. They can occur only in a process that was started with DOTNET_RuntimeAsync=1: without it
/// the runtime refuses to load their types.
/// </summary>
internal sealed class AsyncReader
{
    private const int Completed = 0x0160_0000; // ran to completion, was cancelled, failed
    private const int RunningState = -1;
    private const int MaximumDepth = 1000;

    private readonly FrozenHeap _heap;
    private readonly CaptureBound _bound;
    private readonly AsyncFrames _frames;
    private readonly AsyncTypes _types;
    private readonly ContinuationFollower _follower;
    private readonly List<Operation> _operations = [];
    private readonly Dictionary<ulong, int> _byAddress = [];

    private AsyncReader(FrozenHeap heap, CaptureBound bound, AsyncFrames frames)
    {
        (_heap, _bound, _frames) = (heap, bound, frames);
        _types = new AsyncTypes(heap);
        _follower = new ContinuationFollower(heap, _types);
    }

    /// <summary>The groups, the largest first, and how much of the heap could not be walked.</summary>
    public static (IReadOnlyList<AsyncGroup> Groups, long SkippedBytes) Read(FrozenHeap heap, CaptureBound bound, AsyncFrames frames)
    {
        var reader = new AsyncReader(heap, bound, frames);
        var skipped = reader.Collect();
        reader.Connect();
        return (reader.Group(), skipped);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long Collect()
    {
        var walk = new HeapWalk(_heap, _bound);
        while (walk.MoveNext())
        {
            if (_types.IsKnownAsNone(walk.Type))
                continue;
            var (part, layout, _) = _types.Of(walk.Type, walk.Address);
            if (part == AsyncPart.Box && layout is not null && Pending(walk.Address, layout) is { } operation)
            {
                _byAddress[walk.Address] = _operations.Count;
                _operations.Add(operation);
            }
        }

        return walk.SkippedBytes;
    }

    private Operation? Pending(ulong box, BoxLayout layout)
    {
        if (!layout.IsPooled && (!_heap.Memory.Read(box + (ulong)_types.TaskFlagsAt, out int flags) || (flags & Completed) != 0))
            return null;
        var machine = layout.MachineReferenceAt == 0 ? box : _follower.ReadReference(box, layout.MachineReferenceAt);
        // A box that has completed lets go of its state machine, and a pooled one that is not in use has none.
        if (machine == 0 || layout.IsPooled && layout.Machine.BuilderSlot != 0 && _follower.ReadReference(machine, layout.Machine.BuilderSlot) == 0)
            return null;
        return _heap.Memory.Read(machine + (ulong)layout.Machine.StateAt, out int state) && state >= RunningState
            ? new Operation(box, layout, machine, state)
            : null;
    }

    private void Connect()
    {
        var waiting = new List<ulong>();
        for (var i = 0; i < _operations.Count; i++)
        {
            if (i % 1024 == 0)
                _bound.Check();
            var operation = _operations[i];
            waiting.Clear();
            _follower.AddWaiting(operation.Box, operation.Layout, operation.Machine, waiting);
            foreach (var box in waiting)
            {
                if (!_byAddress.TryGetValue(box, out var caller) || caller == i)
                    continue;
                if (operation.Caller < 0)
                {
                    operation.Caller = caller;
                    _operations[caller].HasCallee = true;
                }
                else
                {
                    _operations[caller].SharesCallee = true;
                }
            }
        }
    }

    private List<AsyncGroup> Group()
    {
        var counts = new Dictionary<IReadOnlyList<Frame>, (string Wait, int Count)>(FrameListComparer.Instance);
        var seen = new bool[_operations.Count];
        for (var i = 0; i < _operations.Count; i++)
        {
            if (!_operations[i].HasCallee)
                Add(i);
        }

        // Methods that wait for each other in a ring: a deadlock.
        for (var i = 0; i < _operations.Count; i++)
        {
            if (!seen[i])
                Add(i);
        }

        return [.. counts.Select(c => new AsyncGroup(c.Key, c.Value.Wait, c.Value.Count)).OrderByDescending(g => g.Count).ThenByDescending(g => g.Stack.Count)];

        void Add(int leaf)
        {
            var reason = ReasonOf(_operations[leaf]);
            var stack = new List<Frame> { reason.Leaf };
            var inThis = new HashSet<int>();
            for (var at = leaf; at >= 0 && inThis.Add(at) && stack.Count <= MaximumDepth; at = _operations[at].Caller)
            {
                seen[at] = true;
                stack.Add(_frames.Of(_operations[at].Layout.Machine.Type, _operations[at].State));
            }

            var count = counts.GetValueOrDefault(stack).Count;
            counts[stack] = (reason.Label, count + 1);
        }
    }

    private WaitReason ReasonOf(Operation operation)
    {
        if (operation.State == RunningState)
            return WaitReason.Running;
        foreach (var slot in operation.Layout.Machine.AwaiterSlots)
        {
            if (_follower.ReadReference(operation.Machine, slot) is not 0 and var awaited && _heap.TypeAt(awaited) is { } type)
                return ReasonOf(type, awaited, operation);
        }

        return operation.Layout.Machine.CanYield ? WaitReason.Yield : WaitReason.Unknown;
    }

    private WaitReason ReasonOf(HeapType type, ulong awaited, Operation operation)
    {
        if (_types.IsTask(type))
        {
            if (_heap.Memory.Read(awaited + (ulong)_types.TaskFlagsAt, out int flags) && (flags & Completed) != 0)
                return WaitReason.Ready;
            if (operation.SharesCallee)
                return WaitReason.SharedOperation;
            // A plain task without code of its own is a promise.
            if (type.MethodTable == HeapTypes.TableOf(typeof(Task)) || type.Parent == HeapTypes.TableOf(typeof(Task)) && NameOf(type).StartsWith("System.Threading.Tasks.Task<", StringComparison.Ordinal))
                return _types.TaskActionAt != 0 && _follower.ReadReference(awaited, _types.TaskActionAt) != 0 ? WaitReason.WorkItem : WaitReason.Promise;
        }

        // Another async method that has completed already, or waits for nothing that is known.
        if (_types.Of(type, awaited).Part == AsyncPart.Box)
            return _byAddress.ContainsKey(awaited) ? WaitReason.SharedOperation : WaitReason.Ready;
        var module = _heap.Types.DetailsOf(type)?.Module?.Name;
        return WaitReason.Of(NameOf(type), module is null ? "" : Path.GetFileName(module));
    }

    private string NameOf(HeapType type) => _heap.Types.DetailsOf(type)?.Name ?? "[unknown]";

    private sealed class Operation(ulong box, BoxLayout layout, ulong machine, int state)
    {
        public ulong Box { get; } = box;

        public BoxLayout Layout { get; } = layout;

        /// <summary>The object that the layout of the state machine counts from.</summary>
        public ulong Machine { get; } = machine;

        public int State { get; } = state;

        /// <summary>The first who waits for it; -1 for nobody.</summary>
        public int Caller { get; set; } = -1;

        public bool HasCallee { get; set; }

        /// <summary>Waits for an operation whose first waiter is another one.</summary>
        public bool SharesCallee { get; set; }
    }

    private sealed class FrameListComparer : IEqualityComparer<IReadOnlyList<Frame>>
    {
        public static readonly FrameListComparer Instance = new();

        public bool Equals(IReadOnlyList<Frame>? x, IReadOnlyList<Frame>? y) => x is not null && y is not null && x.SequenceEqual(y);

        public int GetHashCode(IReadOnlyList<Frame> stack)
        {
            var hash = new HashCode();
            foreach (var frame in stack)
                hash.Add(frame);
            return hash.ToHashCode();
        }
    }
}
