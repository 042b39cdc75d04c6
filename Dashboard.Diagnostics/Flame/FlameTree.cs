using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Flame;

/// <summary>Stacks as a tree, the root first.</summary>
internal static class FlameTree
{
    public static readonly Frame Root = new("all", "");

    // A runaway recursion has thousands of frames: what lies deeper counts for the last one that is kept.
    private const int MostFrames = 400;

    /// <param name="groups">Those with a positive weight are drawn: of a difference, what grew.</param>
    /// <param name="type">The sample type.</param>
    /// <param name="focus">Begin with this method, in all stacks that hold it; null is all.</param>
    public static FlameNode Build(IEnumerable<ShownGroup> groups, int type, string? focus)
    {
        var root = new FlameNode(focus is null ? Root : new Frame(focus, ""));
        foreach (var group in groups)
        {
            var weight = group.Weight(type);
            var start = group.Stack.Count - 1;
            // The outermost of a recursion, so that its value is counted once.
            while (focus is not null && start >= 0 && group.Stack[start].Function != focus)
                start--;
            if (weight <= 0 || start < 0)
                continue;
            if (focus is not null)
            {
                if (root.Value == 0)
                    root = new FlameNode(group.Stack[start]);
                start--;
            }

            var node = root;
            node.Value += weight;
            for (var i = start; i >= 0 && start - i < MostFrames; i--)
            {
                node = node.Child(group.Stack[i]);
                node.Value += weight;
            }
        }

        return root;
    }

    /// <summary>
    /// The next boxes below a node. A row of framework frames that do not branch is one box, unless it is short: what people look for lies below it. The last frame of a stack stays,
    /// for it says what the stack waits for.
    /// </summary>
    public static IEnumerable<FlameNode> Below(FlameNode node, bool allFrames)
    {
        foreach (var child in node.Children)
        {
            if (allFrames || !child.IsFramework)
            {
                yield return child;
                continue;
            }

            var folded = new List<FlameNode>();
            var last = child;
            while (last.OnlyChild is { IsFramework: true, HasChildren: true } next && next.Value == last.Value)
            {
                folded.Add(next);
                last = next;
            }

            if (folded.Count < 2)
            {
                yield return child;
                continue;
            }

            // Drawn as the last of them, so that what is below follows.
            last.Folded.Clear();
            last.Folded.Add(child);
            last.Folded.AddRange(folded[..^1]);
            yield return last;
        }
    }
}
