namespace Dashboard.Diagnostics.Pages;

/// <summary>Names come from outside: none of them may break a line or move the reader's terminal.</summary>
internal static class CleanText
{
    private const char Replacement = '\uFFFD';

    public static string Line(string value) => value.Any(char.IsControl) ? string.Concat(value.Select(c => char.IsControl(c) ? Replacement : c)) : value;

    /// <summary>The same where lines may end.</summary>
    public static string Lines(string value) => value.Any(IsHostile) ? string.Concat(value.Select(c => IsHostile(c) ? Replacement : c)) : value;

    private static bool IsHostile(char c) => char.IsControl(c) && c is not '\n' and not '\t';
}
