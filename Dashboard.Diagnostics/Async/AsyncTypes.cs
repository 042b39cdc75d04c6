using System.Reflection;
using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Async;

/// <summary>What part an object plays in the chain from one async method to the next.</summary>
internal enum AsyncPart
{
    None,
    Box,
    Task,
    Delegate,

    /// <summary>Refers to the next by one field: a wrapper of a continuation.</summary>
    Link,
    List,
    Array,
}

/// <summary>Tells the parts by type and knows where their fields lie; each type is looked at once in a capture.</summary>
internal sealed class AsyncTypes
{
    private static readonly ulong ObjectTable = HeapTypes.TableOf(typeof(object));
    private static readonly ulong TaskTable = HeapTypes.TableOf(typeof(Task));
    private static readonly ulong DelegateTable = HeapTypes.TableOf(typeof(Delegate));
    private static readonly ulong ListTable = HeapTypes.TableOf(typeof(List<object>));
    private static readonly ulong ArrayTable = HeapTypes.TableOf(typeof(object[]));

    // Internal types of the framework, and the field by which each leads on. One that a later runtime does not have is not met there either.
    private static readonly (ulong Table, Type Type, string Field)[] Links =
    [
        .. Table("System.Threading.Tasks.AwaitTaskContinuation", "m_action"),
        .. Table("System.Threading.Tasks.ContinueWithTaskContinuation", "m_task"),
        .. Table("System.Runtime.CompilerServices.AsyncMethodBuilderCore+ContinuationWrapper", "_continuation"),
    ];

    private readonly FrozenHeap _heap;
    private (AsyncPart Part, BoxLayout? Box, int At)?[] _known = new (AsyncPart, BoxLayout?, int)?[1024];
    private readonly Dictionary<ulong, bool> _pooledParents = [];

    public AsyncTypes(FrozenHeap heap)
    {
        _heap = heap;
        TaskContinuationAt = heap.Fields.InObject(typeof(Task), "m_continuationObject");
        TaskFlagsAt = heap.Fields.InObject(typeof(Task), "m_stateFlags");
        TaskActionAt = heap.Fields.InObject(typeof(Task), "m_action");
        DelegateTargetAt = heap.Fields.InObject(typeof(Delegate), "_target");
        ListItemsAt = heap.Fields.InObject(typeof(List<object>), "_items");
        ListSizeAt = heap.Fields.InObject(typeof(List<object>), "_size");
        if (TaskContinuationAt == 0 || TaskFlagsAt == 0 || DelegateTargetAt == 0)
            throw new SnapshotRefusedException($"this runtime ({Environment.Version}) keeps the continuations of its tasks in a way that this library does not know");
    }

    public int TaskContinuationAt { get; }

    public int TaskFlagsAt { get; }

    public int TaskActionAt { get; }

    public int DelegateTargetAt { get; }

    public int ListItemsAt { get; }

    public int ListSizeAt { get; }

    public bool IsTask(HeapType type) => _heap.Types.Is(type, TaskTable);

    /// <summary>The part of an object; with its layout when it is a box that has not completed, with the place of its field when it is a link.</summary>
    public (AsyncPart Part, BoxLayout? Box, int At) Of(HeapType type, ulong instance)
    {
        if (type.Index >= _known.Length)
            Array.Resize(ref _known, Math.Max(type.Index + 1, _known.Length * 2));
        if (_known[type.Index] is { } known)
            return known;
        var look = Look(type, instance);
        // A box that has completed has let go of its state machine: the next one may tell what it looks like.
        if (look is not (AsyncPart.Box, null, _))
            _known[type.Index] = look;
        return look;
    }

    /// <summary>Whether a type was met before and plays no part: the quick answer for nearly every object of a heap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsKnownAsNone(HeapType type) => type.Index < _known.Length && _known[type.Index] is { Part: AsyncPart.None };

    private (AsyncPart, BoxLayout?, int) Look(HeapType type, ulong instance)
    {
        if (type.MethodTable == ListTable)
            return (AsyncPart.List, null, 0);
        if (type.MethodTable == ArrayTable)
            return (AsyncPart.Array, null, 0);
        if (_heap.Types.Is(type, TaskTable))
        {
            // The name tells a box from all other kinds of tasks: AsyncStateMachineBox, or DebugFinalizableAsyncStateMachineBox while the runtime's own tracing is on.
            return NameOf(type).Contains("AsyncStateMachineBox<", StringComparison.Ordinal)
                ? LookAtBox(type, instance, isPooled: false)
                : (AsyncPart.Task, null, 0);
        }

        if (_heap.Types.Is(type, DelegateTable))
            return (AsyncPart.Delegate, null, 0);
        foreach (var (table, declaring, field) in Links)
        {
            if (_heap.Types.Is(type, table) && _heap.Fields.InObject(declaring, field) is > 0 and var at)
                return (AsyncPart.Link, null, at);
        }

        return IsPooledBox(type) ? LookAtBox(type, instance, isPooled: true) : (AsyncPart.None, null, 0);
    }

    // A state machine of another compiler is no part that can be read: what it waits for and where it is are unknown.
    private (AsyncPart, BoxLayout?, int) LookAtBox(HeapType type, ulong instance, bool isPooled)
    {
        var layout = BoxLayout.Of(_heap, type, instance, isPooled, out var isEmpty);
        return layout is not null || isEmpty ? (AsyncPart.Box, layout, 0) : (isPooled ? AsyncPart.None : AsyncPart.Task, null, 0);
    }

    // StateMachineBox<TStateMachine> : StateMachineBox : object, both within PoolingAsyncValueTaskMethodBuilder<TResult>.
    private bool IsPooledBox(HeapType type)
    {
        if (type.Parent == ObjectTable || _heap.Types.Of(type.Parent) is not { } parent || parent.Parent != ObjectTable)
            return false;
        if (!_pooledParents.TryGetValue(parent.MethodTable, out var isPooled))
        {
            _pooledParents[parent.MethodTable] = isPooled = NameOf(parent) is var name
                && name.StartsWith("System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder", StringComparison.Ordinal)
                && name.EndsWith("+StateMachineBox", StringComparison.Ordinal);
        }

        return isPooled;
    }

    private string NameOf(HeapType type) => _heap.Types.DetailsOf(type)?.Name ?? "";

    private static IEnumerable<(ulong, Type, string)> Table(string name, string field)
    {
        if (typeof(Task).Assembly.GetType(name) is not { } type)
            yield break;
        if (type.GetField(field, BindingFlags.Instance | BindingFlags.NonPublic) is not null)
            yield return (HeapTypes.TableOf(type), type, field);
    }
}
