using System.Text;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Flame;
using Dashboard.Diagnostics.Pprof;
using Microsoft.AspNetCore.Http;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>The page of a profile: the largest groups with own code first, then what only the framework does, the flame graph, the kept captures.</summary>
internal static class ProfilePage
{
    private const int GroupsOnPage = 15;
    private const int FrameworkGroupsOnPage = 20;

    public static string Write(
        ProfileSource source, CaptureSelection selection, IReadOnlyList<CaptureInfo> kept, ProfileView view, ProcessFacts process, HttpRequest request)
    {
        if (selection.Current is not { } current)
            return WriteUnmeasured(source, kept, process);
        var profile = current.Profile;
        var type = SampleTypes.IndexOf(profile, view.Sort) is var asked and >= 0 ? asked : SampleTypes.Default(profile);
        var address = ProfileAddress.Of(selection, view);
        var groups = ShownGroups.Of(selection, view, type);

        var html = Open(Head(source, Title(selection, type), [.. Actions(source), ("flame graph", "#flame"), ("kept captures", "#kept"), ("other forms", "#forms")]), process);
        ProfileFactsHtml.Write(html, selection, kept, address);
        ProfileControlsHtml.Write(html, profile, type, address);
        WriteGroups(html, selection, groups, type, address);
        FlameSection.Write(html, groups, profile.SampleTypes[type], type, address, selection.Base is not null);
        KeptCapturesHtml.Write(html, source, kept, current.Facts.Id, selection.Base?.Facts.Id);
        ProfileFormsHtml.Write(html, address, request);
        return Close(html);
    }

    /// <summary>What could not be captured, in words, with what was kept.</summary>
    public static string WriteFailure(ProfileSource source, string words, IReadOnlyList<CaptureInfo> kept, ProcessFacts process)
    {
        var html = Open(Head(source, source.Name, []), process);
        html.Append("<section class=\"failure\">\n<h2>No capture</h2>\n<p>").Append(E(words)).Append("</p>\n<p><a href=\"").Append(E(source.Name)).Append("\">Try again</a></p>\n</section>\n");
        KeptCapturesHtml.Write(html, source, kept, null, null);
        return Close(html);
    }

    private static string WriteUnmeasured(ProfileSource source, IReadOnlyList<CaptureInfo> kept, ProcessFacts process)
    {
        var html = Open(Head(source, source.Name, []), process);
        html.Append("<section class=\"measure\">\n<h2>Measure</h2>\n<p>This profile is measured over a time, and nothing is measured before you ask. The page comes when the time is over.</p>\n");
        Links(html, "p", Measurements(source));
        html.Append("</section>\n");
        KeptCapturesHtml.Write(html, source, kept, null, null);
        return Close(html);
    }

    private static HtmlHead Head(ProfileSource source, string title, IReadOnlyList<(string Label, string Href)> links) => new(title, source.Description)
    {
        Trail = [("debug", "../"), ("pprof", "./")],
        Links = links,
    };

    private static (string Label, string Href)[] Actions(ProfileSource source) => source.Kind == ProfileKind.Timed
        ? Measurements(source)
        : [("capture again", source.Name), ("what changes in 10 s", $"{source.Name}?seconds=10&format=html")];

    private static (string Label, string Href)[] Measurements(ProfileSource source) =>
        [("measure 10 s", $"{source.Name}?seconds=10&format=html"), ("measure 30 s", $"{source.Name}?seconds=30&format=html")];

    private static string Title(CaptureSelection selection, int type)
    {
        var profile = selection.Current!.Profile;
        var sampleType = profile.SampleTypes[type];
        var total = profile.Samples.Sum(s => s.Values[type]);
        var isDifference = selection.Current.Facts.IsDifference || selection.Base is not null;
        if (selection.Base is { } earlier)
            total -= earlier.Profile.Samples.Sum(s => s.Values[type]);
        var value = (isDifference && total > 0 ? "+" : "") + SampleTypes.Format(total, sampleType);
        return sampleType.Type == profile.Name ? $"{profile.Name}: {value}" : $"{profile.Name}: {value} {SampleTypes.Title(sampleType)}";
    }

    private static void WriteGroups(StringBuilder html, CaptureSelection selection, List<ShownGroup> groups, int type, ProfileAddress address)
    {
        var types = selection.Current!.Profile.SampleTypes;
        var whole = selection.Base is null && !selection.Current.Facts.IsDifference
            ? selection.Current.Profile.Samples.Sum(s => s.Values[type])
            : groups.Select(g => Math.Abs(g.Weight(type))).DefaultIfEmpty().Max();
        var own = groups.Where(g => g.HasOwn).ToList();
        var framework = groups.Where(g => !g.HasOwn).ToList();
        var empty = address.View.Search is not null ? "No stack holds these words." : selection.Base is not null ? "Nothing has changed between the two captures." : "There is none.";

        if (address.View.Search is null && address.View.Page == 1)
            OwnFrames.Write(html, own, types[type], type, whole, address);
        html.Append("<section>\n<h2>Your code <small>").Append(Counted(own, types[type], type)).Append("</small></h2>\n");
        if (own.Count == 0)
            html.Append("<p class=\"empty\">").Append(framework.Count > 0 ? "No stack passes through it." : empty).Append("</p>\n");
        else
            ProfileGroupsHtml.Write(html, own.Skip((address.View.Page - 1) * GroupsOnPage).Take(GroupsOnPage), types, type, whole);
        WritePages(html, own.Count, address);
        html.Append("</section>\n");
        if (framework.Count == 0)
            return;
        html.Append("<section class=\"quiet\">\n<h2>The framework alone <small>").Append(Counted(framework, types[type], type)).Append("</small></h2>\n");
        ProfileGroupsHtml.Write(html, framework.Take(FrameworkGroupsOnPage), types, type, whole);
        if (framework.Count > FrameworkGroupsOnPage)
            html.Append("<p class=\"empty\">The other ").Append(Units.Count(framework.Count - FrameworkGroupsOnPage)).Append(" are found by search, and in the text.</p>\n");
        html.Append("</section>\n");
    }

    private static string Counted(List<ShownGroup> groups, SampleType sampleType, int type) =>
        E($"{SampleTypes.Format(groups.Sum(g => g.Weight(type)), sampleType)} in {Units.Count(groups.Count)} {(groups.Count == 1 ? "group" : "groups")} of identical stacks");

    private static void WritePages(StringBuilder html, int groups, ProfileAddress address)
    {
        var last = (groups + GroupsOnPage - 1) / GroupsOnPage;
        if (last <= 1)
            return;
        var page = address.View.Page;
        html.Append("<p class=\"pages\">");
        if (page > 1)
            Link(Math.Min(page - 1, last), "larger");
        html.Append("<span>page ").Append(Units.Count(page)).Append(" of ").Append(Units.Count(last)).Append("</span> ");
        if (page < last)
            Link(page + 1, "smaller");
        html.Append("</p>\n");

        void Link(int to, string words) =>
            html.Append("<a href=\"").Append(E(address.With(v => v with { Page = to }).Page)).Append("\">").Append(words).Append("</a> ");
    }
}
