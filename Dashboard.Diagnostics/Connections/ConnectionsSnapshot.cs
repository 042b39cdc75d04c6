namespace Dashboard.Diagnostics.Connections;

/// <summary>The connections of this process at one moment. Remote hosts and ports only, never a URL.</summary>
internal sealed record ConnectionsSnapshot
{
    public required DateTimeOffset At { get; init; }

    /// <summary>"sockets": from the kernel. "meters": only what HttpClient and Kestrel tell.</summary>
    public required string Source { get; init; }

    /// <summary>TCP sockets of this process, listening ones too.</summary>
    public required int TcpSockets { get; init; }

    public required int Established { get; init; }

    /// <summary>UDP, Unix and other sockets.</summary>
    public required int OtherSockets { get; init; }

    /// <summary>Open descriptors of every kind; null where the system does not tell.</summary>
    public required int? Descriptors { get; init; }

    /// <summary>Active timers: each living HttpClient pool has at least one, so connections and timers that rise together are a client for each call.</summary>
    public required long Timers { get; init; }

    /// <summary>By remote endpoint (outgoing) or local port (incoming), most first.</summary>
    public required IReadOnlyList<SocketGroup> Groups { get; init; }

    public required IReadOnlyList<ListeningSocket> Listening { get; init; }

    /// <summary>Of the whole network namespace: the kernel has taken these from their process.</summary>
    public required IReadOnlyList<SocketGroup> TimeWait { get; init; }

    /// <summary>HttpClient by owner.</summary>
    public required IReadOnlyList<ClientOwner> Owners { get; init; }

    /// <summary>HttpClient by owner and server.</summary>
    public required IReadOnlyList<ClientServer> Clients { get; init; }

    /// <summary>Kestrel by endpoint.</summary>
    public required IReadOnlyList<ServerEndpoint> Servers { get; init; }

    /// <summary>Each socket, with debug=2.</summary>
    public required IReadOnlyList<SocketLine>? Sockets { get; init; }
}

/// <param name="Endpoint">Outgoing: remote address and port. Incoming: local port, as ":5080".</param>
/// <param name="Direction">"out" or "in".</param>
/// <param name="States">TCP state and how many.</param>
/// <param name="Owners">Who has them, as far as HttpClient and Kestrel tell.</param>
/// <param name="RemoteAddresses">Incoming: how many different ones.</param>
/// <param name="BusiestRemoteAddress">Incoming: the one with most sockets.</param>
/// <param name="SendQueueBytes">Sent and not acknowledged.</param>
/// <param name="ReceiveQueueBytes">Arrived and not read.</param>
internal sealed record SocketGroup(
    string Endpoint, string Direction, int Count, IReadOnlyDictionary<string, int> States, IReadOnlyDictionary<string, long> Owners,
    int RemoteAddresses, string? BusiestRemoteAddress, long SendQueueBytes, long ReceiveQueueBytes);

/// <param name="Waiting">Connections that nobody has accepted yet.</param>
internal sealed record ListeningSocket(string Endpoint, long Waiting);

/// <param name="Owner">As named by HttpClientOwner; empty for clients without a name.</param>
/// <param name="HandlersMade">Since the start; null without a name.</param>
internal sealed record ClientOwner(string Owner, long? HandlersMade, long OpenConnections, long IdleConnections, long ActiveRequests, long ClosedConnections);

internal sealed record ClientServer(string Owner, string Server, string Peer, long OpenConnections, long IdleConnections, long ActiveRequests, long ClosedConnections);

internal sealed record ServerEndpoint(
    string Endpoint, long ActiveConnections, long QueuedConnections, long QueuedRequests, long UpgradedConnections, long TlsHandshakes, long RejectedConnections);

internal sealed record SocketLine(string Local, string Remote, string Direction, string State, long SendQueueBytes, long ReceiveQueueBytes);
