using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Connections;

public sealed class ConnectionsTests
{
    [Fact]
    public async Task Sockets_come_by_endpoint_direction_and_owner_beside_the_meters()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var server = await DebugHost.StartAsync();
        await using var host = await DebugHost.StartAsync();
        var owner = $"planted-{server.Port}";
        var clients = Enumerable.Range(0, 9).Select(_ => new HttpClient(new SocketsHttpHandler { MeterFactory = HttpClientOwner.Named(owner) })).ToList();
        foreach (var client in clients)
            await client.GetStringAsync(new Uri(server.Address, "/debug/memory"), TestContext.Current.CancellationToken);

        var json = await host.JsonAsync("/debug/connections?format=json");
        var html = await host.TextAsync("/debug/connections?format=html");

        var outgoing = Group(json, $"127.0.0.1:{server.Port}", "out");
        Assert.Equal(9, outgoing.GetProperty("count").GetInt32());
        Assert.Equal(9, outgoing.GetProperty("states").GetProperty("ESTABLISHED").GetInt32());
        Assert.Equal(9, outgoing.GetProperty("owners").GetProperty(owner).GetInt32());
        var incoming = Group(json, $":{server.Port}", "in");
        // The port was free a moment ago: a client of another test's server that had it may still try it.
        var arrived = incoming.GetProperty("count").GetInt32();
        Assert.InRange(arrived, 9, 11);
        Assert.InRange(incoming.GetProperty("owners").GetProperty("Kestrel").GetInt32(), 9, arrived);
        Assert.Equal("127.0.0.1", incoming.GetProperty("busiestRemoteAddress").GetString());
        Assert.Contains(json.GetProperty("listening").EnumerateArray(), l => l.GetProperty("endpoint").GetString() == $"127.0.0.1:{server.Port}");
        var counted = json.GetProperty("owners").EnumerateArray().Single(o => o.GetProperty("owner").GetString() == owner);
        Assert.Equal((9, 9, 0, 9), (
            counted.GetProperty("openConnections").GetInt32(), counted.GetProperty("idleConnections").GetInt32(),
            counted.GetProperty("activeRequests").GetInt32(), counted.GetProperty("handlersMade").GetInt32()));
        var kestrel = json.GetProperty("servers").EnumerateArray().Single(s => s.GetProperty("endpoint").GetString() == $"127.0.0.1:{server.Port}");
        Assert.InRange(kestrel.GetProperty("activeConnections").GetInt32(), 9, 11);
        Assert.Contains(owner, html, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("sockets").ValueKind);

        clients.ForEach(c => c.Dispose());
        var after = await host.JsonAsync("/debug/connections?format=json");
        counted = after.GetProperty("owners").EnumerateArray().Single(o => o.GetProperty("owner").GetString() == owner);
        Assert.Equal((0, 9), (counted.GetProperty("openConnections").GetInt32(), counted.GetProperty("closedConnections").GetInt32()));
    }

    [Fact]
    public async Task One_handler_that_is_shared_is_one_handler_however_many_requests()
    {
        await using var server = await DebugHost.StartAsync();
        var owner = $"shared-{server.Port}";
        using var client = new HttpClient(new SocketsHttpHandler { MeterFactory = HttpClientOwner.Named(owner) });
        for (var i = 0; i < 5; i++)
            await client.GetStringAsync(new Uri(server.Address, "/debug/memory"), TestContext.Current.CancellationToken);

        var json = await server.JsonAsync("/debug/connections?format=json");

        var counted = json.GetProperty("owners").EnumerateArray().Single(o => o.GetProperty("owner").GetString() == owner);
        Assert.Equal((1, 1), (counted.GetProperty("openConnections").GetInt32(), counted.GetProperty("handlersMade").GetInt32()));
    }

    [Fact]
    public async Task A_peer_that_left_is_CLOSE_WAIT_and_a_connection_closed_here_is_TIME_WAIT()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var cancellation = TestContext.Current.CancellationToken;
        await using var host = await DebugHost.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
        using (var accepted = await listener.AcceptTcpClientAsync(cancellation))
            await accepted.GetStream().WriteAsync("three unread bytes"u8.ToArray(), cancellation);
        using var peek = client.Client;
        Assert.True(peek.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead));

        var group = await UntilAsync(host, $"127.0.0.1:{port}", "groups", g => g.GetProperty("states").TryGetProperty("CLOSE_WAIT", out _));
        Assert.Equal(18, group.GetProperty("receiveQueueBytes").GetInt32() - group.GetProperty("states").GetProperty("CLOSE_WAIT").GetInt32());

        var each = (await host.JsonAsync("/debug/connections?format=json&debug=2")).GetProperty("sockets").EnumerateArray()
            .Single(s => s.GetProperty("remote").GetString() == $"127.0.0.1:{port}");
        Assert.Equal(("out", "CLOSE_WAIT"), (each.GetProperty("direction").GetString(), each.GetProperty("state").GetString()));

        // This side reads what is left and closes last; the other side closed first and waits.
        await client.GetStream().ReadExactlyAsync(new byte[18], cancellation);
        client.Close();
        var waiting = await UntilAsync(host, $":{port}", "timeWait", _ => true);
        Assert.Equal(("in", 1), (waiting.GetProperty("direction").GetString(), waiting.GetProperty("count").GetInt32()));
    }

    [Fact]
    public void The_cheap_reading_and_the_kernels_table_agree()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        listener.Listen();
        var port = (ushort)((IPEndPoint)listener.LocalEndPoint!).Port;
        using var four = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        four.Connect(IPAddress.Loopback, port);
        using var six = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        six.Connect(IPAddress.IPv6Loopback, port);
        using var acceptedFour = listener.Accept();
        using var acceptedSix = listener.Accept();

        var sockets = new OwnSockets();
        sockets.ReadDescriptors();
        var cheap = Mine(sockets);
        sockets.ReadTables();
        var table = Mine(sockets);

        Assert.Equal(5, table.Count);
        Assert.Equal(table, cheap);
        Assert.Equal(2, table.Count(s => s.EndsWith("in", StringComparison.Ordinal)));

        List<string> Mine(OwnSockets own)
        {
            var found = new List<string>();
            foreach (ref readonly var socket in own.Open)
            {
                if (socket.Local.Port == port || socket.Remote.Port == port)
                    found.Add($"{socket.Local} {(socket.State == TcpState.Listen ? "-" : socket.Remote)} {socket.State} {(own.IsIncoming(socket) ? "in" : "out")}");
            }

            found.Sort(StringComparer.Ordinal);
            return found;
        }
    }

    [Fact]
    public void Both_ways_to_list_the_descriptors_find_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        using var file = File.OpenHandle(Environment.ProcessPath!);
        var fast = new List<int>();
        var plain = new List<int>();
        Descriptors.Read(fast);
        Descriptors.ReadPlainly(plain);

        Assert.Contains((int)file.DangerousGetHandle(), fast);
        Assert.Contains((int)file.DangerousGetHandle(), plain);
        Assert.True(fast.Intersect(plain).Count() >= 10, $"{fast.Count} and {plain.Count}");
        Assert.DoesNotContain(-1, fast);
    }

    [Fact]
    public void Ever_new_hosts_share_one_row_when_there_are_too_many()
    {
        var meters = ConnectionMeters.Start();
        using var meter = new Meter("System.Net.Http");
        var open = meter.CreateUpDownCounter<long>("http.client.open_connections");
        void Change(int host, int by) => open.Add(by,
            new("server.address", $"host-{host}.example"), new("server.port", 443), new("http.connection.state", "idle"), new("network.peer.address", "192.0.2.9"));

        for (var host = 0; host < ConnectionMeters.MaxRows + 200; host++)
            Change(host, 1);
        var full = meters.Read().Clients;
        var others = full.Where(c => c.Key.Host == ConnectionMeters.Others).Sum(c => c.Row.Idle);
        for (var host = 0; host < ConnectionMeters.MaxRows + 200; host++)
            Change(host, -1);
        Change(100_000, 1);
        var after = meters.Read().Clients;
        Change(100_000, -1);
        var end = meters.Read().Clients;

        Assert.InRange(full.Count, ConnectionMeters.MaxRows, ConnectionMeters.MaxRows + 5);
        Assert.InRange(others, 200, 260);
        Assert.Contains(after, c => c.Key.Host == "host-100000.example" && c.Row.Idle == 1);
        // Rows at zero go when one is needed, which another test's connection may do in between: the bound holds, the moment is open.
        Assert.InRange(after.Count, 1, ConnectionMeters.MaxRows);
        Assert.Equal(0, end.Where(c => c.Key.Host.StartsWith("host-", StringComparison.Ordinal) || c.Key.Host == ConnectionMeters.Others).Sum(c => c.Row.Idle));
    }

    private static JsonElement Group(JsonElement json, string endpoint, string direction) => json.GetProperty("groups").EnumerateArray()
        .Single(g => g.GetProperty("endpoint").GetString() == endpoint && g.GetProperty("direction").GetString() == direction);

    /// <summary>The kernel changes states a moment after the calls return: ask until it has, within the test's time limit.</summary>
    private static async Task<JsonElement> UntilAsync(DebugHost host, string endpoint, string list, Func<JsonElement, bool> isThere)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var json = await host.JsonAsync("/debug/connections?format=json");
            foreach (var group in json.GetProperty(list).EnumerateArray())
            {
                if (group.GetProperty("endpoint").GetString() == endpoint && isThere(group))
                    return group;
            }
        }
    }
}
