namespace Dashboard.Diagnostics.Threads;

/// <summary>What a thread is for, by the name that the runtime, Kestrel or a library gave it.</summary>
internal static class ThreadRole
{
    // The kernel keeps 15 bytes, so a longer name is compared by its beginning.
    private static readonly (string Prefix, string Role)[] Roles =
    [
        (".NET TP Worker", "pool worker"),
        (".NET TP Gate", "pool gate"),
        (".NET TP Wait", "pool waits"),
        (".NET TP IO", "pool I/O"),
        (".NET Sockets", "socket I/O"),
        (".NET Finalizer", "finalizer"),
        (".NET Server GC", "GC"),
        (".NET BGC", "GC"),
        (".NET BG", "GC"),
        (".NET GC", "GC"),
        (".NET Tiered", "tiered compilation"),
        (".NET Timer", "timers"),
        (".NET Long Runn", "long-running task"),
        (".NET SigHandler", "signals"),
        (".NET SynchManag", "wait handles"),
        (".NET EventPipe", "event pipe"),
        (".NET EV", "event pipe"),
        (".NET File Watch", "file watcher"),
        (".NET", "runtime"),
        ("dotnet-ust", "tracing"),
        ("Kestrel", "Kestrel"),
        ("Console logger", "logging"),
    ];

    public static string Of(string name, bool isMain)
    {
        foreach (var (prefix, role) in Roles)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return role;
        }

        return isMain ? "main" : "application or native";
    }
}
