using System.Reflection;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;
using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Heap;

/// <summary>An object that the runtime itself holds, and by what.</summary>
internal readonly record struct HeapRoot(ulong Object, Frame Holder);

/// <summary>
/// The roots of a frozen heap, the most telling kind first: static fields by their names, handles, what threads have on their stacks, the framework's registries of all that waits for
/// a socket, a timer or the pool, objects that wait for their finalizers. The registries come late because they reach nearly everything that is alive and tell of nothing whose it is.
/// </summary>
internal sealed class HeapRoots(FrozenHeap heap, CaptureBound bound)
{
    private static readonly Frame Statics = new("[static fields of generic types and of threads]", "");
    private static readonly Frame Handles = new("[handle]", "");
    private static readonly Frame Stacks = new("[thread stack]", "");
    private static readonly Frame Finalizers = new("[finalizer queue]", "");
    /// <summary>Beginnings of the names of static fields that hold whatever waits.</summary>
    private static readonly string[] Registries = ["System.Net.Sockets.SocketAsyncEngine.", "System.Threading.TimerQueue.", "System.Threading.ThreadPool."];

    private static readonly ulong ArrayTable = HeapTypes.TableOf(typeof(object[]));

    private readonly HashSet<ulong> _read = [];

    /// <summary>Pairs that ConditionalWeakTable is made of: the second lives as long as the first.</summary>
    public List<(ulong First, ulong Second)> Dependents { get; } = [];

    /// <summary>Threads whose stacks could not be read because they ran managed code at that moment.</summary>
    public int UnreadStacks { get; private set; }

    /// <summary>By kind: what the first ones hold is not looked for in the later ones.</summary>
    public IEnumerable<IReadOnlyList<HeapRoot>> ByKind()
    {
        // First, for the pairs: they hold whatever their first is held by.
        var (statics, handles) = ReadHandles();
        var fields = ReadStatics();
        yield return [.. fields.Where(f => !IsRegistry(f))];
        yield return statics;
        yield return handles;
        yield return ReadStacks();
        yield return [.. fields.Where(IsRegistry)];
        yield return [.. heap.Runtime.Heap.EnumerateFinalizerRoots().Select(r => new HeapRoot(r.Object.Address, Finalizers))];
    }

    private static bool IsRegistry(HeapRoot root) => Registries.Any(r => root.Holder.Function.StartsWith(r, StringComparison.Ordinal));

    private List<HeapRoot> ReadStatics()
    {
        var roots = new List<HeapRoot>();
        if (!heap.Fields.KnowsStatics)
            return roots;
        foreach (var module in heap.Runtime.EnumerateModules())
        {
            foreach (var (table, _) in module.EnumerateTypeDefToMethodTableMap())
            {
                if (heap.Types.Of(table) is { } type)
                    AddStatics(type, roots);
            }

            bound.Check();
        }

        // Instances of generic types are in no table of a module; those whose objects were met are known all the same.
        for (var i = 0; i < heap.Types.All.Count; i++)
            AddStatics(heap.Types.All[i], roots);
        return roots;
    }

    private void AddStatics(HeapType type, List<HeapRoot> roots)
    {
        if (!_read.Add(type.MethodTable) || HeapTypes.LivingTypeOf(type) is not { ContainsGenericParameters: false } living)
            return;
        foreach (var field in living.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            // A structure lies in a box of its own on the heap; a number lies elsewhere, and so does what each thread has for itself.
            if (field.IsLiteral || (field.Attributes & FieldAttributes.HasFieldRVA) != 0 || !HasReference(field.FieldType) || field.IsDefined(typeof(ThreadStaticAttribute), inherit: false))
                continue;
            if (heap.Fields.AddressOf(type.MethodTable, field) is not 0 and var address && heap.Memory.Read(address, out ulong value) && value != 0 && heap.TypeAt(value) is not null)
                roots.Add(new HeapRoot(value, Holder(living, type, field)));
        }
    }

    private static bool HasReference(Type type) => !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsFunctionPointer;

    private Frame Holder(Type living, HeapType type, FieldInfo field)
    {
        var file = living.Module.Name;
        return new Frame($"{TypeNames.Of(heap.Types, type).Name}.{FieldName(field.Name)}", file, Module: file);
    }

    // An automatic property's field is known by the property.
    private static string FieldName(string name) =>
        name.StartsWith('<') && name.IndexOf(">k__BackingField", StringComparison.Ordinal) is > 0 and var end ? name[1..end] : name;

    private (List<HeapRoot> Statics, List<HeapRoot> Handles) ReadHandles()
    {
        var (statics, handles) = (new List<HeapRoot>(), new List<HeapRoot>());
        foreach (var handle in heap.Runtime.EnumerateHandles())
        {
            if (handle.HandleKind == ClrHandleKind.Dependent)
                Dependents.Add((handle.Object.Address, handle.Dependent.Address));
            else if (handle.IsStrong)
                (IsTableOfStatics(handle) ? statics : handles).Add(new HeapRoot(handle.Object.Address, IsTableOfStatics(handle) ? Statics : Handles));
        }

        foreach (var root in heap.Runtime.Heap.EnumerateAdditionalRoots())
            statics.Add(new HeapRoot(root.Object.Address, Statics));
        return (statics, handles);
    }

    // The runtime keeps static fields in arrays that never move, held by a handle each.
    private bool IsTableOfStatics(ClrHandle handle) =>
        heap.TypeAt(handle.Object.Address)?.MethodTable == ArrayTable && heap.Runtime.Heap.GetSegmentByAddress(handle.Object.Address)?.Kind == GCSegmentKind.Pinned;

    private List<HeapRoot> ReadStacks()
    {
        var roots = new List<HeapRoot>();
        foreach (var thread in heap.Runtime.Threads.Where(t => t.IsAlive))
        {
            bound.Check();
            // A running thread's registers are not in the copy, and with them the beginning of its stack.
            if (thread.GCMode == GCMode.Cooperative)
                UnreadStacks++;
            roots.AddRange(thread.EnumerateStackRoots().Select(r => new HeapRoot(r.Object.Address, Stacks)));
        }

        return roots;
    }
}
