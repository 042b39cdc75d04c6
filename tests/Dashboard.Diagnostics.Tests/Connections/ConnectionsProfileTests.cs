using System.Net;
using System.Net.Sockets;
using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;

namespace Dashboard.Diagnostics.Tests.Connections;

public sealed class ConnectionsProfileTests
{
    [Fact]
    public async Task Sockets_to_an_endpoint_come_with_state_owner_and_direction()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        await using var server = await DebugHost.StartAsync();
        await using var host = await DebugHost.StartAsync();
        var owner = $"profiled-{server.Port}";
        var clients = Enumerable.Range(0, 7).Select(_ => new HttpClient(new SocketsHttpHandler { MeterFactory = HttpClientOwner.Named(owner) })).ToList();
        foreach (var client in clients)
            await client.GetStringAsync(new Uri(server.Address, "/debug/memory"), TestContext.Current.CancellationToken);
        using var bare = new TcpClient();
        await bare.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);

        var file = await DecodedProfile.FromAsync(host, "/debug/pprof/connections");
        var text = await host.TextAsync("/debug/pprof/connections?debug=1");
        var endpoint = $"127.0.0.1:{server.Port}";

        Assert.Equal(["connections/count"], file.SampleTypes);
        Assert.Equal(7, One(file, endpoint, "ESTABLISHED", owner, "out"));
        Assert.Equal(1, One(file, endpoint, "ESTABLISHED", ConnectionsProfile.NoOwner, "out"));
        Assert.Equal(1, One(file, endpoint, "LISTEN", ConnectionsProfile.NoOwner, "listen"));
        Assert.Equal(8, file.Samples.Where(s => s.Labels["endpoint"] == $":{server.Port}" && s.Labels["direction"] == "in").Sum(s => s.Values[0]));
        // In Go's text the same group is one line with its frames from the endpoint to the direction.
        Assert.Matches($@"(?m)^7 @(?: 0x[0-9a-f]+){{4}}\n#\t0x[0-9a-f]+\t{endpoint}\+0x8\t.*\n#\t\S+\tESTABLISHED\+0x8\t.*\n#\t\S+\t{owner}\+0x8\t.*\n#\t\S+\tout\+0x8", text);

        clients.ForEach(c => c.Dispose());
        file = await DecodedProfile.FromAsync(host, "/debug/pprof/connections");
        Assert.DoesNotContain(file.Samples, s => s.Labels["owner"] == owner);
    }

    [Fact]
    public void Owners_are_spread_over_the_states_that_they_can_hold()
    {
        var group = new SocketGroup("10.0.0.1:443", "out", 12,
            new Dictionary<string, int> { ["SYN_SENT"] = 2, ["CLOSE_WAIT"] = 4, ["ESTABLISHED"] = 6 }, new Dictionary<string, long> { ["a"] = 3, ["b"] = 5 }, 0, null, 0, 0);
        var profile = ConnectionsProfile.Build(Snapshot([group]));

        Assert.Equal(
            ["ESTABLISHED b 5", "ESTABLISHED a 1", "CLOSE_WAIT a 2", $"CLOSE_WAIT {ConnectionsProfile.NoOwner} 2", $"SYN_SENT {ConnectionsProfile.NoOwner} 2"],
            profile.Samples.Select(s => $"{s.Labels[1].Text} {s.Labels[2].Text} {s.Values[0]}"));
    }

    [Fact]
    public async Task Each_handler_that_lives_is_a_pool_of_its_own_and_a_shared_one_is_one()
    {
        await using var server = await DebugHost.StartAsync();
        var (many, one) = ($"many-{server.Port}", $"one-{server.Port}");
        var clients = Enumerable.Range(0, 11).Select(i => new HttpClient(new SocketsHttpHandler
        {
            MeterFactory = HttpClientOwner.Named(many),
            PooledConnectionIdleTimeout = i % 2 == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMinutes(5),
        })).ToList();
        using var shared = new HttpClient(new SocketsHttpHandler { MeterFactory = HttpClientOwner.Named(one) });
        foreach (var client in clients)
        {
            await client.GetStringAsync(new Uri(server.Address, "/debug/memory"), TestContext.Current.CancellationToken);
            await shared.GetStringAsync(new Uri(server.Address, "/debug/memory"), TestContext.Current.CancellationToken);
        }

        var file = await DecodedProfile.FromAsync(server, "/debug/pprof/pools");
        Assert.Equal(["pools/count", "connections/count"], file.SampleTypes);
        var ofMany = Assert.Single(file.Samples, s => s.Labels["owner"] == many);
        Assert.Equal([11, 11], ofMany.Values);
        Assert.Equal([$"127.0.0.1:{server.Port}", many], ofMany.Stack);
        Assert.Equal([1, 1], Assert.Single(file.Samples, s => s.Labels["owner"] == one).Values);

        clients.ForEach(c => c.Dispose());
        file = await DecodedProfile.FromAsync(server, "/debug/pprof/pools");
        Assert.DoesNotContain(file.Samples, s => s.Labels["owner"] == many);
    }

    private static long One(DecodedProfile file, string endpoint, string state, string owner, string direction)
    {
        var (stack, values, labels) = Assert.Single(file.Samples, s =>
            s.Labels["endpoint"] == endpoint && s.Labels["state"] == state && s.Labels["owner"] == owner && s.Labels["direction"] == direction);
        Assert.Equal([endpoint, state, owner, direction], stack);
        Assert.Equal(4, labels.Count);
        return values[0];
    }

    private static ConnectionsSnapshot Snapshot(IReadOnlyList<SocketGroup> groups) => new()
    {
        At = DateTimeOffset.UnixEpoch,
        Source = "sockets",
        TcpSockets = groups.Sum(g => g.Count),
        Established = 0,
        OtherSockets = 0,
        Descriptors = null,
        Timers = 0,
        Groups = groups,
        Listening = [],
        TimeWait = [],
        Owners = [],
        Clients = [],
        Servers = [],
        Sockets = null,
    };
}
