using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>What a caller asks of a profile.</summary>
/// <param name="Detail">0 the file, 1 groups as text, 2 each as text.</param>
/// <param name="Seconds">The difference over so long, or the length of a timed profile; null is now, or the profile's own default.</param>
/// <param name="CollectFirst">A full garbage collection comes first.</param>
internal sealed record PprofRequest(int Detail, int? Seconds, bool CollectFirst)
{
    /// <summary>A capture holds a session open and a caller waiting: 5 minutes are enough for either.</summary>
    public const int MaximumSeconds = 300;

    /// <summary>Null with words for the caller when a parameter is not understood.</summary>
    public static PprofRequest? Read(HttpRequest request, ProfileKind kind, out string? error)
    {
        error = null;
        var detail = 0;
        int? seconds = null;
        var debug = request.Query["debug"].ToString();
        if (debug.Length > 0 && (!TryRead(debug, out detail) || detail > 2))
            error = $"debug='{debug}' is not understood: use debug=0 for a file, debug=1 for groups or debug=2 for each in full.";
        var duration = request.Query["seconds"].ToString();
        if (duration.Length > 0)
        {
            if (!TryRead(duration, out var number) || number == 0)
                error ??= $"invalid value for \"seconds\" - must be a positive integer: '{duration}' is none.";
            else if (number > MaximumSeconds)
                error ??= $"seconds={number} is above the cap: use at most {MaximumSeconds}.";
            else if (detail != 0 && kind != ProfileKind.Timed)
                error ??= "seconds and debug params are incompatible: a difference is a file for pprof.";
            seconds = number;
        }

        // As in Go: any number but 0 collects.
        var collect = request.Query["gc"].ToString();
        if (!TryRead(collect.Length == 0 ? "0" : collect, out var collections))
            error ??= $"gc='{collect}' is not understood: use gc=1 for a collection before the capture.";
        return error is null ? new PprofRequest(detail, seconds, collections > 0) : null;
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
