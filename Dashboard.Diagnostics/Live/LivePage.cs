using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Live;

/// <summary>The page of the charts: a place for them, words for those without script, and the one script.</summary>
internal static class LivePage
{
    private static readonly string Script = EmbeddedText.Read("live.js");

    public static string ContentSecurityPolicy { get; } = Stylesheet.ContentSecurityPolicyWithScript(Script);

    public static string Write(string description, ProcessFacts process)
    {
        var html = HtmlDocument.Open(new HtmlHead("live", description) { Trail = [("debug", "./")], Links = [("numbers of now", "live?format=text"), ("JSON", "live?format=json")] }, process);
        html.Append("<p id=\"status\" role=\"status\">Connecting …</p>\n")
            .Append("<noscript><p class=\"note\">The charts need the one script of this page. The same numbers, without it: <a href=\"threads?refresh=5\">threads</a>, ")
            .Append("<a href=\"connections?refresh=5\">connections</a>, <a href=\"memory?refresh=5\">memory</a>, each anew every 5 seconds.</p></noscript>\n")
            .Append("<div id=\"charts\"></div>\n")
            .Append("<p class=\"note\">One sample a second, taken only while somebody looks; the last 5 minutes. A gap is a time without samples. How many asynchronous operations wait ")
            .Append("only a capture can tell: see <a href=\"pprof/\">the profiles</a>.</p>\n")
            .Append("<script>").Append(Script).Append("</script>\n");
        return HtmlDocument.Close(html);
    }
}
