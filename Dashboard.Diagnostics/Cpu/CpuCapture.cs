using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>What one way of a CPU profile found.</summary>
internal sealed record CpuCapture
{
    /// <summary>The way, in a few words.</summary>
    public required string Way { get; init; }

    /// <summary>Samples and nanoseconds of CPU time by stack.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>Nanoseconds between two samples of a thread.</summary>
    public required long PeriodNanoseconds { get; init; }

    /// <summary>Whole sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>Which way a CPU profile takes.</summary>
internal enum CpuWay
{
    /// <summary>The kernel's sampling events, or the runtime's sampler where those are refused.</summary>
    Best,

    /// <summary>perf_event_open or nothing.</summary>
    Perf,

    /// <summary>The runtime's sampler.</summary>
    Sampler,
}
