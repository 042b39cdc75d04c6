using System.Text;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Writes a page as HTML without script.</summary>
internal static class HtmlPage
{
    public static string Write(Page page, ProcessFacts process, int? refreshSeconds)
    {
        var html = HtmlDocument.Open(
            new HtmlHead(page.Title, page.Description) { Trail = [("debug", page.Index)], Links = page.Links, RefreshSeconds = refreshSeconds }, process);
        foreach (var section in page.Sections)
            WriteSection(html, section);
        return HtmlDocument.Close(html);
    }

    internal static void WriteSection(StringBuilder html, Section section)
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

    internal static void WriteTable(StringBuilder html, Table table)
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
        if (cell.Share is { } share)
            HtmlDocument.Bar(html, share);
        html.Append("</td>");
    }

    private static string Class(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => " class=\"number\"",
        ColumnKind.Code => " class=\"code\"",
        ColumnKind.Prose => " class=\"prose\"",
        _ => "",
    };
}
