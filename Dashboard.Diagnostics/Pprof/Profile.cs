namespace Dashboard.Diagnostics.Pprof;

/// <summary>
/// A profile as pprof understands it: stacks with values. What was captured becomes this model; the writers know nothing else.
/// Conventional names of sample types make the usual tools recognise it.
/// </summary>
internal sealed record Profile
{
    /// <summary>The last segment of its address.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<ValueType> SampleTypes { get; init; }

    public required ValueType PeriodType { get; init; }

    public long Period { get; init; } = 1;

    public required DateTimeOffset At { get; init; }

    /// <summary>Over how long it was measured; null for a moment's picture.</summary>
    public TimeSpan? Duration { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>The first value of all samples.</summary>
    public long Total => Samples.Sum(s => s.Values[0]);
}

/// <summary>What a value counts, and its unit: "threads"/"count".</summary>
internal readonly record struct ValueType(string Type, string Unit);

/// <summary>A stack, the leaf first, with one value for each sample type.</summary>
internal sealed record Sample(IReadOnlyList<Frame> Stack, IReadOnlyList<long> Values, IReadOnlyList<Label> Labels);

/// <summary>A method on a stack; the file is its source, or else its module. Line 0 is unknown.</summary>
internal readonly record struct Frame(string Function, string File, int Line = 0);

/// <summary>
/// A note on a sample: words, which tools make into series (so they must be few), or a number, which they do not.
/// </summary>
internal readonly record struct Label(string Key, string? Text, long Number = 0, string NumberUnit = "");
