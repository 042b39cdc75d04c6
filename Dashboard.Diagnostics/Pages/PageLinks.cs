namespace Dashboard.Diagnostics.Pages;

internal static class PageLinks
{
    /// <summary>The other forms of a probe's page, relative to it so that they hold under any base path.</summary>
    public static IReadOnlyList<(string Label, string Href)> For(string name, bool hasDetail)
    {
        List<(string, string)> links = [("text", $"{name}?format=text"), ("JSON", $"{name}?format=json"), ("every 5 s", $"{name}?refresh=5")];
        if (hasDetail)
            links.Insert(0, ("each item", $"{name}?debug=2"));
        return links;
    }
}
