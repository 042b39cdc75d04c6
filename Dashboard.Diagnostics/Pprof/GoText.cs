using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>
/// Writes a profile as Go's debug=1 does, in the form that go tool pprof reads back: of a heap, of contention, or of counts, told by the sample types; and each sample in full, as
/// debug=2 does. How it was captured stands in comments after the first line, which every reader skips.
/// </summary>
internal static class GoText
{
    // Readers take lines of up to 64 kB: so many addresses, and a name of such a length, stay below.
    private const int MaximumAddresses = 3_000;
    private const int MaximumName = 8_000;

    public static string WriteGroups(Profile profile, FrameAddresses addresses)
    {
        var text = new StringBuilder();
        if (HeapText.Fits(profile))
            HeapText.Write(text, profile, addresses);
        else if (ContentionText.Fits(profile))
            ContentionText.Write(text, profile, addresses);
        else
            WriteCounts(text, profile, addresses);
        return text.ToString();
    }

    public static string WriteEach(Profile profile, FrameAddresses addresses)
    {
        var text = new StringBuilder();
        WriteFacts(text, profile);
        foreach (var sample in profile.Samples)
        {
            text.AppendJoin(' ', sample.Labels.Select(l => $"{l.Key}={Clean(l.Text ?? l.Number.ToString(CultureInfo.InvariantCulture))}")).Append(Values(profile, sample)).Append(":\n");
            WriteFrames(text, sample.Stack, addresses);
            text.Append('\n');
        }

        return text.ToString();
    }

    internal static void WriteFacts(StringBuilder text, Profile profile)
    {
        foreach (var line in CaptureComments.Of(profile))
            text.Append("# ").Append(Clean(line)).Append('\n');
    }

    internal static void WriteStack(StringBuilder text, IReadOnlyList<Frame> stack, FrameAddresses addresses)
    {
        foreach (var frame in stack.Take(MaximumAddresses))
            text.Append(CultureInfo.InvariantCulture, $" 0x{addresses.Of(frame):x}");
        text.Append('\n');
        WriteFrames(text, stack, addresses);
        text.Append('\n');
    }

    private static void WriteCounts(StringBuilder text, Profile profile, FrameAddresses addresses)
    {
        text.Append(CultureInfo.InvariantCulture, $"{profile.Name} profile: total {profile.Total}\n");
        WriteFacts(text, profile);
        foreach (var group in StackGroups.Of(profile, 0))
        {
            // The form has one value; the others stand above it, for people.
            if (profile.SampleTypes.Count > 1)
                text.Append("# ").AppendJoin(", ", profile.SampleTypes.Skip(1).Select((t, i) => $"{t.Type} {SampleTypes.Format(group.Values[i + 1], t)}")).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{group.Values[0]} @");
            WriteStack(text, group.Stack, addresses);
        }
    }

    // A count of one says nothing.
    private static string Values(Profile profile, Sample sample) =>
        sample.Values is [1]
            ? ""
            : " " + string.Join(' ', profile.SampleTypes.Select((t, i) => $"{t.Type}={sample.Values[i].ToString(CultureInfo.InvariantCulture)}"));

    private static void WriteFrames(StringBuilder text, IReadOnlyList<Frame> stack, FrameAddresses addresses)
    {
        foreach (var frame in stack)
            text.Append(CultureInfo.InvariantCulture, $"#\t0x{addresses.Of(frame):x}\t{Clean(frame.Function)}+0x8\t{Clean(frame.File)}:{frame.Line}\n");
    }

    // A thread or a generated method may carry any characters in its name: none of them may break a line or move the reader's terminal.
    internal static string Clean(string value) => CleanText.Line(value.Length > MaximumName ? value[..MaximumName] : value);
}
