using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;
using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Heap;

/// <summary>An object that the runtime itself holds, and by what.</summary>
internal readonly record struct HeapRoot(ulong Object, Frame Holder);

/// <summary>
/// The roots of a frozen heap, the most telling kind first: static fields by their names, handles, what threads have on their stacks, objects that wait for their finalizers.
/// </summary>
internal sealed class HeapRoots(FrozenHeap heap, CaptureBound bound)
{
    // One with a thousand fields takes some ten thousand.
    private const long ReadsForType = 200_000;

    private static readonly Frame Statics = new("[static fields of generic types and of threads]", "");
    private static readonly Frame Handles = new("[handle]", "");
    private static readonly Frame Stacks = new("[thread stack]", "");
    private static readonly Frame Finalizers = new("[finalizer queue]", "");
    private static readonly ulong ArrayTable = HeapTypes.TableOf(typeof(object[]));

    /// <summary>Pairs that ConditionalWeakTable is made of: the second lives as long as the first.</summary>
    public List<(ulong First, ulong Second)> Dependents { get; } = [];

    /// <summary>Threads whose stacks could not be read because they ran managed code at that moment.</summary>
    public int UnreadStacks { get; private set; }

    /// <summary>By kind: what the first ones hold is not looked for in the later ones.</summary>
    public IEnumerable<IReadOnlyList<HeapRoot>> ByKind()
    {
        // First, for the pairs: they hold whatever their first is held by.
        var (statics, handles) = ReadHandles();
        yield return ReadStatics();
        yield return statics;
        yield return handles;
        yield return ReadStacks();
        yield return [.. heap.Runtime.Heap.EnumerateFinalizerRoots().Select(r => new HeapRoot(r.Object.Address, Finalizers))];
    }

    private List<HeapRoot> ReadStatics()
    {
        var roots = new List<HeapRoot>();
        if (heap.Runtime.AppDomains.FirstOrDefault() is not { } domain)
            return roots;
        foreach (var module in heap.Runtime.EnumerateModules())
        {
            bound.Check();
            using var types = module.EnumerateTypesWithStaticFields().GetEnumerator();
            while (MoveNext(types))
                AddStatics(module, types.Current, domain, roots);
        }

        return roots;
    }

    // A type that is being loaded at the moment may seem to have any number of fields.
    private bool MoveNext(IEnumerator<ClrType> types)
    {
        heap.Memory.ReadsLeft = ReadsForType;
        var has = types.MoveNext();
        heap.Memory.ReadsLeft = long.MaxValue;
        bound.Check();
        return has;
    }

    private void AddStatics(ClrModule module, ClrType type, ClrAppDomain domain, List<HeapRoot> roots)
    {
        heap.Memory.ReadsLeft = ReadsForType;
        foreach (var field in type.StaticFields)
        {
            // A structure lies in a box of its own on the heap; a number lies elsewhere.
            if (!field.IsObjectReference && field.ElementType != ClrElementType.Struct || field.GetAddress(domain) is not (> 0 and var address))
                continue;
            if (heap.Memory.Read(address, out ulong value) && value != 0)
                roots.Add(new HeapRoot(value, Holder(module, type, field)));
        }

        heap.Memory.ReadsLeft = long.MaxValue;
    }

    private static Frame Holder(ClrModule module, ClrType type, ClrStaticField field)
    {
        var file = Path.GetFileName(module.Name) ?? "";
        return new Frame($"{type.Name?.Replace('+', '.')}.{FieldName(field.Name ?? "?")}", file, Module: file);
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
