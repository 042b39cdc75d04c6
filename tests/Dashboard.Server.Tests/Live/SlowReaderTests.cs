using System.Net.WebSockets;
using System.Text;
using Dashboard.Server.History;
using Dashboard.Server.Tests.History;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeapMeasurements
{
    public const string Name = "Measures the heap of the whole process, so nothing else may run";
}

[Collection(HeapMeasurements.Name)]
public sealed class SlowReaderTests
{
    private const int Pods = 200;
    private const int Versions = 500;

    [Fact]
    public async Task A_client_that_does_not_read_costs_nothing_that_grows_and_the_others_miss_nothing()
    {
        using var rig = new LiveRig();
        var pods = Enumerable.Range(0, Pods).Select(i => Pod($"web-{i:D3}")).ToArray();
        rig.AllFresh().Pods(pods);
        await using var server = await LiveServer.StartAsync(rig.History, ("Live:MinimumInterval", "00:00:00"));
        await using var connection = await server.ConnectAsync();
        using var reader = LiveStream.Open(connection, "Pods", new { limit = 1 });
        await reader.NextAsync();

        // The rings of history fill with what is sampled, so the control passes the same versions with the same reader.
        await PassAsync(rig, pods, reader, 50);
        var control = await GrowthAsync(rig, pods, reader);

        using var deaf = await SubscribeAndNeverReadAsync(server);
        await PassAsync(rig, pods, reader, 50);
        var growth = await GrowthAsync(rig, pods, reader);

        // 500 pages of 200 rows would be 50 MB and more in any queue; what is allowed is noise.
        Assert.InRange(growth - control, long.MinValue, 4_000_000);
    }

    private static async Task<long> GrowthAsync(LiveRig rig, PodFacts[] pods, LiveStream reader)
    {
        var before = SettledHeap.Bytes();
        await PassAsync(rig, pods, reader, Versions);
        return SettledHeap.Bytes() - before;
    }

    /// <summary>Each version is awaited by the client that reads: it misses none, and is never held up for long by the one that does not.</summary>
    private static async Task PassAsync(LiveRig rig, PodFacts[] pods, LiveStream reader, int versions)
    {
        for (var i = 0; i < versions; i++)
        {
            rig.Pass(15).Sample([.. pods.Select(pod => (pod, rig.History.Version, 1000L))]);
            var message = await reader.NextAsync();
            Assert.Equal(rig.History.Version, message.GetProperty("version").GetInt64());
        }
    }

    /// <summary>A browser whose machine sleeps: it subscribed, and from then on takes nothing from its socket.</summary>
    private static async Task<ClientWebSocket> SubscribeAndNeverReadAsync(LiveServer server)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri, cancellation);
        await SendAsync("""{"protocol":"json","version":1}""");
        var answer = new byte[16];
        await socket.ReceiveAsync(answer, cancellation);
        await SendAsync("""{"type":4,"invocationId":"1","target":"Pods","arguments":[{"limit":200}]}""");
        return socket;

        Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, cancellation);
    }
}
