namespace Dashboard.Diagnostics.Pprof;

/// <summary>What changed between two profiles of one kind: values of the later less those of the earlier, by stack and labels; what did not change is left out.</summary>
internal static class ProfileDifference
{
    public static Profile Between(Profile earlier, Profile later)
    {
        var changes = new Dictionary<SampleKey, (Sample Sample, long[] Values)>();
        Add(earlier, -1);
        Add(later, 1);
        return later with
        {
            Duration = (later.At - earlier.At).Duration(), // asked for backwards too: then what shrank grows
            Capture = later.Capture with
            {
                Pause = earlier.Capture.Pause > later.Capture.Pause || later.Capture.Pause is null ? earlier.Capture.Pause : later.Capture.Pause,
                Notes = [.. earlier.Capture.Notes.Union(later.Capture.Notes, StringComparer.Ordinal)],
            },
            Samples = [.. changes.Values.Where(c => c.Values.Any(v => v != 0)).Select(c => c.Sample with { Values = c.Values })],
        };

        void Add(Profile profile, int sign)
        {
            foreach (var sample in profile.Samples)
            {
                var key = new SampleKey(sample);
                if (!changes.TryGetValue(key, out var change))
                    changes[key] = change = (sample, new long[sample.Values.Count]);
                for (var i = 0; i < change.Values.Length; i++)
                    change.Values[i] += sign * sample.Values[i];
            }
        }
    }

    private readonly struct SampleKey(Sample sample) : IEquatable<SampleKey>
    {
        private readonly Sample _sample = sample;

        public bool Equals(SampleKey other) =>
            StackComparer.Instance.Equals(_sample.Stack, other._sample.Stack) && _sample.Labels.SequenceEqual(other._sample.Labels);

        public override bool Equals(object? obj) => obj is SampleKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(StackComparer.Instance.GetHashCode(_sample.Stack));
            foreach (var label in _sample.Labels)
                hash.Add(label);
            return hash.ToHashCode();
        }
    }
}
