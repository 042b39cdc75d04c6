using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Pages;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Flame;

/// <summary>The flame graph with its way in and out.</summary>
internal static class FlameSection
{
    public static void Write(StringBuilder html, IReadOnlyList<ShownGroup> groups, SampleType sampleType, int type, ProfileAddress address, bool isDifference)
    {
        var view = address.View;
        var whole = groups.Sum(g => Math.Max(0, g.Weight(type)));
        html.Append("<section id=\"flame\">\n<h2>Flame graph <small>").Append(E($"{(isDifference ? "what grew, " : "")}{SampleTypes.Title(sampleType)}")).Append("</small></h2>\n");
        var tree = FlameTree.Build(groups, type, view.Focus);
        List<(string, string)> links = [];
        if (view.Focus is not null)
            links.Add(("all", Address(v => v with { Focus = null })));
        links.Add(view.AllFrames ? ("fold the framework", Address(v => v with { AllFrames = false })) : ("all frames of the framework", Address(v => v with { AllFrames = true })));
        if (view.Focus is { } method)
            links.Add(("stacks through it", address.With(v => v with { Search = method, Page = 1 }).Page));
        Links(html, "p", links);
        if (tree.Value == 0)
        {
            html.Append("<p class=\"empty\">").Append(view.Focus is null ? "Nothing to draw." : "No stack passes through this method.").Append("</p>\n</section>\n");
            return;
        }

        var svg = new FlameSvg(sampleType, whole, view.AllFrames, Focus);
        svg.Write(html, tree);
        new FlameList(sampleType, whole, view.AllFrames, Focus).Write(html, tree);
        html.Append("<p class=\"note\">The outermost caller, or holder, is at the top; the width is the share. A box leads to what lies below it.");
        if (svg.IsCut)
            html.Append(CultureInfo.InvariantCulture, $" What is narrower than {svg.Narrowest:0.##} % of the width, or very deep, is left out.");
        html.Append("</p>\n</section>\n");

        string Focus(string function) => Address(v => v with { Focus = function == FlameTree.Root.Function ? null : function });

        string Address(Func<ProfileView, ProfileView> change) => address.With(change).Page + "#flame";
    }
}
