using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The frame of every page: head, style, the line about the process, title and links. Every word goes through the encoder: names of threads, methods and hosts come from outside.</summary>
internal static class HtmlDocument
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Default;

    /// <summary>Up to the opening of the main part.</summary>
    public static StringBuilder Open(HtmlHead head, ProcessFacts process)
    {
        var html = new StringBuilder(32 * 1024);
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");
        if (head.RefreshSeconds is { } seconds)
            html.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n");
        html.Append("<title>").Append(E(head.Title)).Append(" · ").Append(E(process.Name)).Append("</title>\n");
        html.Append("<style>").Append(Stylesheet.Text).Append("</style>\n</head>\n<body>\n");

        html.Append("<header>\n<p class=\"process\"><span>");
        for (var i = 0; i < head.Trail.Count; i++)
            html.Append(i > 0 ? " / " : "").Append("<a href=\"").Append(E(head.Trail[i].Href)).Append("\">").Append(E(head.Trail[i].Label)).Append("</a>");
        html.Append("</span> <b>").Append(E(process.Name)).Append("</b> <span>pid ")
            .Append(process.Id).Append("</span> <span>").Append(E(process.Runtime)).Append("</span> <span>up ")
            .Append(E(Units.Duration(process.Uptime))).Append("</span> <span>").Append(E(Units.Time(process.Now))).Append("</span></p>\n");
        html.Append("<h1>").Append(E(head.Title)).Append("</h1>\n<p class=\"description\">").Append(E(head.Description)).Append("</p>\n");
        Links(html, "nav", head.Links);
        return html.Append("</header>\n<main>\n");
    }

    public static string Close(StringBuilder html) => html.Append("</main>\n</body>\n</html>\n").ToString();

    public static void Links(StringBuilder html, string element, IReadOnlyList<(string Label, string Href)> links)
    {
        if (links.Count == 0)
            return;
        html.Append('<').Append(element).Append(" class=\"links\">");
        foreach (var (label, href) in links)
            html.Append("<a href=\"").Append(E(href)).Append("\">").Append(E(label)).Append("</a> ");
        html.Append("</").Append(element).Append(">\n");
    }

    /// <summary>A share of 0 to 1 as a bar. A rectangle's width is an attribute: the content security policy allows no inline style.</summary>
    public static void Bar(StringBuilder html, double share) => html.Append(
        CultureInfo.InvariantCulture,
        $"<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"{Math.Clamp(share, 0, 1) * 100:0.#}\" height=\"1\"/></svg>");

    /// <summary>For text and for attributes in quotation marks. A browser has no use for control characters either.</summary>
    public static string E(string text) => Encoder.Encode(CleanText.Lines(text));
}

/// <summary>What stands above a page's content.</summary>
internal sealed record HtmlHead(string Title, string Description)
{
    /// <summary>The way up: labels and relative addresses, the top first.</summary>
    public IReadOnlyList<(string Label, string Href)> Trail { get; init; } = [];

    /// <summary>Other forms of the same content.</summary>
    public IReadOnlyList<(string Label, string Href)> Links { get; init; } = [];

    public int? RefreshSeconds { get; init; }
}
