using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Connections;

internal static class ConnectionsPage
{
    private const string Unnamed = "(not named)";

    public static Page LayOut(ConnectionsSnapshot connections, Probe probe)
    {
        List<Section> sections = [Facts(connections), Groups(connections), Owners(connections), Clients(connections), Servers(connections)];
        if (connections.Source == "sockets")
            sections.AddRange([Listening(connections), TimeWait(connections)]);
        if (connections.Sockets is { } sockets)
            sections.Add(Each(sockets));
        return new Page($"{Units.Count(connections.Established)} connections", probe.Description, sections)
        {
            Links = PageLinks.For(probe.Name, hasDetail: true),
        };
    }

    private static FactList Facts(ConnectionsSnapshot connections)
    {
        List<Fact> facts =
        [
            new("Established", Units.Count(connections.Established), $"of {Units.Count(connections.TcpSockets)} TCP sockets"),
            new("Timers", Units.Count(connections.Timers), "active; at least one for each living HttpClient pool"),
        ];
        if (connections.Descriptors is { } descriptors)
            facts.Insert(1, new("Descriptors", Units.Count(descriptors), $"sockets that are not TCP: {Units.Count(connections.OtherSockets)}"));
        return new FactList("In all", facts,
            (connections.Source == "meters" ? "Only what HttpClient and Kestrel tell: the sockets themselves are read on Linux. " : "")
                + "Sockets and timers that rise together tell of a client made anew for each call.");
    }

    private static Table Groups(ConnectionsSnapshot connections)
    {
        var most = connections.Groups.Count == 0 ? 1 : connections.Groups[0].Count;
        return new Table("By endpoint",
            [
                new("Sockets", ColumnKind.Number), new("", ColumnKind.Text), new("Endpoint", ColumnKind.Code), new("Owner"), new("States"),
                new("To send", ColumnKind.Number), new("To read", ColumnKind.Number), new("From"),
            ],
            [.. connections.Groups.Select(g => new Cell[]
            {
                new(Units.Count(g.Count), (double)g.Count / most),
                g.Direction == "in" ? "in on" : "out to",
                g.Endpoint,
                OwnersOf(g),
                StatesOf(g),
                Units.Bytes(g.SendQueueBytes),
                Units.Bytes(g.ReceiveQueueBytes),
                g.BusiestRemoteAddress is not { } busiest ? "" : g.RemoteAddresses == 1 ? busiest : $"{Units.Count(g.RemoteAddresses)} addresses, most {busiest}",
            })]);
    }

    private static Table Owners(ConnectionsSnapshot connections) => new("HttpClient by owner",
        [
            new("Open", ColumnKind.Number), new("Idle", ColumnKind.Number), new("Requests", ColumnKind.Number), new("Closed", ColumnKind.Number),
            new("Handlers made", ColumnKind.Number), new("Owner"),
        ],
        [.. connections.Owners.Select(o => new Cell[]
        {
            o.OpenConnections, o.IdleConnections, o.ActiveRequests, o.ClosedConnections,
            o.HandlersMade is { } made ? Units.Count(made) : "",
            Named(o.Owner),
        })],
        "A handler is named by MeterFactory = HttpClientOwner.Named(\"…\"). Connections opened before the endpoints were added are not counted.")
    {
        Empty = "No HttpClient has connected yet.",
    };

    private static Table Clients(ConnectionsSnapshot connections) => new("HttpClient by server",
        [
            new("Open", ColumnKind.Number), new("Idle", ColumnKind.Number), new("Requests", ColumnKind.Number), new("Closed", ColumnKind.Number),
            new("Server", ColumnKind.Code), new("Peer", ColumnKind.Code), new("Owner"),
        ],
        [.. connections.Clients.Select(c => new Cell[]
        {
            c.OpenConnections, c.IdleConnections, c.ActiveRequests, c.ClosedConnections, c.Server, c.Peer, Named(c.Owner),
        })])
    {
        Empty = "No HttpClient has connected yet.",
    };

    private static Table Servers(ConnectionsSnapshot connections) => new("Kestrel by endpoint",
        [
            new("Active", ColumnKind.Number), new("Upgraded", ColumnKind.Number), new("Queued", ColumnKind.Number), new("Queued requests", ColumnKind.Number),
            new("TLS handshakes", ColumnKind.Number), new("Rejected", ColumnKind.Number), new("Endpoint", ColumnKind.Code),
        ],
        [.. connections.Servers.Select(s => new Cell[]
        {
            s.ActiveConnections, s.UpgradedConnections, s.QueuedConnections, s.QueuedRequests, s.TlsHandshakes, s.RejectedConnections, s.Endpoint,
        })],
        "Upgraded are WebSockets. Rejected counts since the start.")
    {
        Empty = "Kestrel has accepted no connection yet.",
    };

    private static Table Listening(ConnectionsSnapshot connections) => new("Listening",
        [new("Not accepted yet", ColumnKind.Number), new("Endpoint", ColumnKind.Code)],
        [.. connections.Listening.Select(l => new Cell[] { l.Waiting, l.Endpoint })]);

    private static Table TimeWait(ConnectionsSnapshot connections) => new("TIME_WAIT of the network namespace",
        [new("Sockets", ColumnKind.Number), new("", ColumnKind.Text), new("Endpoint", ColumnKind.Code)],
        [.. connections.TimeWait.Select(g => new Cell[] { g.Count, g.Direction == "in" ? "in on" : "out to", g.Endpoint })],
        "Closed by this side within the last minute. The kernel has taken them from their process: some may have been another's.");

    private static Table Each(IReadOnlyList<SocketLine> sockets) => new("Each socket",
        [
            new("Local", ColumnKind.Code), new("", ColumnKind.Text), new("Remote", ColumnKind.Code), new("State"),
            new("To send", ColumnKind.Number), new("To read", ColumnKind.Number),
        ],
        [.. sockets.Select(s => new Cell[]
        {
            s.Local, s.Direction, s.Remote, s.State, s.Direction == "listen" ? "" : Units.Bytes(s.SendQueueBytes), s.Direction == "listen" ? "" : Units.Bytes(s.ReceiveQueueBytes),
        })]);

    private static string Named(string owner) => owner.Length == 0 ? Unnamed : owner;

    private static string StatesOf(SocketGroup group) =>
        group.States.Count == 1 ? group.States.First().Key : string.Join(", ", group.States.Select(s => $"{Units.Count(s.Value)} {s.Key}"));

    private static string OwnersOf(SocketGroup group) =>
        group.Owners.Count == 1 ? group.Owners.First().Key : string.Join(", ", group.Owners.OrderByDescending(o => o.Value).Select(o => $"{o.Key} {Units.Count(o.Value)}"));
}
