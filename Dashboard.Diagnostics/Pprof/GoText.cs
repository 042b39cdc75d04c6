using System.Globalization;
using System.Text;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Writes a profile of counts as Go's debug=1 does: groups of identical stacks, largest first; and each sample in full, as debug=2 does.</summary>
internal static class GoText
{
    public static string WriteGroups(Profile profile, FrameAddresses addresses)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{profile.Name} profile: total {profile.Total}\n");
        var groups = profile.Samples
            .GroupBy(s => s.Stack, StackComparer.Instance)
            .Select(g => (Stack: g.Key, Count: g.Sum(s => s.Values[0])))
            .OrderByDescending(g => g.Count).ThenByDescending(g => g.Stack.Count);
        foreach (var (stack, count) in groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"{count} @");
            foreach (var frame in stack)
                text.Append(CultureInfo.InvariantCulture, $" 0x{addresses.Of(frame):x}");
            text.Append('\n');
            WriteFrames(text, stack, addresses);
            text.Append('\n');
        }

        return text.ToString();
    }

    public static string WriteEach(Profile profile, FrameAddresses addresses)
    {
        var text = new StringBuilder();
        foreach (var sample in profile.Samples)
        {
            text.AppendJoin(' ', sample.Labels.Select(l => $"{l.Key}={Clean(l.Text ?? l.Number.ToString(CultureInfo.InvariantCulture))}")).Append(":\n");
            WriteFrames(text, sample.Stack, addresses);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void WriteFrames(StringBuilder text, IReadOnlyList<Frame> stack, FrameAddresses addresses)
    {
        foreach (var frame in stack)
            text.Append(CultureInfo.InvariantCulture, $"#\t0x{addresses.Of(frame):x}\t{Clean(frame.Function)}+0x8\t{Clean(frame.File)}:{frame.Line}\n");
    }

    // A thread or a generated method may carry any characters in its name: none of them may break a line or move the reader's terminal.
    private static string Clean(string value) =>
        value.Any(char.IsControl) ? string.Concat(value.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : value;

    private sealed class StackComparer : IEqualityComparer<IReadOnlyList<Frame>>
    {
        public static readonly StackComparer Instance = new();

        public bool Equals(IReadOnlyList<Frame>? x, IReadOnlyList<Frame>? y) => x is not null && y is not null && x.SequenceEqual(y);

        public int GetHashCode(IReadOnlyList<Frame> stack)
        {
            var hash = new HashCode();
            foreach (var frame in stack)
                hash.Add(frame);
            return hash.ToHashCode();
        }
    }
}
