using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Index;

/// <summary>What there is to look at, with live numbers.</summary>
internal sealed record IndexSnapshot(DateTimeOffset At, string Process, int ProcessId, string Runtime, double UptimeSeconds, IReadOnlyList<IndexLine> Endpoints)
{
    /// <summary>Every profile with its total now; null where only a capture can tell.</summary>
    public IReadOnlyList<PprofIndexLine> Profiles { get; init; } = [];
}

internal sealed record IndexLine(string Name, long Count, string Unit, string Description);
