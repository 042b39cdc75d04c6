using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Connections;

/// <summary>Groups sockets by where they lead: outgoing by remote endpoint, incoming by the local port that was connected to.</summary>
internal sealed class SocketGrouping(OwnSockets sockets)
{
    private readonly Dictionary<(TcpEndpoint Endpoint, bool Incoming), Group> _groups = [];

    public void Add(in TcpSocket socket)
    {
        var incoming = sockets.IsIncoming(socket);
        var key = (incoming ? new TcpEndpoint(default, socket.Local.Port) : socket.Remote, incoming);
        if (!_groups.TryGetValue(key, out var group))
            _groups[key] = group = new Group();
        group.Count++;
        group.States[socket.State] = group.States.GetValueOrDefault(socket.State) + 1;
        group.SendQueueBytes += socket.SendQueueBytes;
        group.ReceiveQueueBytes += socket.ReceiveQueueBytes;
        if (incoming)
            group.Remotes[socket.Remote.Address] = group.Remotes.GetValueOrDefault(socket.Remote.Address) + 1;
    }

    public List<SocketGroup> ToGroups(SocketOwners owners) =>
        [.. _groups.Select(g =>
            {
                var (endpoint, incoming) = g.Key;
                var busiest = g.Value.Remotes.Count == 0 ? (UInt128?)null : g.Value.Remotes.MaxBy(r => r.Value).Key;
                return new SocketGroup(
                    incoming ? $":{endpoint.Port}" : endpoint.ToString(),
                    incoming ? "in" : "out",
                    g.Value.Count,
                    g.Value.States.OrderByDescending(s => s.Value).ToDictionary(s => TcpStates.Name(s.Key), s => s.Value),
                    owners.Of(endpoint, incoming),
                    g.Value.Remotes.Count,
                    busiest is { } address ? new TcpEndpoint(address, 0).AddressText : null,
                    g.Value.SendQueueBytes,
                    g.Value.ReceiveQueueBytes);
            })
            .OrderByDescending(g => g.Count).ThenBy(g => g.Endpoint, StringComparer.Ordinal)];

    private sealed class Group
    {
        public int Count;
        public long SendQueueBytes;
        public long ReceiveQueueBytes;
        public readonly Dictionary<TcpState, int> States = [];
        public readonly Dictionary<UInt128, int> Remotes = [];
    }
}
