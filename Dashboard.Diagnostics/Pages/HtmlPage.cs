using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Writes a page as HTML without script. Every word goes through the encoder: names of threads and hosts come from outside.</summary>
internal static class HtmlPage
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Default;

    public static string Write(Page page, ProcessFacts process, int? refreshSeconds)
    {
        var html = new StringBuilder(16 * 1024);
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        if (refreshSeconds is { } seconds)
            html.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n");
        html.Append("<title>").Append(E(page.Title)).Append(" · ").Append(E(process.Name)).Append("</title>\n");
        html.Append("<style>").Append(Stylesheet.Text).Append("</style>\n</head>\n<body>\n");

        html.Append("<header>\n<p class=\"process\"><a href=\"").Append(E(page.Index)).Append("\">debug</a> <b>").Append(E(process.Name)).Append("</b> <span>pid ")
            .Append(process.Id).Append("</span> <span>").Append(E(process.Runtime)).Append("</span> <span>up ")
            .Append(E(Units.Duration(process.Uptime))).Append("</span> <span>").Append(E(Units.Time(process.Now))).Append("</span></p>\n");
        html.Append("<h1>").Append(E(page.Title)).Append("</h1>\n<p class=\"description\">").Append(E(page.Description)).Append("</p>\n");
        if (page.Links.Count > 0)
        {
            html.Append("<nav>");
            foreach (var (label, href) in page.Links)
                html.Append("<a href=\"").Append(E(href)).Append("\">").Append(E(label)).Append("</a> ");
            html.Append("</nav>\n");
        }

        html.Append("</header>\n<main>\n");
        foreach (var section in page.Sections)
            WriteSection(html, section);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void WriteSection(StringBuilder html, Section section)
    {
        html.Append("<section>\n<h2>").Append(E(section.Title)).Append("</h2>\n");
        if (section.Note is { } note)
            html.Append("<p class=\"note\">").Append(E(note)).Append("</p>\n");
        switch (section)
        {
            case FactList facts:
                WriteFacts(html, facts);
                break;
            case Table { Rows.Count: 0 } table:
                html.Append("<p class=\"empty\">").Append(E(table.Empty)).Append("</p>\n");
                break;
            case Table table:
                WriteTable(html, table);
                break;
        }

        html.Append("</section>\n");
    }

    private static void WriteFacts(StringBuilder html, FactList list)
    {
        html.Append("<dl>\n");
        foreach (var fact in list.Facts)
        {
            html.Append(fact.Warn ? "<div class=\"warn\">" : "<div>").Append("<dt>").Append(E(fact.Label)).Append("</dt><dd>").Append(E(fact.Value));
            if (fact.Note is { } note)
                html.Append("<small>").Append(E(note)).Append("</small>");
            html.Append("</dd></div>\n");
        }

        html.Append("</dl>\n");
    }

    private static void WriteTable(StringBuilder html, Table table)
    {
        // A wide table scrolls by itself, and by keyboard too.
        html.Append("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(E(table.Title)).Append(table.Columns.Any(c => c.Kind == ColumnKind.Prose) ? "\"><table class=\"listing\">\n" : "\"><table>\n").Append("<thead><tr>");
        foreach (var column in table.Columns)
            html.Append("<th scope=\"col\"").Append(Class(column.Kind)).Append('>').Append(E(column.Title)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < table.Columns.Count; i++)
                WriteCell(html, row[i], table.Columns[i].Kind);
            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    private static void WriteCell(StringBuilder html, Cell cell, ColumnKind kind)
    {
        html.Append("<td").Append(Class(kind)).Append('>');
        if (cell.Href is { } href)
            html.Append("<a href=\"").Append(E(href)).Append("\">").Append(E(cell.Text)).Append("</a>");
        else
            html.Append(E(cell.Text));
        // A rectangle's width is an attribute: the content security policy allows no inline style.
        if (cell.Share is { } share)
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{Math.Clamp(share, 0, 1) * 100:0.#}\" height=\"1\"/></svg>");
        }

        html.Append("</td>");
    }

    private static string Class(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => " class=\"number\"",
        ColumnKind.Code => " class=\"code\"",
        ColumnKind.Prose => " class=\"prose\"",
        _ => "",
    };

    private static string E(string text) => Encoder.Encode(text);
}
