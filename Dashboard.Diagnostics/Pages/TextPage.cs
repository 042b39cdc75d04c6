using System.Text;

namespace Dashboard.Diagnostics.Pages;

/// <summary>Writes a page as aligned text, for curl.</summary>
internal static class TextPage
{
    private const string Gap = "  ";

    public static string Write(Page page)
    {
        var text = new StringBuilder();
        text.Append(page.Title).Append(": ").Append(page.Description).Append('\n');
        foreach (var section in page.Sections)
        {
            text.Append('\n').Append(section.Title).Append('\n');
            if (section.Note is { } note)
                text.Append(Gap).Append('(').Append(note).Append(")\n");
            switch (section)
            {
                case FactList facts:
                    WriteFacts(text, facts);
                    break;
                case Table table:
                    WriteTable(text, table);
                    break;
            }
        }

        return text.ToString();
    }

    private static void WriteFacts(StringBuilder text, FactList list)
    {
        if (list.Facts.Count == 0)
            return;
        var labels = list.Facts.Max(f => f.Label.Length);
        var values = list.Facts.Max(f => f.Value.Length);
        foreach (var fact in list.Facts)
        {
            text.Append(Gap).Append(fact.Label.PadRight(labels)).Append(Gap);
            // A lone long word, such as a version, would push the numbers far to the right: only what has a note is padded.
            text.Append(fact.Note is null ? fact.Value : $"{fact.Value.PadRight(values)}{Gap}{fact.Note}").Append('\n');
        }
    }

    private static void WriteTable(StringBuilder text, Table table)
    {
        if (table.Rows.Count == 0)
        {
            text.Append(Gap).Append(table.Empty).Append('\n');
            return;
        }

        var widths = new int[table.Columns.Count];
        for (var column = 0; column < widths.Length; column++)
            widths[column] = Math.Max(table.Columns[column].Title.Length, table.Rows.Max(r => CleanText.Line(r[column].Text).Length));
        WriteRow(text, table, widths, column => table.Columns[column].Title.ToUpperInvariant());
        foreach (var row in table.Rows)
            WriteRow(text, table, widths, column => CleanText.Line(row[column].Text));
    }

    private static void WriteRow(StringBuilder text, Table table, int[] widths, Func<int, string> cell)
    {
        var line = new StringBuilder();
        for (var column = 0; column < widths.Length; column++)
        {
            var value = cell(column);
            line.Append(Gap).Append(table.Columns[column].Kind == ColumnKind.Number ? value.PadLeft(widths[column]) : value.PadRight(widths[column]));
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
