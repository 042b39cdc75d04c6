using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>How a profile came about, in lines for people: profile.proto has a field for them, the texts have comments.</summary>
internal static class CaptureComments
{
    public static IEnumerable<string> Of(Profile profile)
    {
        if (profile.Capture.Way.Length > 0)
        {
            yield return profile.Capture.Pause is { } pause
                ? $"captured by {profile.Capture.Way}; the process was held up for {Units.Duration(pause)} at the longest"
                : $"captured by {profile.Capture.Way}";
        }

        foreach (var note in profile.Capture.Notes)
            yield return note;
    }
}
