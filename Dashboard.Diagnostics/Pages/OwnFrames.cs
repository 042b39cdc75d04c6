using System.Text;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>One method, or holder of objects, of own code with all that counts for it.</summary>
/// <param name="Frame">Without its line.</param>
/// <param name="Weight">Of all stacks in which it is the own frame that is nearest to the leaf.</param>
/// <param name="Groups">How many groups of identical stacks these are.</param>
/// <param name="Beyond">The own frame of another module that follows on most of them towards the root: the application's, where the nearest is a library's. Null where there is none.</param>
internal sealed record OwnFrame(Frame Frame, long Weight, int Groups, Frame? Beyond);

/// <summary>
/// Sums groups by the own frame that is nearest to the leaf: what waits, is allocated or is held in a hundred different places of the framework has one line under the method that asked for it.
/// </summary>
internal static class OwnFrames
{
    private const int MostShown = 6;

    /// <summary>The largest value or growth first.</summary>
    public static List<OwnFrame> Of(IEnumerable<ShownGroup> groups, int type) =>
    [
        .. groups.Where(g => g.HasOwn)
            .GroupBy(g => Nearest(g.Stack))
            .Select(g => new OwnFrame(g.Key, g.Sum(x => x.Weight(type)), g.Count(), Beyond(g.Key, g, type)))
            .OrderByDescending(f => f.Weight).ThenBy(f => f.Frame.Function, StringComparer.Ordinal),
    ];

    /// <summary>Nothing where each method has one group: the groups say it all.</summary>
    public static void Write(StringBuilder html, IReadOnlyList<ShownGroup> groups, SampleType sampleType, int type, long whole, ProfileAddress address)
    {
        var frames = Of(groups, type);
        if (frames.All(f => f.Groups == 1))
            return;
        html.Append("<section class=\"byown\">\n<h2>By your code <small>each stack counts for the frame of yours that is nearest to its leaf</small></h2>\n<ol class=\"totals\">\n");
        foreach (var frame in frames.Take(MostShown))
        {
            var (scope, name, parameters) = FrameName.Split(frame.Frame.Function);
            html.Append("<li><b>").Append(E(SampleTypes.Format(frame.Weight, sampleType))).Append("</b>");
            Bar(html, whole > 0 ? (double)Math.Abs(frame.Weight) / whole : 0);
            html.Append("<a href=\"").Append(E(address.With(v => v with { Search = frame.Frame.Function, Page = 1 }).Page)).Append("\"><code>").Append(E(scope)).Append("<b>").Append(E(name)).Append("</b>")
                .Append(E(parameters)).Append("</code></a> <small>").Append(E(frame.Frame.Module)).Append(frame.Groups == 1 ? ", 1 group" : $", {Units.Count(frame.Groups)} groups").Append("</small>");
            if (frame.Beyond is { } beyond)
                html.Append("<p>from <code>").Append(E(beyond.Function)).Append("</code></p>");
            html.Append("</li>\n");
        }

        html.Append("</ol>\n");
        if (frames.Count > MostShown)
            html.Append("<p class=\"empty\">and ").Append(Units.Count(frames.Count - MostShown)).Append(" more</p>\n");
        html.Append("</section>\n");
    }

    private static Frame Nearest(IReadOnlyList<Frame> stack) => WithoutLine(stack.First(f => !FrameOrigin.IsFramework(f)));

    private static Frame? Beyond(Frame nearest, IEnumerable<ShownGroup> groups, int type) => groups
        .Select(g => (Frame: g.Stack.Cast<Frame?>().FirstOrDefault(f => !FrameOrigin.IsFramework(f!.Value) && f.Value.Module != nearest.Module), Weight: Math.Abs(g.Weight(type))))
        .Where(g => g.Frame is not null)
        .GroupBy(g => WithoutLine(g.Frame!.Value))
        .OrderByDescending(g => g.Sum(x => x.Weight))
        .Select(g => (Frame?)g.Key)
        .FirstOrDefault();

    private static Frame WithoutLine(Frame frame) => new(frame.Function, frame.Module, 0, frame.Module);
}
