using System.Diagnostics.Metrics;
using System.Net;

namespace Dashboard.Diagnostics.Connections;

/// <summary>
/// Adds up the connection instruments of HttpClient and Kestrel, for the whole process from <see cref="Start"/> on: they tell changes only, so
/// what was opened before is not in them. Cost: a lock and a look-up for each connection and each outgoing request.
/// </summary>
internal sealed class ConnectionMeters
{
    // A process that talks to ever new hosts must not grow here: rows at zero make room, then the rest shares one row.
    internal const int MaxRows = 1000;
    internal const string Others = "(others)";
    private const string NoOwner = "";

    // Both live as long as the process.
    private static readonly Lazy<ConnectionMeters> Shared = new(Listen);
    private static MeterListener? _listener;

    private readonly Lock _lock = new();
    private readonly Dictionary<ClientKey, ClientRow> _clients = [];
    private readonly Dictionary<ServerKey, ServerRow> _servers = [];

    /// <summary>The first call begins to listen; every call returns the same.</summary>
    public static ConnectionMeters Start() => Shared.Value;

    internal readonly record struct ClientKey(string Owner, string Host, int Port, string Peer);

    internal sealed class ClientRow
    {
        public long Active;
        public long Idle;
        public long Requests;
        public long Closed;

        public bool IsZero => Active == 0 && Idle == 0 && Requests == 0;
    }

    internal readonly record struct ServerKey(string Address, int Port);

    internal sealed class ServerRow
    {
        public long Active;
        public long Queued;
        public long QueuedRequests;
        public long Upgraded;
        public long TlsHandshakes;
        public long Rejected;
    }

    private static ConnectionMeters Listen()
    {
        var meters = new ConnectionMeters();
        _listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (IsWanted(instrument))
                    listener.EnableMeasurementEvents(instrument, OwnerOf(instrument.Meter));
            },
        };
        _listener.SetMeasurementEventCallback<long>(meters.OnChange);
        _listener.SetMeasurementEventCallback<double>(meters.OnDuration);
        _listener.Start();
        return meters;
    }

    private static string OwnerOf(Meter meter) => meter.Tags?.FirstOrDefault(t => t.Key == HttpClientOwner.Tag).Value as string ?? NoOwner;

    private static bool IsWanted(Instrument instrument) => (instrument.Meter.Name, instrument.Name) switch
    {
        ("System.Net.Http", "http.client.open_connections" or "http.client.active_requests" or "http.client.connection.duration") => true,
        ("Microsoft.AspNetCore.Server.Kestrel", "kestrel.active_connections" or "kestrel.queued_connections" or "kestrel.queued_requests"
            or "kestrel.upgraded_connections" or "kestrel.active_tls_handshakes" or "kestrel.rejected_connections") => true,
        _ => false,
    };

    /// <summary>A copy, so that a slow reader holds up no connection.</summary>
    public (List<(ClientKey Key, ClientRow Row)> Clients, List<(ServerKey Key, ServerRow Row)> Servers) Read()
    {
        lock (_lock)
        {
            return (
                [.. _clients.Select(c => (c.Key, new ClientRow { Active = c.Value.Active, Idle = c.Value.Idle, Requests = c.Value.Requests, Closed = c.Value.Closed }))],
                [.. _servers.Select(s => (s.Key, new ServerRow
                {
                    Active = s.Value.Active,
                    Queued = s.Value.Queued,
                    QueuedRequests = s.Value.QueuedRequests,
                    Upgraded = s.Value.Upgraded,
                    TlsHandshakes = s.Value.TlsHandshakes,
                    Rejected = s.Value.Rejected,
                }))]);
        }
    }

    private void OnChange(Instrument instrument, long change, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? owner)
    {
        var read = TagsOf(tags);
        lock (_lock)
        {
            switch (instrument.Name)
            {
                case "http.client.open_connections" when read.State == "idle":
                    Client(owner, read, change).Idle += change;
                    break;
                case "http.client.open_connections":
                    Client(owner, read, change).Active += change;
                    break;
                case "http.client.active_requests":
                    Client(owner, read with { Peer = "" }, change).Requests += change;
                    break;
                case "kestrel.active_connections":
                    Server(read).Active += change;
                    break;
                case "kestrel.queued_connections":
                    Server(read).Queued += change;
                    break;
                case "kestrel.queued_requests":
                    Server(read).QueuedRequests += change;
                    break;
                case "kestrel.upgraded_connections":
                    Server(read).Upgraded += change;
                    break;
                case "kestrel.active_tls_handshakes":
                    Server(read).TlsHandshakes += change;
                    break;
                case "kestrel.rejected_connections":
                    Server(read).Rejected += change;
                    break;
            }
        }
    }

    // Recorded when a connection ends.
    private void OnDuration(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? owner)
    {
        var read = TagsOf(tags);
        lock (_lock)
            Client(owner, read, change: 0).Closed++;
    }

    private ClientRow Client(object? owner, ReadTags tags, long change)
    {
        var key = new ClientKey((string)owner!, tags.Address, tags.Port, tags.Peer);
        if (_clients.TryGetValue(key, out var row))
            return row;
        if (_clients.Count >= MaxRows)
        {
            foreach (var unused in _clients.Where(c => c.Value.IsZero).Select(c => c.Key).ToList())
                _clients.Remove(unused);
        }

        // What goes down and has no row went up when there was no room: the sums stay right.
        if (_clients.Count >= MaxRows || change < 0)
        {
            key = key with { Host = Others, Port = 0, Peer = "" };
            if (_clients.TryGetValue(key, out row))
                return row;
        }

        return _clients[key] = new ClientRow();
    }

    private ServerRow Server(ReadTags tags)
    {
        var key = new ServerKey(tags.Address, tags.Port);
        if (!_servers.TryGetValue(key, out var row))
            _servers[key] = row = new ServerRow();
        return row;
    }

    private readonly record struct ReadTags(string Address, int Port, string Peer, string? State);

    private static ReadTags TagsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string address = "", peer = "";
        string? state = null;
        var port = 0;
        foreach (var (key, value) in tags)
        {
            switch (key)
            {
                case "server.address":
                    address = value as string ?? "";
                    break;
                case "server.port":
                    port = value as int? ?? 0;
                    break;
                case "network.peer.address":
                    peer = Normalize(value as string);
                    break;
                case "http.connection.state":
                    state = value as string;
                    break;
            }
        }

        return new ReadTags(address, port, peer, state);
    }

    private static string Normalize(string? address) =>
        address is not null && address.StartsWith("::ffff:", StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(address, out var mapped)
            ? mapped.MapToIPv4().ToString()
            : address ?? "";
}
