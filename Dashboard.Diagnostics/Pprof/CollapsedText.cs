using System.Globalization;
using System.Text;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>
/// Folded stacks, as flamegraph.pl and its kin read them: the root first, frames between semicolons, a space, the value. The form knows no negative values: of a difference it holds what grew.
/// </summary>
internal static class CollapsedText
{
    public static string Write(Profile profile, int type)
    {
        var text = new StringBuilder();
        foreach (var group in StackGroups.Of(profile, type))
        {
            if (group.Values[type] <= 0)
                continue;
            for (var i = group.Stack.Count - 1; i >= 0; i--)
                text.Append(Clean(group.Stack[i].Function)).Append(i == 0 ? ' ' : ';');
            text.Append(group.Values[type].ToString(CultureInfo.InvariantCulture)).Append('\n');
        }

        return text.ToString();
    }

    // A semicolon would be a frame more, a line's end a stack more.
    private static string Clean(string function) => GoText.Clean(function).Replace(';', ':');
}
