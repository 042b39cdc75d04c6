using System.Text;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The list of what was kept, and a form to compare any two.</summary>
internal static class KeptCapturesHtml
{
    public static void Write(StringBuilder html, ProfileSource source, IReadOnlyList<CaptureInfo> kept, string? currentId, string? baseId)
    {
        html.Append("<section id=\"kept\">\n<h2>Kept captures</h2>\n");
        if (kept.Count == 0)
        {
            html.Append("<p class=\"empty\">None yet.</p>\n</section>\n");
            return;
        }

        if (kept.Count > 1)
            WriteForm(html, source, kept, currentId ?? kept[0].Id, baseId ?? kept.FirstOrDefault(k => k.Id != (currentId ?? kept[0].Id))?.Id);
        HtmlPage.WriteTable(html, new Table("Kept captures",
            [new("Total", ColumnKind.Number), new("When"), new("Over", ColumnKind.Number), new("Took", ColumnKind.Number), new("Pause", ColumnKind.Number), new("")],
            [.. kept.Select(k => new Cell[]
            {
                k.TotalText,
                new(Units.Time(k.At), Href: $"{source.Name}?snapshot={k.Id}"),
                k.Seconds is { } seconds ? $"{seconds} s" : "",
                Units.Duration(k.Took),
                k.Pause is { } pause ? Units.Duration(pause) : "",
                k.Id == currentId ? "shown here" : k.Id == baseId ? "compared with" : k.IsDifference ? "a difference" : "",
            })]));
        html.Append("</section>\n");
    }

    private static void WriteForm(StringBuilder html, ProfileSource source, IReadOnlyList<CaptureInfo> kept, string currentId, string? baseId)
    {
        html.Append("<form class=\"controls\" method=\"get\" action=\"").Append(E(source.Name)).Append("\">\n");
        ProfileControlsHtml.Hidden(html, "format", "html");
        Select("snapshot", "What changed until", currentId);
        Select("base", "since", baseId);
        html.Append("<button>Compare</button></form>\n");

        void Select(string name, string label, string? chosen)
        {
            html.Append("<label>").Append(label).Append(" <select name=\"").Append(name).Append("\">");
            foreach (var capture in kept)
            {
                html.Append("<option value=\"").Append(E(capture.Id)).Append(capture.Id == chosen ? "\" selected>" : "\">")
                    .Append(E($"{Units.Time(capture.At)}: {capture.TotalText}{(capture.Seconds is { } seconds ? $" in {seconds} s" : "")}")).Append("</option>");
            }

            html.Append("</select></label> ");
        }
    }
}
