namespace Dashboard.Diagnostics.Pprof;

/// <summary>Samples of one stack, added up.</summary>
/// <param name="Stack">The leaf first.</param>
/// <param name="Values">One for each sample type.</param>
/// <param name="Samples">How many samples they were.</param>
/// <param name="Labels">What the samples say of themselves.</param>
internal sealed record StackGroup(IReadOnlyList<Frame> Stack, IReadOnlyList<long> Values, int Samples, IReadOnlyList<LabelSummary> Labels);

/// <summary>The values of one label in a group, the most frequent first.</summary>
/// <param name="Key">The label's name.</param>
/// <param name="IsNumber">Its values are numbers, such as an id, and mostly many.</param>
/// <param name="Values">The values.</param>
internal sealed record LabelSummary(string Key, bool IsNumber, IReadOnlyList<LabelCount> Values);

/// <summary>How many samples carry the value.</summary>
internal sealed record LabelCount(string Value, int Samples);

/// <summary>Groups the samples of a profile by identical stack.</summary>
internal static class StackGroups
{
    /// <summary>The largest first, by the value of <paramref name="type"/>; the deeper first among equals.</summary>
    public static IReadOnlyList<StackGroup> Of(Profile profile, int type)
    {
        var groups = new Dictionary<IReadOnlyList<Frame>, Sum>(StackComparer.Instance);
        // Many sources give equal samples the same list: then its names are hashed once.
        var same = new Dictionary<IReadOnlyList<Frame>, Sum>(ReferenceEqualityComparer.Instance);
        foreach (var sample in profile.Samples)
        {
            if (!same.TryGetValue(sample.Stack, out var sum))
            {
                if (!groups.TryGetValue(sample.Stack, out sum))
                    groups[sample.Stack] = sum = new Sum(sample.Stack, profile.SampleTypes.Count);
                same[sample.Stack] = sum;
            }

            sum.Add(sample);
        }

        return [.. groups.Values.Select(g => g.ToGroup()).OrderByDescending(g => Math.Abs(g.Values[type])).ThenByDescending(g => g.Stack.Count)];
    }

    private sealed class Sum(IReadOnlyList<Frame> stack, int types)
    {
        private readonly long[] _values = new long[types];
        private readonly Dictionary<string, Dictionary<Label, int>> _labels = new(StringComparer.Ordinal);
        private int _samples;

        public void Add(Sample sample)
        {
            _samples++;
            for (var i = 0; i < _values.Length; i++)
                _values[i] += sample.Values[i];
            foreach (var label in sample.Labels)
            {
                if (!_labels.TryGetValue(label.Key, out var values))
                    _labels[label.Key] = values = [];
                values[label] = values.GetValueOrDefault(label) + 1;
            }
        }

        public StackGroup ToGroup() => new(stack, _values, _samples,
        [
            .. _labels.Select(l => new LabelSummary(l.Key, l.Value.Keys.First().Text is null,
                [.. l.Value.OrderByDescending(v => v.Value).Select(v => new LabelCount(v.Key.Text ?? v.Key.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), v.Value))])),
        ]);
    }
}
