using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Pages;

/// <summary>A group as the page shows it; with what it was before when two captures are compared.</summary>
/// <param name="Stack">The leaf first.</param>
/// <param name="Values">One for each sample type.</param>
/// <param name="Before">The same in the earlier capture; null when nothing is compared.</param>
/// <param name="Labels">What its samples say of themselves.</param>
internal sealed record ShownGroup(IReadOnlyList<Frame> Stack, IReadOnlyList<long> Values, IReadOnlyList<long>? Before, IReadOnlyList<LabelSummary> Labels)
{
    public bool HasOwn { get; } = FrameOrigin.HasOwn(Stack);

    /// <summary>What is sorted by and drawn: the value, or how much it changed.</summary>
    public long Weight(int type) => Values[type] - (Before?[type] ?? 0);
}

/// <summary>Chooses, sorts and compares the groups that a page shows.</summary>
internal static class ShownGroups
{
    /// <summary>All that the search leaves, the largest growth or value first. What has not changed is left out of a comparison.</summary>
    public static List<ShownGroup> Of(CaptureSelection selection, ProfileView view, int type)
    {
        var current = StackGroups.Of(selection.Current!.Profile, type).Select(g => new ShownGroup(g.Stack, g.Values, null, g.Labels));
        var shown = selection.Base is { } earlier ? Compare(current, StackGroups.Of(earlier.Profile, type), type) : current;
        if (view.Search is { } search)
            shown = shown.Where(g => Holds(g, search));
        return [.. shown.OrderByDescending(g => g.Weight(type)).ThenByDescending(g => g.Stack.Count)];
    }

    private static IEnumerable<ShownGroup> Compare(IEnumerable<ShownGroup> current, IReadOnlyList<StackGroup> earlier, int type)
    {
        var before = earlier.ToDictionary(g => g.Stack, StackComparer.Instance);
        var zero = new long[earlier.Count > 0 ? earlier[0].Values.Count : 0];
        foreach (var group in current)
        {
            var was = before.Remove(group.Stack, out var old) ? old.Values : new long[group.Values.Count];
            if (was[type] != group.Values[type])
                yield return group with { Before = was };
        }

        foreach (var gone in before.Values)
        {
            if (gone.Values[type] != 0)
                yield return new ShownGroup(gone.Stack, zero, gone.Values, gone.Labels);
        }
    }

    private static bool Holds(ShownGroup group, string search) =>
        group.Stack.Any(f => Contains(f.Function, search) || Contains(f.File, search)) || group.Labels.Any(l => l.Values.Any(v => Contains(v.Value, search)));

    private static bool Contains(string text, string search) => text.Contains(search, StringComparison.OrdinalIgnoreCase);
}
