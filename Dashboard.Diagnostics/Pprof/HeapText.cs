using System.Globalization;
using System.Text;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Go's text of a heap: objects and bytes in use, and of all that were allocated.</summary>
internal static class HeapText
{
    public static bool Fits(Profile profile) =>
        SampleTypes.IndexOf(profile, "inuse_space") >= 0 || SampleTypes.IndexOf(profile, "alloc_space") >= 0;

    public static void Write(StringBuilder text, Profile profile, FrameAddresses addresses)
    {
        var (allocObjects, allocSpace, inuseObjects, inuseSpace) = (
            SampleTypes.IndexOf(profile, "alloc_objects"), SampleTypes.IndexOf(profile, "alloc_space"),
            SampleTypes.IndexOf(profile, "inuse_objects"), SampleTypes.IndexOf(profile, "inuse_space"));
        var total = new long[profile.SampleTypes.Count];
        foreach (var sample in profile.Samples)
        {
            for (var i = 0; i < total.Length; i++)
                total[i] += sample.Values[i];
        }

        text.Append("heap profile: ");
        WriteValues(text, total);
        // Twice the sampling period, as Go writes it. The values are scaled to the whole already: a period of 1 keeps a reader from doing it again.
        text.Append(" @ heap/2\n");
        GoText.WriteFacts(text, profile);
        foreach (var group in StackGroups.Of(profile, SampleTypes.Default(profile)))
        {
            WriteValues(text, group.Values);
            text.Append(" @");
            GoText.WriteStack(text, group.Stack, addresses);
        }

        void WriteValues(StringBuilder text, IReadOnlyList<long> values)
        {
            WritePair(Value(values, inuseObjects), Value(values, inuseSpace));
            text.Append(" [");
            WritePair(Value(values, allocObjects), Value(values, allocSpace));
            text.Append(']');
        }

        // Readers refuse bytes without an object, which rounding of a sampled value may leave.
        void WritePair(long objects, long bytes) => text.Append(CultureInfo.InvariantCulture, $"{(objects == 0 && bytes != 0 ? Math.Sign(bytes) : objects)}: {bytes}");
    }

    private static long Value(IReadOnlyList<long> values, int index) => index < 0 ? 0 : values[index];
}
