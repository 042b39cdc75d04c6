namespace Dashboard.Diagnostics;

/// <summary>Who may ask the debug endpoints, and which of them there are. The host binds them to configuration if it wishes:
/// <c>services.AddOptions&lt;DebugEndpointsOptions&gt;().BindConfiguration("Debug")</c>.</summary>
public sealed class DebugEndpointsOptions
{
    internal const int MostKeptCaptures = 100;
    internal const long MostKeptCaptureBytes = 1L << 30;

    /// <summary>
    /// Callers from other machines too: authenticated ones, when the endpoints have an authorization policy
    /// (<c>app.MapDebugEndpoints().RequireAuthorization()</c>, or the application's fallback policy). Default: false, loopback only.
    /// </summary>
    public bool AllowRemote { get; set; }

    /// <summary>Names of endpoints that are switched off: "threads", "connections", "memory", "live", "pprof", and single profiles such as "pprof/threads". Default: none.</summary>
    public ISet<string> Disabled { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long allocs, mutex, block and exceptions go on counting after somebody asked for them for the last time. Zero: they are never counted. Otherwise from 6 minutes, so that both captures of a
    /// difference over 5 minutes are of one count, to 24 hours. Default: 10 minutes.
    /// </summary>
    public TimeSpan KeepEventsFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Which of "allocs", "mutex", "block" and "exceptions" count from the application's start on and do not end. Each costs something whenever its events happen. Default: none.
    /// </summary>
    public ISet<string> EventsFromStart { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// An authorization policy of the application that whoever asks for numbers must meet (the index, threads, connections, memory, live, and profiles of counters), beside all that is demanded of him
    /// anyway. Callers of this machine too. Default: null, no further demand.
    /// </summary>
    public string? CountersPolicy { get; set; }

    /// <summary>The same for what shows names of methods: profiles of stacks, <c>symbol</c> and <c>cmdline</c>. Default: null.</summary>
    public string? StacksPolicy { get; set; }

    /// <summary>The same for what shows names and counts of objects on the heap. Default: null.</summary>
    public string? HeapPolicy { get; set; }

    /// <summary>How many captures of each profile are kept for <c>?snapshot=</c>, 0 to 100, beside the newest that a tool took in passing. Default: 10.</summary>
    public int KeptCaptures { get; set; } = 10;

    /// <summary>How many bytes all kept captures may have together, packed, 0 to 1 GiB. Default: 16 MiB.</summary>
    public long KeptCaptureBytes { get; set; } = 16L << 20;
}
