using System.Text.Json;

namespace Dashboard.Diagnostics.Sources;

/// <summary>
/// Names source files as their reader looks for them. Where the symbols themselves tell the root of the repository (a deterministic build writes it as <c>/_/</c>,
/// Source Link maps it to an address), the path is what follows the root, as it stands in the repository: the folder of a build machine helps nobody and tells its user's
/// name. Elsewhere the path stays whole, as Go prints it: it was built where it is debugged, and an editor opens it as it is. Nothing is guessed from the shape of a path.
/// </summary>
internal sealed class SourcePaths
{
    private readonly List<string> _roots = [];

    /// <param name="sourceLink">The symbols' Source Link document in UTF-8; empty when there is none. One that is not understood counts as none.</param>
    public SourcePaths(ReadOnlySpan<byte> sourceLink)
    {
        if (sourceLink.IsEmpty)
            return;
        try
        {
            var reader = new Utf8JsonReader(sourceLink);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("documents", out var documents) || documents.ValueKind != JsonValueKind.Object)
                return;
            foreach (var entry in documents.EnumerateObject())
            {
                if (entry.Name.EndsWith('*') && entry.Name.Length > 2)
                    _roots.Add(entry.Name[..^1]);
            }

            // A submodule's root lies within the repository's; both are roots, and the deeper one is asked first.
            _roots.Sort((x, y) => y.Length.CompareTo(x.Length));
        }
        catch (JsonException)
        {
            _roots.Clear();
        }
    }

    public string Shorten(string path)
    {
        foreach (var root in _roots)
        {
            if (path.StartsWith(root, StringComparison.OrdinalIgnoreCase) && path.Length > root.Length)
                return WithSlashes(path[root.Length..]);
        }

        var length = DeterministicRoot(path);
        return length > 0 ? WithSlashes(path[length..]) : path;
    }

    // "/_/", and "/_1/", "/_2/" … for what lies in further roots.
    private static int DeterministicRoot(string path)
    {
        if (!path.StartsWith("/_", StringComparison.Ordinal))
            return 0;
        var end = 2;
        while (end < path.Length && char.IsAsciiDigit(path[end]))
            end++;
        return end + 1 < path.Length && path[end] == '/' ? end + 1 : 0;
    }

    // A path within a repository is written with slashes, whichever machine built it.
    private static string WithSlashes(string path) => path.Replace('\\', '/');
}
