using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Flame;

/// <summary>The same tree from the top down, in lines: what a narrow screen shows instead of boxes without words.</summary>
internal sealed class FlameList(SampleType sampleType, long whole, bool allFrames, Func<string, string> focusOn)
{
    private const int MostLines = 80;

    // Deeper lines stand no further to the right: there is no room.
    private const int MostIndent = 12;

    private const double LeastShare = 0.01;

    private int _lines;

    public void Write(StringBuilder html, FlameNode root)
    {
        html.Append("<ol class=\"tree\">\n");
        WriteNode(html, root, 0);
        html.Append("</ol>\n");
    }

    private void WriteNode(StringBuilder html, FlameNode node, int depth)
    {
        var share = whole > 0 ? (double)node.Value / whole : 0;
        if (_lines++ >= MostLines || share < LeastShare)
            return;
        var words = node.Folded.Count > 0 ? $"… {node.Folded.Count + 1} frames of the framework" : FrameName.Short(node.Frame.Function);
        html.Append("<li><span>").Append(E(SampleTypes.Format(node.Value, sampleType)))
            .Append(CultureInfo.InvariantCulture, $"</span><a class=\"tree-words in{Math.Min(depth, MostIndent)}{(node.IsFramework ? " quiet" : "")}\" href=\"")
            .Append(E(focusOn(node.Frame.Function))).Append("\">").Append(E(words)).Append("</a></li>\n");
        // Only what branches moves to the right.
        var below = FlameTree.Below(node, allFrames).ToList();
        foreach (var child in below)
            WriteNode(html, child, depth + (below.Count > 1 ? 1 : 0));
    }
}
