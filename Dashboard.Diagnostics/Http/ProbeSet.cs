using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Live;
using Dashboard.Diagnostics.Memory;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Threads;

namespace Dashboard.Diagnostics;

/// <summary>Every probe, in the order of the index.</summary>
internal sealed class ProbeSet(TimeProvider timeProvider, ProfileSet profiles, LiveFeed live, RuntimeSampler sampler)
{
    public IReadOnlyList<Probe> All { get; } =
    [
        new LiveProbe(live, sampler),
        new ThreadsProbe(timeProvider),
        new ConnectionsProbe(timeProvider),
        new MemoryProbe(timeProvider),
        new PprofProbe(profiles),
    ];
}
