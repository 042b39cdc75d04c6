using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.Export;

/// <summary>A format of exposition, and how a scraper's Accept header chooses it.</summary>
internal sealed class ExpositionFormat
{
    private ExpositionFormat(bool openMetrics, string contentType, string accept) => (IsOpenMetrics, ContentType, Accept) = (openMetrics, contentType, accept);

    /// <summary>Prometheus text, which every scraper reads.</summary>
    public static ExpositionFormat Text { get; } = new(false, "text/plain; version=0.0.4; charset=utf-8", "text/plain;version=0.0.4");

    public static ExpositionFormat OpenMetrics { get; } =
        new(true, "application/openmetrics-text; version=1.0.0; charset=utf-8", "application/openmetrics-text;version=1.0.0");

    public bool IsOpenMetrics { get; }

    public string ContentType { get; }

    /// <summary>The Accept header that asks another exporter for this very format.</summary>
    public string Accept { get; }

    /// <summary>
    /// The format of the highest quality; OpenMetrics when both are named alike. It must be named to be chosen: a browser's or curl's wildcard gets text,
    /// and so does who accepts neither, since a scrape with the wrong type says more than a 406.
    /// </summary>
    public static ExpositionFormat Negotiate(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges))
        {
            return Text;
        }

        var (openMetrics, text, wildcard) = (0.0, -1.0, 0.0);
        foreach (var range in ranges)
        {
            var quality = range.Quality ?? 1;
            if (Is(range, "application/openmetrics-text", "1.0.0"))
            {
                openMetrics = Math.Max(openMetrics, quality);
            }
            else if (Is(range, "text/plain", "0.0.4"))
            {
                text = Math.Max(text, quality);
            }
            else if (range.MatchesAllTypes || range.MediaType.Equals("text/*", StringComparison.OrdinalIgnoreCase))
            {
                wildcard = Math.Max(wildcard, quality);
            }
        }

        return openMetrics > 0 && openMetrics >= (text < 0 ? wildcard : text) ? OpenMetrics : Text;
    }

    private static bool Is(MediaTypeHeaderValue range, string mediaType, string version)
    {
        if (!range.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var parameter in range.Parameters)
        {
            if (parameter.Name.Equals("version", StringComparison.OrdinalIgnoreCase))
            {
                return parameter.GetUnescapedValue().Equals(version, StringComparison.Ordinal);
            }
        }

        return true;
    }
}
