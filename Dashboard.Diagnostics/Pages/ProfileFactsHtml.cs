using System.Text;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pprof;
using static Dashboard.Diagnostics.Pages.HtmlDocument;

namespace Dashboard.Diagnostics.Pages;

/// <summary>When and how a profile was captured, what it cost, what its notes say.</summary>
internal static class ProfileFactsHtml
{
    public static void Write(StringBuilder html, CaptureSelection selection, IReadOnlyList<CaptureInfo> kept, ProfileAddress address)
    {
        var (current, profile) = (selection.Current!, selection.Current!.Profile);
        html.Append("<section class=\"capture\">\n<p>");
        html.Append(E(current.Facts.IsDifference
            ? $"What changed in the {current.Facts.Seconds} s before {Units.Time(profile.At)}"
            : current.Facts.Seconds is { } seconds ? $"Measured for {seconds} s at {Units.Time(profile.At)}" : $"Captured at {Units.Time(profile.At)}"));
        if (profile.Capture.Way.Length > 0)
            html.Append(" by ").Append(E(profile.Capture.Way));
        html.Append(" in ").Append(E(Units.Duration(current.Facts.Took)));
        if (profile.Capture.Pause is { } pause)
            html.Append(", the process held up for <b>").Append(E(Units.Duration(pause))).Append("</b>");
        html.Append('.');
        if (selection.Base is { } earlier)
        {
            html.Append(" Compared with ").Append(E(Units.Time(earlier.Profile.At))).Append(", ")
                .Append(E(Units.Duration((profile.At - earlier.Profile.At).Duration()))).Append(profile.At >= earlier.Profile.At ? " before: " : " after: ").Append(E(Changes(selection)));
        }

        html.Append("</p>\n");
        foreach (var note in profile.Capture.Notes)
            html.Append("<p class=\"note\">").Append(E(note)).Append("</p>\n");
        if (!current.IsKept)
            html.Append("<p class=\"note\">This capture is not kept: it is larger than DebugEndpointsOptions.KeptCaptureBytes, or nothing is to be kept. Every link takes a new one.</p>\n");
        WriteCompare(html, selection, kept, address);
        html.Append("</section>\n");
    }

    private static void WriteCompare(StringBuilder html, CaptureSelection selection, IReadOnlyList<CaptureInfo> kept, ProfileAddress address)
    {
        List<(string, string)> links = [];
        var facts = selection.Current!.Facts;
        if (selection.Base is not null)
            links.Add(("this capture alone", (address with { Base = null }).Page));
        else if (selection.Current.IsKept && kept.FirstOrDefault(k => k.IsDifference == facts.IsDifference && k.Id != facts.Id && k.At <= facts.At) is { } last)
            links.Add(($"what changed since the last capture, {Units.Duration(facts.At - last.At)} before", (address with { Base = last.Id }).Page));
        Links(html, "p", links);
    }

    private static string Changes(CaptureSelection selection)
    {
        var type = SampleTypes.Default(selection.Current!.Profile);
        var groups = ShownGroups.Of(selection, new ProfileView(), type);
        return string.Join(", ", new[]
        {
            (Word: "grew", Count: groups.Count(g => g.Before![type] != 0 && g.Values[type] != 0 && g.Weight(type) > 0)),
            (Word: "new", Count: groups.Count(g => g.Before![type] == 0)),
            (Word: "shrank", Count: groups.Count(g => g.Values[type] != 0 && g.Weight(type) < 0)),
            (Word: "gone", Count: groups.Count(g => g.Values[type] == 0)),
        }.Select(c => $"{Units.Count(c.Count)} {c.Word}")) + ".";
    }
}
