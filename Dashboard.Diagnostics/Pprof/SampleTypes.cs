using System.Globalization;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Which value of a profile is meant, and how it is read.</summary>
internal static class SampleTypes
{
    /// <summary>What a reader shows first: the profile's own choice, else the last, as pprof does.</summary>
    public static int Default(Profile profile) => IndexOf(profile, profile.DefaultSampleType) is var index and >= 0 ? index : profile.SampleTypes.Count - 1;

    /// <summary>-1 when there is none of this name.</summary>
    public static int IndexOf(Profile profile, string? type)
    {
        for (var i = 0; i < profile.SampleTypes.Count; i++)
        {
            if (profile.SampleTypes[i].Type == type)
                return i;
        }

        return -1;
    }

    public static string Format(long value, SampleType type) => type.Unit switch
    {
        "bytes" => (value < 0 ? "-" : "") + Units.Bytes(Math.Abs(value)),
        "nanoseconds" => (value < 0 ? "-" : "") + Units.Duration(TimeSpan.FromTicks(Math.Abs(value) / 100)),
        "count" => Units.Count(value),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:N0} {type.Unit}"),
    };

    /// <summary>A name that tools share, as people say it: inuse_space is "inuse space".</summary>
    public static string Title(SampleType type) => type.Type.Replace('_', ' ');
}
