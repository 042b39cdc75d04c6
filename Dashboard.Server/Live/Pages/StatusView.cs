using System.Reflection;
using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pages;

internal static class StatusView
{
    private static readonly string ServerVersionText =
        typeof(StatusView).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>The header; null before the collector has said what it collects from.</summary>
    public static Status? Of(HistoryReader reader) => reader.Collection is not { } collection ? null : new Status
    {
        Version = reader.Version,
        At = reader.At.ToUnixTimeMilliseconds(),
        Cluster = collection.ClusterName,
        Source = collection.Source,
        Demo = collection.Demo,
        ServerVersion = ServerVersionText,
        CollectionIntervalMilliseconds = (long)collection.Interval.TotalMilliseconds,
        Sources = Source.AllOf(reader),
    };
}
