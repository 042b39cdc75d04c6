using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Dashboard.Server.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Bench;

/// <summary>
/// CPU of the server per tick for 1, 50 and 500 browsers on the same view, each over a WebSocket of its own. The browsers are another process,
/// so only the server's CPU is counted; what a tick costs without any is taken off.
/// </summary>
internal static class PushBench
{
    private const string Subscribe =
        """{"type":4,"invocationId":"1","target":"Pods","arguments":[{"limit":50,"sort":"cpu","descending":true,"sparkSeconds":900}]}""";

    public static async Task RunAsync(int pods, TimeSpan interval, int rounds)
    {
        using var history = new ClusterHistory();
        var ticks = new PushCluster(history, pods);
        for (var i = 0; i < 60; i++)
        {
            ticks.Next();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(history);
        builder.AddLive();
        await using var app = builder.Build();
        app.MapLive();
        await app.StartAsync();
        var address = app.Urls.Single();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pods} pods, one tick each {interval.TotalSeconds} s, medians of {rounds}"));

        var alone = await MeasureAsync(ticks, interval, rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"no browser: {alone:F1} ms of CPU a tick (storing it)"));
        foreach (var clients in new[] { 1, 50, 500 })
        {
            using var browsers = Start(address, clients);
            try
            {
                var ready = await browsers.StandardOutput.ReadLineAsync();
                var cost = await MeasureAsync(ticks, interval, rounds) - alone;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{clients,3} browsers: {cost:F1} ms of CPU a tick, {ready} bytes a message, {1000 * cost / clients:F0} us a browser"));
            }
            finally
            {
                browsers.StandardInput.Close();
                await browsers.WaitForExitAsync();
            }
        }

        await app.StopAsync();
    }

    /// <summary>The other process: so many browsers that read what comes. Says how long the first message was, and ends with its input.</summary>
    public static async Task RunClientsAsync(string address, int clients)
    {
        var first = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => OpenAsync(address)));
        Console.WriteLine(first.Max());
        await Console.In.ReadLineAsync();
    }

    private static async Task<int> OpenAsync(string address)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/live" }.Uri, CancellationToken.None);
        await SendAsync("""{"protocol":"json","version":1}""");
        var buffer = new byte[64 * 1024];
        await socket.ReceiveAsync(buffer, CancellationToken.None);
        await SendAsync(Subscribe);
        var length = 0;
        for (var ended = false; !ended;)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            length += received.Count;
            ended = received.EndOfMessage;
        }

        _ = Task.Run(async () =>
        {
            while (socket.State == WebSocketState.Open)
            {
                await socket.ReceiveAsync(buffer, CancellationToken.None);
            }
        });
        return length;

        Task SendAsync(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, CancellationToken.None);
    }

    private static Process Start(string address, int clients) => Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, ["push-clients", address, clients.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private static async Task<double> MeasureAsync(PushCluster ticks, TimeSpan interval, int rounds)
    {
        const int WarmUp = 5;
        var costs = new List<double>();
        using var timer = new PeriodicTimer(interval);
        for (var round = 0; round < WarmUp + rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            ticks.Next();
            await timer.WaitForNextTickAsync();
            costs.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        return costs.Skip(WarmUp).Order().ElementAt(rounds / 2);
    }
}

/// <summary>A cluster in History without an API before it: each tick is a new sample of every pod.</summary>
internal sealed class PushCluster
{
    private const int Workloads = 400;

    private readonly ClusterHistory _history;
    private readonly SampleBatch _batch = new();
    private readonly SampleBatch _nodeBatch = new();
    private readonly (byte[] Namespace, byte[] Name)[] _names;
    private readonly byte[][] _nodes;

    // Shared by the pods of a workload, as the collector shares them.
    private readonly Dictionary<string, string>[] _labels;
    private DateTimeOffset _at = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _tick;

    public PushCluster(ClusterHistory history, int pods, int nodes = 100)
    {
        _history = history;
        _nodes = [.. Enumerable.Range(0, nodes).Select(i => Encoding.UTF8.GetBytes($"node-{i:D3}"))];
        _labels = [.. Enumerable.Range(0, Workloads).Select(i => new Dictionary<string, string> { ["app"] = $"service-{i}", ["tier"] = $"tier-{i % 5}" })];
        var facts = Enumerable.Range(0, pods).Select(Pod).ToArray();
        _names = [.. facts.Select(pod => (Encoding.UTF8.GetBytes(pod.Namespace), Encoding.UTF8.GetBytes(pod.Name)))];
        history.Apply(new ClusterDelta { At = _at, Pods = facts, PodsAreComplete = true, Nodes = [.. Enumerable.Range(0, nodes).Select(Node)] });
    }

    public void Next()
    {
        _tick++;
        _at += TimeSpan.FromSeconds(15);
        _batch.Clear();
        for (var i = 0; i < _names.Length; i++)
        {
            // Scattered, so that the largest do not come last.
            var scattered = i * 2_654_435_761L;
            _batch.AddUsage("app"u8, (scattered + _tick * 104_729L) % 1_000_000_000, 100_000_000 + scattered % 400_000_000 + _tick);
            _batch.AddUsage("proxy"u8, 5_000_000, 30_000_000);
            _batch.EndRow(_names[i].Namespace, _names[i].Name, _at.ToUnixTimeMilliseconds(), 15_000);
        }

        _nodeBatch.Clear();
        for (var i = 0; i < _nodes.Length; i++)
        {
            _nodeBatch.AddUsage(default, 2_000_000_000 + i * 1_000_000L + _tick, 8_000_000_000 + i * 4096L + _tick);
            _nodeBatch.EndRow(default, _nodes[i], _at.ToUnixTimeMilliseconds(), 15_000);
        }

        _history.Apply(new ClusterDelta { At = _at, PodSamples = _batch, NodeSamples = _nodeBatch });
    }

    private PodFacts Pod(int i) => new()
    {
        Uid = $"00000000-0000-0000-0000-{i:D12}",
        Namespace = $"team-{i % 40}",
        Name = $"service-{i % Workloads}-7d4b9c8f6d-{i:x5}",
        Workload = new WorkloadRef("Deployment", $"service-{i % Workloads}"),
        Node = $"node-{i % _nodes.Length:D3}",
        Phase = "Running",
        Status = "Running",
        CreatedAt = _at.AddDays(-1),
        Labels = _labels[i % Workloads],
        Containers = [Container("app"), Container("proxy")],
    };

    private NodeFacts Node(int i) => new()
    {
        Name = $"node-{i:D3}",
        Uid = $"11111111-0000-0000-0000-{i:D12}",
        CreatedAt = _at.AddDays(-30),
        Status = "Ready",
        Ready = true,
        CpuAllocatableNanocores = 16_000_000_000,
        CpuCapacityNanocores = 16_000_000_000,
        MemoryAllocatableBytes = 64L << 30,
        MemoryCapacityBytes = 64L << 30,
    };

    private static ContainerFacts Container(string name) => new()
    {
        Name = name,
        Kind = ContainerKind.Main,
        State = ContainerState.Running,
        Ready = true,
        CpuRequestNanocores = 100_000_000,
        CpuLimitNanocores = 1_000_000_000,
        MemoryRequestBytes = 128 << 20,
        MemoryLimitBytes = 512 << 20,
    };
}
