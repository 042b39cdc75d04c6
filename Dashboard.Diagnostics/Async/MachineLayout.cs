using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Async;

/// <summary>
/// Where the compiler put what matters of an async method's state machine. Offsets count from the first byte of the object that holds it: the box, or, when the compiler made
/// a class (async iterators and builds without optimisation), the state machine's own object.
/// </summary>
internal sealed class MachineLayout
{
    private const string StateField = "<>1__state";
    private const string BuilderField = "<>t__builder";
    private const string PromiseField = "<>v__promiseOfValueOrEnd";
    private const string AwaiterPrefix = "<>u__";

    /// <summary>In .NET's own name for the state machine.</summary>
    public required ClrType Type { get; init; }

    public required int StateAt { get; init; }

    /// <summary>References within the awaiters: what the method waits for. All are null but those of the awaiter in use.</summary>
    public required int[] AwaiterSlots { get; init; }

    /// <summary>Whether one of the awaiters is that of Task.Yield, which refers to nothing.</summary>
    public required bool CanYield { get; init; }

    /// <summary>The reference from the builder to the box; 0 where there is none.</summary>
    public required int BuilderSlot { get; init; }

    /// <summary>References within an async iterator's promise to its consumer; empty for all others.</summary>
    public required int[] PromiseSlots { get; init; }

    /// <summary>Null when this is no state machine of the C# compiler.</summary>
    /// <param name="slots">Where the holder has references.</param>
    /// <param name="start">Where in the holder the fields begin.</param>
    /// <param name="end">Where they end.</param>
    public static MachineLayout? Of(ClrType type, IReadOnlyList<int> slots, int start, int end)
    {
        var fields = type.Fields.Where(f => f.Offset >= 0 && f.Name is not null).OrderBy(f => f.Offset).ToList();
        if (fields.Find(f => f.Name == StateField) is not { } state)
            return null;
        var builder = SlotsOf(f => f.Name == BuilderField);
        return new MachineLayout
        {
            Type = type,
            StateAt = start + state.Offset,
            AwaiterSlots = SlotsOf(f => f.Name!.StartsWith(AwaiterPrefix, StringComparison.Ordinal)),
            CanYield = fields.Exists(f => f.Name!.StartsWith(AwaiterPrefix, StringComparison.Ordinal) && f.Type?.Name?.Contains("YieldAwait", StringComparison.Ordinal) == true),
            BuilderSlot = builder.Length > 0 ? builder[0] : 0,
            PromiseSlots = SlotsOf(f => f.Name == PromiseField),
        };

        int[] SlotsOf(Predicate<ClrInstanceField> wanted)
        {
            var found = new List<int>();
            for (var i = 0; i < fields.Count; i++)
            {
                if (!wanted(fields[i]))
                    continue;
                var from = start + fields[i].Offset;
                var next = fields.FindIndex(i, f => f.Offset > fields[i].Offset);
                var to = next < 0 ? end : start + fields[next].Offset;
                found.AddRange(slots.Where(s => s >= from && s < to));
            }

            return [.. found];
        }
    }
}
