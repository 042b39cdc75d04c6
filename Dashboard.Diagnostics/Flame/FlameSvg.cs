using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Flame;

/// <summary>
/// Draws the tree as SVG, callers above what they call. Places and widths are shares of the page, so the picture fits any screen while its words keep their size; each box clips its
/// own. No style attribute and no script: the policy allows neither.
/// </summary>
internal sealed class FlameSvg(SampleType sampleType, long whole, bool allFrames, Func<string, string> focusOn)
{
    private const int RowHeight = 22;
    private const int MostRows = 120;

    // Per cent of the width. Narrower than that nothing can be seen or hit.
    private const double LeastWidth = 0.25;

    // More make a page of a megabyte: then the narrow ones are left out.
    private const int MostBoxes = 1_000;
    private const double LeastWidthWithWords = 2;

    // Classes of the style sheet, chosen by name: one type has one colour on every page.
    private const int Hues = 8;

    private readonly StringBuilder _boxes = new();
    private int _count;
    private int _rows;

    public bool IsCut { get; private set; }

    /// <summary>What is narrower, in per cent of the width, is left out.</summary>
    public double Narrowest { get; private set; } = LeastWidth;

    public void Write(StringBuilder html, FlameNode root)
    {
        WriteNode(root, 0, 100, 0);
        while (_count > MostBoxes)
        {
            Narrowest *= 2;
            (_count, _rows) = (0, 0);
            _boxes.Clear();
            WriteNode(root, 0, 100, 0);
        }

        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"flame\" width=\"100%\" height=\"{_rows * RowHeight}\" role=\"group\" aria-label=\"flame graph\">\n")
            .Append(_boxes).Append("</svg>\n");
    }

    private void WriteNode(FlameNode node, double left, double width, int row)
    {
        if (++_count > MostBoxes)
            return;
        _rows = Math.Max(_rows, row + 1);
        WriteBox(node, left, width, row);
        if (row + 1 >= MostRows)
        {
            IsCut |= node.HasChildren;
            return;
        }

        foreach (var child in FlameTree.Below(node, allFrames))
        {
            var share = width * child.Value / node.Value;
            if (share >= Narrowest)
                WriteNode(child, left, share, row + 1);
            else
                IsCut = true;
            left += share;
        }
    }

    private void WriteBox(FlameNode node, double left, double width, int row)
    {
        var words = node.Folded.Count > 0 ? $"… {node.Folded.Count + 1} frames of the framework" : FrameName.Short(node.Frame.Function);
        _boxes.Append(CultureInfo.InvariantCulture, $"<svg x=\"{left:0.###}%\" y=\"{row * RowHeight}\" width=\"{width:0.###}%\" height=\"{RowHeight - 1}\">")
            .Append("<a href=\"").Append(E(focusOn(node.Frame.Function))).Append("\"><title>").Append(E(Title(node))).Append("</title><rect class=\"").Append(Class(node))
            .Append("\" width=\"100%\" height=\"100%\"/>");
        if (width >= LeastWidthWithWords)
            _boxes.Append("<text x=\"4\" y=\"15\">").Append(E(words)).Append("</text>");
        _boxes.Append("</a></svg>\n");
    }

    private string Title(FlameNode node)
    {
        var share = whole > 0 ? (double)node.Value / whole : 0;
        var value = $"{SampleTypes.Format(node.Value, sampleType)} ({Units.Percent(share)})";
        if (node.Folded.Count > 0)
            return $"{value}\n{string.Join('\n', node.Folded.Append(node).Select(f => f.Frame.Function))}";
        return FrameName.Place(node.Frame) is { Length: > 0 } place ? $"{value}\n{node.Frame.Function}\n{place}" : $"{value}\n{node.Frame.Function}";
    }

    private static string Class(FlameNode node)
    {
        if (node.Frame == FlameTree.Root)
            return "all";
        if (node.IsFramework)
            return "framework";
        var hash = 2166136261u;
        foreach (var c in FrameName.Split(node.Frame.Function).Scope)
            hash = (hash ^ c) * 16777619u;
        return string.Create(CultureInfo.InvariantCulture, $"hue{hash % Hues}");
    }
}
