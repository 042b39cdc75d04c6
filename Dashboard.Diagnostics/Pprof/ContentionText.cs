using System.Globalization;
using System.Text;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Go's text of contention: the delay in cycles, of which a second has so many that one is a nanosecond, and how often.</summary>
internal static class ContentionText
{
    public static bool Fits(Profile profile) => profile.SampleTypes is [("contentions", "count"), ("delay", "nanoseconds")];

    public static void Write(StringBuilder text, Profile profile, FrameAddresses addresses)
    {
        text.Append(profile.Name == "mutex" ? "--- mutex:\n" : "--- contention:\n");
        text.Append("cycles/second=1000000000\n");
        if (profile.Name == "mutex")
            text.Append("sampling period=1\n");
        GoText.WriteFacts(text, profile);
        foreach (var group in StackGroups.Of(profile, 1))
        {
            text.Append(CultureInfo.InvariantCulture, $"{group.Values[1]} {group.Values[0]} @");
            GoText.WriteStack(text, group.Stack, addresses);
        }
    }
}
