namespace Dashboard.Diagnostics;

/// <summary>Who may ask the debug endpoints, and which of them there are. The host binds them to configuration if it wishes:
/// <c>services.AddOptions&lt;DebugEndpointsOptions&gt;().BindConfiguration("Debug")</c>.</summary>
public sealed class DebugEndpointsOptions
{
    /// <summary>
    /// Callers from other machines too: authenticated ones, when the endpoints have an authorization policy
    /// (<c>app.MapDebugEndpoints().RequireAuthorization()</c>, or the application's fallback policy). Default: false, loopback only.
    /// </summary>
    public bool AllowRemote { get; set; }

    /// <summary>Names of endpoints that are switched off: "threads", "connections", "memory", "pprof", and single profiles such as "pprof/threads". Default: none.</summary>
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
}
