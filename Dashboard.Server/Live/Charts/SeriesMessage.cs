using Dashboard.Server.History;

namespace Dashboard.Server.Live.Charts;

/// <summary>Lines of a chart: first the history, then what is new.</summary>
internal sealed record SeriesMessage
{
    public required long Version { get; init; }

    /// <summary>The end of the range.</summary>
    public required long At { get; init; }

    /// <summary>True: the lines replace what is drawn. False: they are added at the end.</summary>
    public required bool Reset { get; init; }

    public required Resolution Resolution { get; init; }

    /// <summary>Two points further apart than this have a gap between them.</summary>
    public required long GapMilliseconds { get; init; }

    public required Line[] Lines { get; init; }

    /// <summary>With Reset all of the range; else those that are new.</summary>
    public required EventMark[] Marks { get; init; }

    /// <summary>Always all of the range, beginning with what held at its start; null for lines of several things.</summary>
    public required Levels? Levels { get; init; }
}

/// <summary>Requests and limits as they were: each value holds from its time to the next. Null is not set (a limit: of some pod).</summary>
/// <param name="Times">Milliseconds since 1970 UTC, ascending.</param>
/// <param name="CpuRequest">Nanocores, as is the limit.</param>
/// <param name="CpuLimit">Nothing may use more.</param>
/// <param name="MemoryRequest">Bytes, as is the limit.</param>
/// <param name="MemoryLimit">What uses more is killed.</param>
internal sealed record Levels(long[] Times, long?[] CpuRequest, long?[] CpuLimit, long?[] MemoryRequest, long?[] MemoryLimit)
{
    public static Levels Of(IReadOnlyList<LevelChange> changes)
    {
        return new(
            [.. changes.Select(change => change.At.ToUnixTimeMilliseconds())],
            Column(level => level.CpuRequest),
            Column(level => level.CpuLimit),
            Column(level => level.MemoryRequest),
            Column(level => level.MemoryLimit));

        long?[] Column(Func<Level, long> value) =>
            [.. changes.Select(change => value(change.Level) is var known && known == HistoryReader.Absent ? (long?)null : known)];
    }
}

/// <summary>One line: "total" for the thing itself, else the name of the container, the pod or the subject that is compared.</summary>
/// <param name="Name">Which line.</param>
/// <param name="Times">Milliseconds since 1970 UTC, ascending.</param>
/// <param name="Cpu">CPU in nanocores.</param>
/// <param name="Memory">Working set in bytes.</param>
internal sealed record Line(string Name, long[] Times, Column Cpu, Column Memory);

/// <summary>One metric of a line, as long as its times; null for a gap. Minimum and maximum are null at the resolution of samples.</summary>
internal sealed record Column(long?[] Mean, long?[]? Minimum, long?[]? Maximum);
