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
}
