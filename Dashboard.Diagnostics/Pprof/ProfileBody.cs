using System.Text;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>A profile in one of its forms, ready to send.</summary>
internal sealed record ProfileBody(byte[] Bytes, string ContentType)
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Under which name it is saved; null for what is read at once.</summary>
    public string? FileName { get; init; }

    public string? ContentSecurityPolicy { get; init; }

    public static ProfileBody Page(string html) =>
        new(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8") { ContentSecurityPolicy = Stylesheet.ContentSecurityPolicyWithForms };

    /// <summary>Every form but the page's.</summary>
    public static ProfileBody Write(CaptureSelection selection, PprofRequest request, FrameAddresses addresses)
    {
        var captured = selection.Current!;
        var profile = selection.Difference ?? captured.Profile;
        return request.Form switch
        {
            ProfileForm.Groups => Text(GoText.WriteGroups(profile, addresses)),
            ProfileForm.Each => Text(GoText.WriteEach(profile, addresses)),
            ProfileForm.Collapsed => Text(CollapsedText.Write(profile, Type(profile, request.Sample))),
            ProfileForm.Speedscope => new(SpeedscopeJson.Write(profile), Json) { FileName = $"{profile.Name}.speedscope.json" },
            ProfileForm.Json => new(ProfileTable.Write(captured with { Profile = profile }, selection.Base?.Facts.Id), Json),
            _ => new(ProtoWriter.Write(profile, addresses), "application/octet-stream")
            {
                FileName = captured.Facts.IsDifference || selection.Base is not null ? $"{profile.Name}-delta" : profile.Name,
            },
        };
    }

    private static ProfileBody Text(string text) => new(Encoding.UTF8.GetBytes(text), DebugAnswer.PlainText);

    private static int Type(Profile profile, string? asked)
    {
        if (asked is null)
            return SampleTypes.Default(profile);
        return SampleTypes.IndexOf(profile, asked) is var index and >= 0
            ? index
            : throw new CaptureSelectionException($"sample='{asked}' is none of this profile: use {string.Join(", ", profile.SampleTypes.Select(t => t.Type))}.");
    }
}
