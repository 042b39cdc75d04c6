using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Writes groups of identical stacks: how many at the left, what they do at the right, own code stressed and the framework's frames folded.</summary>
internal static class ProfileGroupsHtml
{
    // Two lines tell more than a line that hides two.
    private const int LeastFolded = 3;

    // A runaway recursion has thousands.
    private const int MostFrames = 400;

    private const int MostLabelValues = 3;

    /// <param name="html">Where to.</param>
    /// <param name="groups">In order.</param>
    /// <param name="types">The sample types of the profile.</param>
    /// <param name="type">The one that stands first.</param>
    /// <param name="whole">What the shares are of: the total, or the largest change.</param>
    public static void Write(StringBuilder html, IEnumerable<ShownGroup> groups, IReadOnlyList<SampleType> types, int type, long whole)
    {
        html.Append("<ol class=\"groups\">\n");
        foreach (var group in groups)
        {
            html.Append("<li><div class=\"size\">");
            WriteSize(html, group, types, type, whole);
            html.Append("</div>\n<div class=\"stack\">");
            WriteLabels(html, group.Labels);
            WriteStack(html, group.Stack, group.HasOwn);
            html.Append("</div></li>\n");
        }

        html.Append("</ol>\n");
    }

    private static void WriteSize(StringBuilder html, ShownGroup group, IReadOnlyList<SampleType> types, int type, long whole)
    {
        var weight = group.Weight(type);
        var share = whole > 0 ? (double)Math.Abs(weight) / whole : 0;
        if (group.Before is { } before)
        {
            var word = before[type] == 0 ? "new" : group.Values[type] == 0 ? "gone" : weight > 0 ? "grew" : "shrank";
            html.Append("<b class=\"").Append(word).Append("\">").Append(weight > 0 ? "+" : "").Append(E(SampleTypes.Format(weight, types[type])))
                .Append("</b><span class=\"change\">").Append(word).Append("</span> <span>").Append(E(SampleTypes.Format(before[type], types[type]))).Append(" → ")
                .Append(E(SampleTypes.Format(group.Values[type], types[type]))).Append("</span>");
            Bar(html, share);
        }
        else
        {
            html.Append("<b>").Append(E(SampleTypes.Format(weight, types[type]))).Append("</b><span>").Append(E(Units.Percent(share))).Append("</span>");
            Bar(html, share);
        }

        for (var i = 0; i < types.Count; i++)
        {
            if (i != type && group.Weight(i) != 0)
                html.Append("<small>").Append(E(SampleTypes.Format(group.Weight(i), types[i]))).Append(' ').Append(E(SampleTypes.Title(types[i]))).Append("</small>");
        }
    }

    private static void WriteLabels(StringBuilder html, IReadOnlyList<LabelSummary> labels)
    {
        // One value for each sample, such as an id, is in the other forms.
        var told = labels.Where(l => l.IsNumber ? l.Values.Count == 1 : l.Values.Count <= MostLabelValues || l.Values[0].Samples > 1).ToList();
        if (told.Count == 0)
            return;
        html.Append("<p class=\"labels\">");
        foreach (var label in told)
        {
            html.Append("<span>").Append(E(label.Key)).Append(" <b>");
            html.Append(E(string.Join(", ", label.Values.Take(MostLabelValues).Select(v => label.Values.Count == 1 ? v.Value : $"{v.Value} ({Units.Count(v.Samples)})"))));
            if (label.Values.Count > MostLabelValues)
                html.Append(CultureInfo.InvariantCulture, $" and {label.Values.Count - MostLabelValues} more");
            html.Append("</b></span> ");
        }

        html.Append("</p>\n");
    }

    private static void WriteStack(StringBuilder html, IReadOnlyList<Frame> stack, bool isOwn)
    {
        html.Append("<ol class=\"frames\">");
        var end = Math.Min(stack.Count, MostFrames);
        for (var i = 0; i < end;)
        {
            var framework = 0;
            // The leaf stays in sight: it says what the stack waits for.
            while (i > 0 && i + framework < end && FrameOrigin.IsFramework(stack[i + framework]))
                framework++;
            // A stack without own code is told by its leaf.
            if (framework < (isOwn ? LeastFolded : 1))
            {
                for (var j = 0; j < Math.Max(1, framework); j++)
                    WriteFrame(html, stack[i + j]);
            }
            else
            {
                html.Append("<li class=\"fold\"><details><summary>… ").Append(framework).Append(framework == 1 ? " frame" : " frames").Append(" of the framework</summary><ol>");
                for (var j = 0; j < framework; j++)
                    WriteFrame(html, stack[i + j]);
                html.Append("</ol></details></li>");
            }

            i += Math.Max(1, framework);
        }

        if (end < stack.Count)
            html.Append("<li class=\"framework\">… ").Append(Units.Count(stack.Count - end)).Append(" frames more</li>");
        html.Append("</ol>");
    }

    private static void WriteFrame(StringBuilder html, Frame frame)
    {
        var isFramework = FrameOrigin.IsFramework(frame);
        var (scope, method, parameters) = FrameName.Split(frame.Function);
        html.Append(isFramework ? "<li class=\"framework\">" : "<li class=\"own\">").Append("<code>").Append(Breakable(scope)).Append("<b>").Append(E(method)).Append("</b>")
            .Append(Breakable(parameters)).Append("</code>");
        if (FrameName.Place(frame) is { Length: > 0 } place)
            html.Append(" <small title=\"").Append(E(frame.File)).Append("\">").Append(E(place)).Append("</small>");
        html.Append("</li>");
    }
    // A narrow screen breaks a name after a dot rather than within a word.
    private static string Breakable(string name) => E(name).Replace(".", ".<wbr>", StringComparison.Ordinal);
}
