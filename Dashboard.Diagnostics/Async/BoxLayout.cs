using System.Reflection;
using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Async;

/// <summary>
/// The object that the runtime makes of an async method when it first waits: a Task with the state machine in it, or, for pooled ValueTasks, a source of ValueTasks with it.
/// Offsets count from its first byte.
/// </summary>
internal sealed class BoxLayout
{
    private const int FirstField = 8;

    public required MachineLayout Machine { get; init; }

    /// <summary>Where the reference to the state machine is; 0 when it lies within the box.</summary>
    public required int MachineReferenceAt { get; init; }

    /// <summary>A box that is used again and again; between two uses it is empty.</summary>
    public required bool IsPooled { get; init; }

    /// <summary>References to what goes on when a pooled box completes.</summary>
    public required int[] SourceSlots { get; init; }

    /// <summary>Null for what is no box after all, holds a state machine of an unknown kind, or none at this moment.</summary>
    /// <param name="instance">One of the boxes.</param>
    /// <param name="isEmpty">It has no state machine at this moment, and cannot tell of which class one would be.</param>
    public static BoxLayout? Of(FrozenHeap heap, HeapType box, ulong instance, bool isPooled, out bool isEmpty)
    {
        isEmpty = false;
        if (HeapTypes.LivingTypeOf(box) is not { } type || Field(heap, type, "StateMachine") is not { } field)
            return null;
        var slots = SlotsOf(heap.Types, box);
        var source = isPooled && Field(heap, type, "_valueTaskSource") is { } sourceField ? [.. slots.Where(s => s >= sourceField.At && s < sourceField.End)] : Array.Empty<int>();
        MachineLayout? machine;
        var isObject = !field.Type.IsValueType;
        if (isObject)
        {
            isEmpty = heap.Memory.Read(instance + (ulong)field.At, out ulong reference) && reference == 0;
            if (isEmpty || heap.TypeAt(reference) is not { } own || HeapTypes.LivingTypeOf(own) is not { } ownType)
                return null;
            machine = MachineLayout.Of(heap.Fields, ownType, SlotsOf(heap.Types, own), FirstField, (int)own.BaseBytes);
        }
        else
        {
            machine = MachineLayout.Of(heap.Fields, field.Type, slots, field.At, field.End);
        }

        return machine is null
            ? null
            : new BoxLayout { Machine = machine, MachineReferenceAt = isObject ? field.At : 0, IsPooled = isPooled, SourceSlots = source };
    }

    // With its bounds in the object: up to the next field of whichever class declares it.
    private static (Type Type, int At, int End)? Field(FrozenHeap heap, Type type, string name)
    {
        var fields = new List<(string Name, Type Type, int At)>();
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            fields.AddRange(declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Select(f => (f.Name, f.FieldType, FirstField + heap.Fields.OffsetOf(f))));
        }

        var found = fields.FindIndex(f => f.Name == name);
        if (found < 0)
            return null;
        var at = fields[found].At;
        return (fields[found].Type, at, fields.Where(f => f.At > at).Select(f => f.At).DefaultIfEmpty(int.MaxValue).Min());
    }

    private static List<int> SlotsOf(HeapTypes types, HeapType type)
    {
        var slots = new List<int>();
        var stretches = types.ReferencesOf(type).Stretches(type.BaseBytes);
        while (stretches.MoveNext())
        {
            for (var i = 0L; i < stretches.Words; i++)
                slots.Add((int)(stretches.Start + i * 8));
        }

        slots.Sort();
        return slots;
    }
}
