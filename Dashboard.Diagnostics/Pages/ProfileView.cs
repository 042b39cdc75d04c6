using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Diagnostics.Pages;

/// <summary>What part of a profile a page shows, and how. What is not understood is left out: it only changes the view.</summary>
/// <param name="Search">Stacks that hold these words, in names, files or labels.</param>
/// <param name="Sort">The sample type that is shown first and sorted by; null is the profile's default.</param>
/// <param name="Focus">The method that the flame graph begins with.</param>
/// <param name="Page">Of the groups, from 1.</param>
/// <param name="AllFrames">The flame graph draws each frame of the framework.</param>
internal sealed record ProfileView(string? Search = null, string? Sort = null, string? Focus = null, int Page = 1, bool AllFrames = false)
{
    private const int MaximumWords = 500;

    public static ProfileView Read(HttpRequest request) => new(
        Words(request.Query["search"]),
        Words(request.Query["sort"]) ?? Words(request.Query["sample"]),
        Words(request.Query["focus"]),
        int.TryParse(request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Max(1, page) : 1,
        request.Query["frames"] == "all");

    private static string? Words(string? text)
    {
        text = text?.Trim();
        return string.IsNullOrEmpty(text) ? null : text.Length > MaximumWords ? text[..MaximumWords] : text;
    }
}
