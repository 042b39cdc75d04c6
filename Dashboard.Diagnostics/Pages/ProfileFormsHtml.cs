using System.Text;
using Microsoft.AspNetCore.Http;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The same capture in every other form, and as a command to copy.</summary>
internal static class ProfileFormsHtml
{
    public static void Write(StringBuilder html, ProfileAddress address, HttpRequest request)
    {
        html.Append("<section id=\"forms\">\n<h2>Other forms</h2>\n");
        Links(html, "p",
        [
            ("file for pprof", address.Form("debug", "0")),
            ("text", address.Form("debug", "1")),
            ("each in full", address.Form("debug", "2")),
            ("collapsed", address.Form("format", "collapsed")),
            ("speedscope", address.Form("format", "speedscope")),
            ("JSON", address.Form("format", "json")),
        ]);
        html.Append("<p class=\"command\"><code>go tool pprof -http=: '").Append(E(Absolute(request, address.File))).Append("'</code></p>\n");
        if (address is { Snapshot: { } snapshot, Base: { } earlier })
        {
            html.Append("<p class=\"command\"><code>go tool pprof -http=: -diff_base '").Append(E(Absolute(request, $"{address.Profile}?snapshot={earlier}"))).Append("' '")
                .Append(E(Absolute(request, $"{address.Profile}?snapshot={snapshot}"))).Append("'</code></p>\n");
        }

        html.Append("</section>\n");
    }

    private static string Absolute(HttpRequest request, string relative)
    {
        var path = request.PathBase.Add(request.Path).Value ?? "";
        return $"{request.Scheme}://{request.Host}{path[..(path.LastIndexOf('/') + 1)]}{relative}";
    }
}
