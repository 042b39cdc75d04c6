namespace Dashboard.Diagnostics.Pages;

/// <summary>Names come from outside: none of them may break a line or move the reader's terminal.</summary>
internal static class CleanText
{
    public static string Line(string value) =>
        value.Any(char.IsControl) ? string.Concat(value.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : value;
}
