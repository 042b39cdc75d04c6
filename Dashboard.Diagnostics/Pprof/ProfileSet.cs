using Dashboard.Diagnostics.Events;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Every profile that exists, in the order of the index. Of those that were registered under one name the last stands.</summary>
internal sealed class ProfileSet(IEnumerable<ProfileSource> sources)
{
    public IReadOnlyList<ProfileSource> All { get; } = [.. sources.GroupBy(s => s.Name, StringComparer.Ordinal).Select(named => named.Last()).OrderBy(s => s.Name, StringComparer.Ordinal)];

    /// <summary>Every address below the folder.</summary>
    public IEnumerable<string> Names => [.. All.Select(p => p.Name), "cmdline", "symbol", TraceHandler.Name];
}
