using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Every profile that exists, in the order of the index.</summary>
internal sealed class ProfileSet(SharedStackCapture stacks, TimeProvider timeProvider)
{
    public IReadOnlyList<ProfileSource> All { get; } =
    [
        new ThreadProfile("threadcreate", "The same under the name that Go's tools ask for: the stacks of now, not of the threads' creation.", stacks, timeProvider),
        new ThreadProfile("threads", "Threads by identical managed stack, with name, role and state.", stacks, timeProvider),
    ];

    /// <summary>Every address below the folder.</summary>
    public IEnumerable<string> Names => [.. All.Select(p => p.Name), "cmdline", "symbol"];
}
