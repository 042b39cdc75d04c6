using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Connections;

/// <summary>Who has the sockets of an endpoint: owners of HttpClient handlers by the peer that they are connected to, Kestrel by its port.</summary>
internal sealed class SocketOwners
{
    public static readonly SocketOwners None = new([], []);

    private static readonly Dictionary<string, long> Nobody = [];

    private readonly Dictionary<(string Peer, int Port), Dictionary<string, long>> _clients = [];
    private readonly Dictionary<int, long> _serverPorts = [];

    public SocketOwners(
        List<(ConnectionMeters.ClientKey Key, ConnectionMeters.ClientRow Row)> clients,
        List<(ConnectionMeters.ServerKey Key, ConnectionMeters.ServerRow Row)> servers)
    {
        foreach (var (key, row) in clients)
        {
            // Through a proxy the peer is the proxy and the port is not: then the endpoint stays without an owner.
            if (row.Active + row.Idle <= 0 || key.Peer.Length == 0)
                continue;
            if (!_clients.TryGetValue((key.Peer, key.Port), out var owners))
                _clients[(key.Peer, key.Port)] = owners = [];
            var owner = key.Owner.Length == 0 ? "HttpClient" : key.Owner;
            owners[owner] = owners.GetValueOrDefault(owner) + row.Active + row.Idle;
        }

        foreach (var (key, row) in servers)
            _serverPorts[key.Port] = _serverPorts.GetValueOrDefault(key.Port) + row.Active;
    }

    public Dictionary<string, long> Of(TcpEndpoint endpoint, bool incoming)
    {
        if (incoming)
            return _serverPorts.TryGetValue(endpoint.Port, out var active) ? new() { ["Kestrel"] = active } : Nobody;
        return _clients.GetValueOrDefault((endpoint.AddressText, endpoint.Port)) ?? Nobody;
    }
}
