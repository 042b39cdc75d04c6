using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Reflection;
using Dashboard.Diagnostics.Queues;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Connections;

/// <summary>A living connection pool: one handler's connections to one server.</summary>
/// <param name="Owner">As named by HttpClientOwner; empty without a name.</param>
/// <param name="Server">Host and port; never a path.</param>
/// <param name="Connections">Open ones of HTTP/1.1 and HTTP/2.</param>
internal readonly record struct HttpPool(string Owner, string Server, long Connections);

/// <summary>
/// Finds the living pools of SocketsHttpHandler. Nothing lists them, but a handler that has a pool keeps a timer that closes what has been idle for long, and that timer knows its handler weakly:
/// a handler that is garbage is not found and not kept.
/// </summary>
internal static class HttpPools
{
    private const string Assembly = "System.Net.Http";
    private const string ManagerType = "System.Net.Http.HttpConnectionPoolManager";
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static List<HttpPool> Of(IReadOnlyList<RuntimeTimer> timers)
    {
        var pools = new List<HttpPool>();
        // A handler with HTTP/2 pings has two timers.
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var timer in timers)
        {
            if (timer.State is not { } weak || !IsManagers(weak.GetType()) || Target(weak) is not { } manager || !seen.Add(manager))
                continue;
            try
            {
                AddOf(manager, pools);
            }
            catch (Exception e) when (e is MissingMemberException or InvalidCastException)
            {
                throw new CaptureException($"This runtime ({Environment.Version}) keeps HttpClient's pools otherwise than .NET 10: see HttpClient by owner in /debug/connections.", e);
            }
        }

        return pools;
    }

    [DynamicDependency("_settings", ManagerType, Assembly)]
    [DynamicDependency("_pools", ManagerType, Assembly)]
    [DynamicDependency("_meterFactory", "System.Net.Http.HttpConnectionSettings", Assembly)]
    [DynamicDependency("Host", $"{ManagerType}.HttpConnectionKey", Assembly)]
    [DynamicDependency("Port", $"{ManagerType}.HttpConnectionKey", Assembly)]
    [DynamicDependency("_associatedHttp11ConnectionCount", "System.Net.Http.HttpConnectionPool", Assembly)]
    [DynamicDependency("_associatedHttp2ConnectionCount", "System.Net.Http.HttpConnectionPool", Assembly)]
    private static void AddOf(object manager, List<HttpPool> pools)
    {
        var owner = HttpClientOwner.NameOf(Read(Read(manager, "_settings")!, "_meterFactory") as IMeterFactory) ?? "";
        // A ConcurrentDictionary: it is walked without a lock while requests add to it.
        foreach (DictionaryEntry entry in (IDictionary)Read(manager, "_pools")!)
        {
            var (key, pool) = (entry.Key, entry.Value!);
            // Only a pool to a proxy has no host of its own.
            var host = Read(key, "Host") as string ?? "(proxy)";
            pools.Add(new HttpPool(owner, MeterTables.HostPort(host, (int)Read(key, "Port")!),
                (int)Read(pool, "_associatedHttp11ConnectionCount")! + (int)Read(pool, "_associatedHttp2ConnectionCount")!));
        }
    }

    private static bool IsManagers(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(WeakReference<>) && type.GenericTypeArguments[0].FullName == ManagerType;

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The handler's timers call it, so it is there.")]
    private static object? Target(object weak)
    {
        var arguments = new object?[1];
        return weak.GetType().GetMethod("TryGetTarget")?.Invoke(weak, arguments) is true ? arguments[0] : null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Every field that is read is named as a dependency of the one caller.")]
    private static object? Read(object item, string field) =>
        (item.GetType().GetField(field, Instance) ?? throw new MissingFieldException(item.GetType().Name, field)).GetValue(item);
}
