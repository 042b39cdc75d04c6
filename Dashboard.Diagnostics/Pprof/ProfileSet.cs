using Dashboard.Diagnostics.Events;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Every profile that exists, in the order of the index.</summary>
internal sealed class ProfileSet(IEnumerable<ProfileSource> sources)
{
    public IReadOnlyList<ProfileSource> All { get; } = [.. sources.OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Every address below the folder.</summary>
    public IEnumerable<string> Names => [.. All.Select(p => p.Name), "cmdline", "symbol", TraceHandler.Name];
}
