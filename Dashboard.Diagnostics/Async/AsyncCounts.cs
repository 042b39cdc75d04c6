using Dashboard.Diagnostics.Heap;

namespace Dashboard.Diagnostics.Async;

/// <summary>
/// Async methods in a heap dump, counted by method: a dump has types and no contents, so neither the chains nor the states can be told. What has ended is not in it for long, because the dump
/// comes after a collection.
/// </summary>
internal static class AsyncCounts
{
    // AsyncStateMachineBox`1[TheResult,Space.Type+<Method>d__3], DebugFinalizable… and the pooled StateMachineBox`1 alike.
    private const string Box = "StateMachineBox`1[";

    public static IReadOnlyList<AsyncGroup> Of(HeapDump dump, AsyncFrames frames) =>
    [
        .. dump.Counts
            .Select(c => (Machine: MachineOf(dump.NameOf(c.Type) ?? ""), c.Objects))
            .Where(c => c.Machine is not null)
            .GroupBy(c => c.Machine!, c => c.Objects)
            .Select(g => new AsyncGroup([frames.Of(g.Key)], WaitReason.Unknown.Label, (int)Math.Min(g.Sum(), int.MaxValue)))
            .OrderByDescending(g => g.Count),
    ];

    /// <summary>The state machine in the name of a box, without the arguments of its own; null when this is no box.</summary>
    internal static string? MachineOf(string type)
    {
        var start = type.IndexOf(Box, StringComparison.Ordinal);
        if (start < 0 || type.IndexOf('[', StringComparison.Ordinal) < start)
            return null;
        var arguments = type.AsSpan(start + Box.Length);
        var depth = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            depth += arguments[i] switch { '[' => 1, ']' => -1, _ => 0 };
            if (depth == 0 && arguments[i] == ',')
            {
                var machine = arguments[(i + 1)..];
                var end = machine.IndexOfAny('[', ']');
                return (end < 0 ? machine : machine[..end]).ToString();
            }
        }

        return null;
    }
}
