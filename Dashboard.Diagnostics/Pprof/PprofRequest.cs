using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>The form of a profile.</summary>
internal enum ProfileForm
{
    /// <summary>debug=0: gzipped profile.proto.</summary>
    File,

    /// <summary>debug=1: Go's text, grouped.</summary>
    Groups,

    /// <summary>debug=2: each sample in full.</summary>
    Each,

    /// <summary>format=collapsed: folded stacks.</summary>
    Collapsed,

    /// <summary>format=speedscope.</summary>
    Speedscope,

    /// <summary>format=json: the groups as a table.</summary>
    Json,

    /// <summary>format=html: the page.</summary>
    Page,
}

/// <summary>What a caller asks of a profile.</summary>
/// <param name="Form">How it is written.</param>
/// <param name="Seconds">The difference over so long, or the length of a timed profile; null is now, or the profile's own default.</param>
/// <param name="CollectFirst">A full garbage collection comes first.</param>
/// <param name="Sample">The sample type of a form that holds one value; null is the profile's default.</param>
/// <param name="Snapshot">A kept capture instead of a new one.</param>
/// <param name="Base">The difference to this kept capture.</param>
/// <param name="Keep">The capture is a person's: keep it like a page's.</param>
internal sealed record PprofRequest(ProfileForm Form, int? Seconds, bool CollectFirst, string? Sample, string? Snapshot, string? Base, bool Keep)
{
    /// <summary>A capture holds a session open and a caller waiting: 5 minutes are enough for either.</summary>
    public const int MaximumSeconds = 300;

    /// <summary>Null with words for the caller when a parameter is not understood.</summary>
    public static PprofRequest? Read(HttpRequest request, ProfileKind kind, out string? error)
    {
        var query = request.Query;
        var form = ReadForm(request, out error);
        int? seconds = null;
        var duration = query["seconds"].ToString();
        if (duration.Length > 0)
        {
            if (!TryRead(duration, out var number) || number == 0)
                error ??= $"invalid value for \"seconds\" - must be a positive integer: '{duration}' is none.";
            else if (number > MaximumSeconds)
                error ??= $"seconds={number} is above the cap: use at most {MaximumSeconds}.";
            else if (form is ProfileForm.Groups or ProfileForm.Each && kind != ProfileKind.Timed)
                error ??= "seconds and debug params are incompatible: a difference is a file for pprof.";
            seconds = number;
        }

        // As in Go: any number but 0 collects.
        var collect = query["gc"].ToString();
        if (!TryRead(collect.Length == 0 ? "0" : collect, out var collections))
            error ??= $"gc='{collect}' is not understood: use gc=1 for a collection before the capture.";
        var keep = query["keep"].ToString();
        if (keep is not ("" or "0" or "1"))
            error ??= $"keep='{keep}' is not understood: use keep=1 to keep the capture among those of the pages.";
        var (snapshot, earlier) = (Optional(query["snapshot"]), Optional(query["base"]));
        if (snapshot is not null && (seconds is not null || collections > 0))
            error ??= "snapshot names a capture that was taken: seconds and gc do not go with it.";
        return error is null ? new PprofRequest(form, seconds, collections > 0, Optional(query["sample"]), snapshot, earlier, keep == "1") : null;
    }

    private static ProfileForm ReadForm(HttpRequest request, out string? error)
    {
        error = null;
        var (debug, format) = (request.Query["debug"].ToString(), request.Query["format"].ToString());
        if (format.Length > 0)
        {
            if (debug.Length > 0)
                error = "debug and format both name a form: use one of them.";
            switch (format)
            {
                case "collapsed": return ProfileForm.Collapsed;
                case "speedscope": return ProfileForm.Speedscope;
                case "json": return ProfileForm.Json;
                case "html": return ProfileForm.Page;
                default:
                    error = $"Unknown format '{format}': use format=collapsed, format=speedscope, format=json or format=html, or debug=0, 1 or 2.";
                    return ProfileForm.File;
            }
        }

        if (debug.Length == 0)
        {
            // Whoever names seconds wants the file of a tool's address, whatever he reads it with.
            return request.Query["seconds"].Count == 0 && ProbeRequest.Negotiate(request) == PageFormat.Html ? ProfileForm.Page : ProfileForm.File;
        }

        if (!TryRead(debug, out var detail) || detail > 2)
            error = $"debug='{debug}' is not understood: use debug=0 for a file, debug=1 for groups or debug=2 for each in full.";
        return detail switch { 1 => ProfileForm.Groups, 2 => ProfileForm.Each, _ => ProfileForm.File };
    }

    private static string? Optional(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
