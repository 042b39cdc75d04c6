using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Diagnostics;

internal enum PageFormat
{
    Text,
    Html,
    Json,
}

/// <summary>What a caller asks of a probe: the form, and how much of it.</summary>
/// <param name="Format">The form of the answer.</param>
/// <param name="Detail">0 and 1 are groups; 2 is each item as well, as in Go's <c>debug=2</c>.</param>
/// <param name="RefreshSeconds">A browser asks again after so long; null asks once.</param>
internal sealed record ProbeRequest(PageFormat Format, int Detail = 0, int? RefreshSeconds = null)
{
    /// <summary>Null with words for the caller when a parameter is not understood.</summary>
    public static ProbeRequest? Read(HttpRequest request, out string? error)
    {
        error = null;
        PageFormat? format = request.Query["format"].ToString() switch
        {
            "" => Negotiate(request),
            "text" => PageFormat.Text,
            "html" => PageFormat.Html,
            "json" => PageFormat.Json,
            _ => null,
        };
        if (format is null)
            error = $"Unknown format '{request.Query["format"]}': use format=text, format=html or format=json.";
        if (!TryReadNumber(request, "debug", 0, 2, out var detail))
            error ??= $"debug='{request.Query["debug"]}' is not understood: use debug=1 for groups or debug=2 for each item as well.";
        if (!TryReadNumber(request, "refresh", 1, 3600, out var refresh))
            error ??= $"refresh='{request.Query["refresh"]}' is not understood: use a whole number of seconds from 1 to 3600.";
        return error is null ? new ProbeRequest(format!.Value, detail ?? 0, refresh) : null;
    }

    /// <summary>A browser names text/html; curl accepts everything and gets text.</summary>
    public static PageFormat Negotiate(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
            return PageFormat.Text;
        foreach (var type in accepted.OrderByDescending(t => t.Quality ?? 1))
        {
            if (type.Quality == 0)
                continue;
            if (type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase))
                return PageFormat.Html;
            if (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
                return PageFormat.Json;
            if (type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase) || type.MatchesAllTypes)
                return PageFormat.Text;
        }

        return PageFormat.Text;
    }

    private static bool TryReadNumber(HttpRequest request, string key, int least, int most, out int? number)
    {
        number = null;
        var text = request.Query[key].ToString();
        if (text.Length == 0)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) || parsed < least || parsed > most)
            return false;
        number = parsed;
        return true;
    }
}
