using System.Globalization;

namespace Dashboard.Diagnostics.Connections;

/// <summary>The meters' rows as people read them: by server and by owner.</summary>
internal static class MeterTables
{
    public static List<ClientServer> Clients(List<(ConnectionMeters.ClientKey Key, ConnectionMeters.ClientRow Row)> rows) =>
        // A request is counted before it has a connection and knows no peer: it belongs to its server's row.
        [.. rows.GroupBy(r => (r.Key.Owner, Server: HostPort(r.Key.Host, r.Key.Port)))
            .Select(g => new ClientServer(
                g.Key.Owner,
                g.Key.Server,
                string.Join(", ", g.Select(r => r.Key.Peer).Where(p => p.Length > 0).Distinct().Order(StringComparer.Ordinal)),
                g.Sum(r => r.Row.Active + r.Row.Idle),
                g.Sum(r => r.Row.Idle),
                g.Sum(r => r.Row.Requests),
                g.Sum(r => r.Row.Closed)))
            .OrderByDescending(c => c.OpenConnections).ThenBy(c => c.Server, StringComparer.Ordinal)];

    public static List<ClientOwner> Owners(List<ClientServer> clients)
    {
        var made = HttpClientOwner.HandlersMade.ToDictionary(h => h.Owner, h => h.HandlersMade);
        return [.. clients.Select(c => c.Owner).Union(made.Keys)
            .Select(owner => (Owner: owner, Clients: clients.Where(c => c.Owner == owner).ToList()))
            .Select(o => new ClientOwner(
                o.Owner,
                made.TryGetValue(o.Owner, out var handlers) ? handlers : null,
                o.Clients.Sum(c => c.OpenConnections),
                o.Clients.Sum(c => c.IdleConnections),
                o.Clients.Sum(c => c.ActiveRequests),
                o.Clients.Sum(c => c.ClosedConnections)))
            .OrderByDescending(o => o.OpenConnections).ThenBy(o => o.Owner, StringComparer.Ordinal)];
    }

    public static List<ServerEndpoint> Servers(List<(ConnectionMeters.ServerKey Key, ConnectionMeters.ServerRow Row)> rows) =>
        [.. rows.Select(r => new ServerEndpoint(
                HostPort(r.Key.Address, r.Key.Port), r.Row.Active, r.Row.Queued, r.Row.QueuedRequests, r.Row.Upgraded, r.Row.TlsHandshakes, r.Row.Rejected))
            .OrderByDescending(s => s.ActiveConnections).ThenBy(s => s.Endpoint, StringComparer.Ordinal)];

    public static string HostPort(string host, int port) =>
        port == 0 ? host : string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':') && host[0] != '[' ? $"[{host}]" : host)}:{port}");
}
