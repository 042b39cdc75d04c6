using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Queues;

/// <summary>Counts what is queued by its frames, and by two numbers that are shown as labels unless they are 0.</summary>
internal sealed class QueuedGroups
{
    /// <summary>Stands for what a capture counts and does not read.</summary>
    public static readonly Frame NotRead = new("[not read]", "[runtime]");

    private readonly Dictionary<(Frame Leaf, Frame Caller, long First, long Second), long> _counts = [];

    /// <param name="stack">One frame or two, the leaf first.</param>
    public void Add(Frame[] stack, long first, long second) => Add(stack, first, second, 1);

    public void Add(Frame[] stack, long count = 1) => Add(stack, 0, 0, count);

    private void Add(Frame[] stack, long first, long second, long count) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (stack[0], stack.Length > 1 ? stack[1] : default, first, second), out _) += count;

    public IReadOnlyList<Sample> ToSamples(string first = "", string second = "", string unit = "") =>
    [
        .. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key.Leaf.Function, StringComparer.Ordinal).Select(c => new Sample(
            c.Key.Caller == default ? [c.Key.Leaf] : [c.Key.Leaf, c.Key.Caller],
            [c.Value],
            [.. Label(first, c.Key.First, unit), .. Label(second, c.Key.Second, unit)])),
    ];

    private static IEnumerable<Label> Label(string key, long number, string unit) => number == 0 ? [] : [new Label(key, null, number, unit)];
}
