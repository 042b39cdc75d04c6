namespace Dashboard.Diagnostics.Pprof;

/// <summary>
/// A profile as pprof understands it: stacks with values. What was captured becomes this model; the writers know nothing else.
/// Conventional names of sample types make the usual tools recognise it.
/// </summary>
internal sealed record Profile
{
    /// <summary>The last segment of its address.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<SampleType> SampleTypes { get; init; }

    public required SampleType PeriodType { get; init; }

    public long Period { get; init; } = 1;

    /// <summary>The sample type that a reader shows first; null leaves it to the reader.</summary>
    public string? DefaultSampleType { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Over how long it was measured; null for a moment's picture.</summary>
    public TimeSpan? Duration { get; init; }

    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>How it was captured, for the people who read it.</summary>
    public CaptureFacts Capture { get; init; } = new("");

    /// <summary>The first value of all samples.</summary>
    public long Total => Samples.Sum(s => s.Values[0]);
}

/// <summary>How a profile came about.</summary>
/// <param name="Way">The way that was taken, in a few words: "copy-on-write snapshot", "event session".</param>
internal sealed record CaptureFacts(string Way)
{
    /// <summary>The longest that the capture held up the process; null where nothing was held up or nobody measured it.</summary>
    public TimeSpan? Pause { get; init; }

    /// <summary>Whole sentences: what is missing and why, since when it counts, which remedy there is.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What a value counts, and its unit: "threads"/"count".</summary>
internal readonly record struct SampleType(string Type, string Unit);

/// <summary>A stack, the leaf first, with one value for each sample type.</summary>
internal sealed record Sample(IReadOnlyList<Frame> Stack, IReadOnlyList<long> Values, IReadOnlyList<Label> Labels);

/// <summary>A method on a stack, or a type in a heap.</summary>
/// <param name="Function">As a person writes it.</param>
/// <param name="File">Its source, or else its module.</param>
/// <param name="Line">In the source; 0 is unknown.</param>
/// <param name="Module">The assembly's file name; empty where there is none. Tells own code from the framework's.</param>
internal readonly record struct Frame(string Function, string File, int Line = 0, string Module = "");

/// <summary>
/// A note on a sample: words, which tools make into series (so they must be few), or a number, which they do not.
/// </summary>
internal readonly record struct Label(string Key, string? Text, long Number = 0, string NumberUnit = "");
