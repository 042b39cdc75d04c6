using System.Reflection;
using Dashboard.Diagnostics.Frozen;

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

    /// <summary>The state machine's.</summary>
    public required Type Type { get; init; }

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
    public static MachineLayout? Of(FieldPlaces places, Type type, IReadOnlyList<int> slots, int start, int end)
    {
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(f => (f.Name, f.FieldType, Offset: places.OffsetOf(f)))
            .Where(f => f.Offset >= 0)
            .OrderBy(f => f.Offset)
            .ToList();
        var state = fields.FindIndex(f => f.Name == StateField);
        if (state < 0)
            return null;
        var builder = SlotsOf(f => f.Name == BuilderField);
        return new MachineLayout
        {
            Type = type,
            StateAt = start + fields[state].Offset,
            AwaiterSlots = SlotsOf(f => f.Name.StartsWith(AwaiterPrefix, StringComparison.Ordinal)),
            CanYield = fields.Exists(f => f.Name.StartsWith(AwaiterPrefix, StringComparison.Ordinal) && f.FieldType.Name.Contains("YieldAwait", StringComparison.Ordinal)),
            BuilderSlot = builder.Length > 0 ? builder[0] : 0,
            PromiseSlots = SlotsOf(f => f.Name == PromiseField),
        };

        int[] SlotsOf(Predicate<(string Name, Type FieldType, int Offset)> wanted)
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
