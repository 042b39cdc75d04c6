using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Connections;

/// <summary>Puts the kernel's sockets beside what HttpClient and Kestrel say of them. One capture at a time: its lists are reused.</summary>
internal sealed class ConnectionsCapture(TimeProvider timeProvider, ConnectionMeters meters)
{
    private readonly Lock _lock = new();
    private readonly OwnSockets _sockets = new();

    public ConnectionsSnapshot Read(bool eachSocket)
    {
        var (clients, servers) = meters.Read();
        if (!OwnSockets.Supported)
            return FromMeters(clients, servers);
        lock (_lock)
        {
            _sockets.ReadTables();
            return FromSockets(clients, servers, eachSocket);
        }
    }

    /// <summary>Established connections, the cheap way.</summary>
    public long CountEstablished() => Count(static socket => socket.State == TcpState.Established);

    /// <summary>TCP sockets in any state, the cheap way.</summary>
    public long CountSockets() => Count(static _ => true);

    private long Count(Func<TcpSocket, bool> isWanted)
    {
        if (!OwnSockets.Supported)
        {
            var (clients, servers) = meters.Read();
            return clients.Sum(c => c.Row.Active + c.Row.Idle) + servers.Sum(s => s.Row.Active);
        }

        lock (_lock)
        {
            _sockets.ReadDescriptors();
            var count = 0;
            foreach (ref readonly var socket in _sockets.Open)
                count += isWanted(socket) ? 1 : 0;
            return count;
        }
    }

    private ConnectionsSnapshot FromSockets(
        List<(ConnectionMeters.ClientKey Key, ConnectionMeters.ClientRow Row)> clients,
        List<(ConnectionMeters.ServerKey Key, ConnectionMeters.ServerRow Row)> servers,
        bool eachSocket)
    {
        var groups = new SocketGrouping(_sockets);
        var timeWait = new SocketGrouping(_sockets);
        var listening = new List<ListeningSocket>();
        var lines = eachSocket ? new List<SocketLine>() : null;
        var established = 0;
        foreach (ref readonly var socket in _sockets.Open)
        {
            established += socket.State == TcpState.Established ? 1 : 0;
            if (socket.State == TcpState.Listen)
                listening.Add(new ListeningSocket(socket.Local.ToString(), socket.ReceiveQueueBytes));
            else
                groups.Add(socket);
            lines?.Add(new SocketLine(
                socket.Local.ToString(), socket.State == TcpState.Listen ? "" : socket.Remote.ToString(),
                socket.State == TcpState.Listen ? "listen" : _sockets.IsIncoming(socket) ? "in" : "out",
                TcpStates.Name(socket.State), socket.SendQueueBytes, socket.ReceiveQueueBytes));
        }

        foreach (ref readonly var socket in _sockets.TimeWait)
            timeWait.Add(socket);

        var owners = new SocketOwners(clients, servers);
        lines?.Sort((a, b) => string.CompareOrdinal(a.Remote, b.Remote) is not 0 and var order ? order : string.CompareOrdinal(a.Local, b.Local));
        return Shared(clients, servers) with
        {
            Source = "sockets",
            TcpSockets = _sockets.Open.Length,
            Established = established,
            OtherSockets = _sockets.OtherSockets,
            Descriptors = _sockets.DescriptorCount,
            Groups = groups.ToGroups(owners),
            Listening = [.. listening.OrderBy(l => l.Endpoint, StringComparer.Ordinal)],
            TimeWait = timeWait.ToGroups(SocketOwners.None),
            Sockets = lines,
        };
    }

    private ConnectionsSnapshot FromMeters(
        List<(ConnectionMeters.ClientKey Key, ConnectionMeters.ClientRow Row)> clients,
        List<(ConnectionMeters.ServerKey Key, ConnectionMeters.ServerRow Row)> servers)
    {
        var shared = Shared(clients, servers);
        SocketGroup Group(string endpoint, string direction, long count) => new(
            endpoint, direction, (int)count, new Dictionary<string, int> { ["open"] = (int)count }, new Dictionary<string, long>(), 0, null, 0, 0);
        var groups = shared.Clients.GroupBy(c => c.Server).Select(g => Group(g.Key, "out", g.Sum(c => c.OpenConnections)))
            .Concat(shared.Servers.Select(s => Group(s.Endpoint, "in", s.ActiveConnections)))
            .OrderByDescending(g => g.Count).ToList();
        return shared with { Groups = groups, TcpSockets = groups.Sum(g => g.Count), Established = groups.Sum(g => g.Count) };
    }

    private ConnectionsSnapshot Shared(
        List<(ConnectionMeters.ClientKey Key, ConnectionMeters.ClientRow Row)> clients,
        List<(ConnectionMeters.ServerKey Key, ConnectionMeters.ServerRow Row)> servers)
    {
        var byServer = MeterTables.Clients(clients);
        return new ConnectionsSnapshot
        {
            At = timeProvider.GetUtcNow(),
            Source = "meters",
            TcpSockets = 0,
            Established = 0,
            OtherSockets = 0,
            Descriptors = null,
            Timers = Timer.ActiveCount,
            Groups = [],
            Listening = [],
            TimeWait = [],
            Owners = MeterTables.Owners(byServer),
            Clients = byServer,
            Servers = MeterTables.Servers(servers),
            Sockets = null,
        };
    }
}
