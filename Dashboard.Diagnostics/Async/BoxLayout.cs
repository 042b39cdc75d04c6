using Dashboard.Diagnostics.Frozen;
using Microsoft.Diagnostics.Runtime;

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
        if (heap.Types.DetailsOf(box) is not { } details || details.Fields.FirstOrDefault(f => f.Name == "StateMachine") is not { } field)
            return null;
        var machineAt = FirstField + field.Offset;
        var slots = SlotsOf(heap.Types, box);
        var source = isPooled ? SlotsOfField(details, "_valueTaskSource", slots, box) : [];
        MachineLayout? machine;
        var isObject = field.IsObjectReference;
        if (isObject)
        {
            isEmpty = heap.Memory.Read(instance + (ulong)machineAt, out ulong reference) && reference == 0;
            if (isEmpty || heap.TypeAt(reference) is not { } own || heap.Types.DetailsOf(own) is not { } ownDetails)
                return null;
            machine = MachineLayout.Of(ownDetails, SlotsOf(heap.Types, own), FirstField, (int)own.BaseBytes);
        }
        else
        {
            machine = field.Type is { } type ? MachineLayout.Of(type, slots, machineAt, EndOf(details, field, box)) : null;
        }

        return machine is null
            ? null
            : new BoxLayout { Machine = machine, MachineReferenceAt = isObject ? machineAt : 0, IsPooled = isPooled, SourceSlots = source };
    }

    private static int[] SlotsOfField(ClrType details, string name, IReadOnlyList<int> slots, HeapType box)
    {
        if (details.Fields.FirstOrDefault(f => f.Name == name) is not { } field)
            return [];
        var end = EndOf(details, field, box);
        return [.. slots.Where(s => s >= FirstField + field.Offset && s < end)];
    }

    private static int EndOf(ClrType details, ClrInstanceField field, HeapType box) =>
        FirstField + details.Fields.Where(f => f.Offset > field.Offset).Select(f => f.Offset).DefaultIfEmpty((int)box.BaseBytes - FirstField).Min();

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
