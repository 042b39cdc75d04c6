using System.Globalization;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>What the profiles out of events have in common: they count from the first question on, and say so.</summary>
internal abstract class EventProfile : ProfileSource
{
    private static readonly SampleType Contentions = new("contentions", "count");

    public override ProfileKind Kind => ProfileKind.Cumulative;

    protected static IReadOnlyList<SampleType> ContentionTypes { get; } = [Contentions, new("delay", "nanoseconds")];

    protected static SampleType ContentionPeriod => Contentions;

    /// <summary>Whole sentences about one reading and the table out of it.</summary>
    protected static IEnumerable<string> Notes<TCounter>(FeedReading<TCounter> reading, (IReadOnlyList<CountedStack> Stacks, bool IsFolded) table, string? what = null)
    {
        var name = what is null ? "Counts" : $"Counts {what}";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{name} since {reading.Since:yyyy-MM-dd HH:mm:ss} UTC, when somebody asked for the first time; ends {nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.KeepEventsFor)} after the last question.");
        if (reading.Lost > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{reading.Lost} events are lost, for they came faster than they could be read: the values are too small.");
        if (!reading.IsCurrent)
            yield return "The last moments may be missing: the runtime took too long to hand its events over.";
        if (table.IsFolded)
            yield return $"There were more than {StackTable.DefaultMaximum} different stacks: the smallest are one sum, [other], and a difference may show one that moved there as less than zero.";
        if (table.Stacks.Any(s => s.Stack.IsCut))
            yield return $"Some stacks are deeper than the {StackNames.DeepestStack} methods that the runtime tells: their outer methods are missing.";
    }

    /// <summary>The methods, under the frame of what is not a method; never empty.</summary>
    protected static IReadOnlyList<Frame> Frames(NamedStack stack, string? leaf = null)
    {
        var frames = new List<Frame>(stack.Frames.Length + 1);
        if (leaf is { Length: > 0 })
            frames.Add(new Frame($"[{leaf}]", "[type]"));
        foreach (var frame in stack.Frames)
            frames.Add(frame.ToFrame());
        if (frames.Count == 0)
            frames.Add(new Frame("[no managed method]", "[native]"));
        return frames;
    }

    protected static long Rounded(double value) => (long)Math.Round(value);

    protected static CaptureFacts Facts(IEnumerable<string> notes) => new("event session") { Notes = [.. notes] };
}
