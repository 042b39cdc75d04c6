using Dashboard.Server.Cluster;
using Dashboard.Server.History;
using Dashboard.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Server.Tests.Collection;

/// <summary>
/// The whole server against the simulator, which goes wrong in every way it can: the server stays up, the source says what is wrong, it comes
/// right by itself, what was known stays known, and the sockets never exceed their bound.
/// </summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dashboard-test-").FullName;
    private SimulatedApiServer _simulator = null!;
    private WebApplication _server = null!;
    private ClusterHistory _history = null!;

    public static TheoryData<FaultKind, string, string, string> Faults => new()
    {
        { FaultKind.NotFound, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Absent), "metrics-server is not installed" },
        { FaultKind.Forbidden, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Forbidden), "pods.metrics.k8s.io (403)" },
        { FaultKind.Unauthorized, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Forbidden), "(401)" },
        { FaultKind.InternalError, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "500" },
        { FaultKind.Unavailable, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "installed, but not available (503)" },
        { FaultKind.TooManyRequests, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "(429), for 1 s: Too many requests" },
        { FaultKind.Empty, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Empty), "has no pods" },
        { FaultKind.Silent, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "No answer for pods.metrics.k8s.io within 1 s" },
        { FaultKind.Slow, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "within 1 s" },
        { FaultKind.Reset, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "pods.metrics.k8s.io" },
        { FaultKind.Truncated, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "broke" },
        { FaultKind.MalformedBody, nameof(SourceKind.PodMetrics), nameof(SourceCondition.Unavailable), "not what it should be" },
        { FaultKind.NotFound, nameof(SourceKind.NodeMetrics), nameof(SourceCondition.Absent), "metrics-server is not installed" },
        { FaultKind.Forbidden, nameof(SourceKind.Pods), nameof(SourceCondition.Forbidden), "pods (403)" },
        { FaultKind.Unavailable, nameof(SourceKind.Pods), nameof(SourceCondition.Unavailable), "503" },
        { FaultKind.TooManyRequests, nameof(SourceKind.Pods), nameof(SourceCondition.Unavailable), "(429)" },
        { FaultKind.Expired, nameof(SourceKind.Pods), nameof(SourceCondition.Unavailable), "(410)" },
        { FaultKind.Silent, nameof(SourceKind.Pods), nameof(SourceCondition.Stale), "silent" },
        { FaultKind.Reset, nameof(SourceKind.Pods), nameof(SourceCondition.Unavailable), "pods" },
        { FaultKind.Truncated, nameof(SourceKind.Pods), nameof(SourceCondition.Unavailable), "pods" },
        { FaultKind.MalformedBody, nameof(SourceKind.Pods), nameof(SourceCondition.Unavailable), "pods" },
        { FaultKind.Reset, nameof(SourceKind.Nodes), nameof(SourceCondition.Unavailable), "nodes" },
        { FaultKind.Expired, nameof(SourceKind.Nodes), nameof(SourceCondition.Unavailable), "(410)" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var kubeconfig = Path.Combine(_directory, "config");
        _simulator = await SimulatedApiServer.StartAsync(
            new SimulatorOptions { Pods = 60, Nodes = 4, KubeconfigPath = kubeconfig, BookmarkInterval = TimeSpan.FromMilliseconds(200) }, cancellationToken: Stop);
        var builder = WebApplication.CreateBuilder(["--urls=http://127.0.0.1:0", $"--kubeconfig={kubeconfig}"]);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Collection:Interval"] = "00:00:01",
            ["Collection:MaxBackoff"] = "00:00:01",
            ["Collection:WatchStallTimeout"] = "00:00:01",
            ["Cluster:RequestTimeout"] = "00:00:01",
            ["Cluster:CredentialCheckInterval"] = "00:00:01",
        });
        builder.AddCluster();
        builder.AddCollection();
        builder.AddHistory();
        _server = builder.Build();
        _server.MapGet("/alive", () => "yes");
        _history = _server.Services.GetRequiredService<ClusterHistory>();
        await _server.StartAsync(Stop);
        await EverythingIsFreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_survived_and_forgotten(FaultKind kind, string sourceName, string condition, string words)
    {
        var source = Enum.Parse<SourceKind>(sourceName);
        var known = Pods();
        Set(source, kind);

        var state = await StateAsync(source, state => state.Condition.ToString() == condition && state.Message!.Contains(words, StringComparison.Ordinal));
        Assert.NotEmpty(state.Remedy!);
        Assert.NotNull(state.LastSuccessAt);
        Assert.InRange(Pods(), known - 10, known + 10);
        await IsAliveAsync();

        _simulator.Faults.Clear();
        await EverythingIsFreshAsync();
        SocketsAreBounded();
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Silent)]
    [InlineData(FaultKind.Unauthorized)]
    public async Task The_whole_API_may_fail(FaultKind kind)
    {
        var known = Pods();
        _simulator.Faults.All = kind;
        foreach (var source in Enum.GetValues<SourceKind>())
        {
            await StateAsync(source, state => state.Condition is not (SourceCondition.Fresh or SourceCondition.Pending));
        }

        Assert.InRange(Pods(), known - 10, known + 10);
        await IsAliveAsync();
        _simulator.Faults.Clear();
        await EverythingIsFreshAsync();
        SocketsAreBounded();
    }

    [Theory]
    [InlineData(FaultKind.MalformedItems)]
    [InlineData(FaultKind.MalformedQuantities)]
    public async Task Malformed_items_cost_themselves_only(FaultKind kind)
    {
        var before = State(SourceKind.PodMetrics);
        _simulator.Faults.PodMetrics = kind;

        var state = await StateAsync(SourceKind.PodMetrics, state => state.BadItems >= before.BadItems + 5);

        Assert.Equal(SourceCondition.Fresh, state.Condition);
        Assert.InRange(state.Items, before.Items * 8 / 10, before.Items - 1);
    }

    [Fact]
    public async Task The_clusters_clock_may_be_wrong()
    {
        _simulator.Faults.ClockSkew = TimeSpan.FromMinutes(-5);

        await UntilAsync(reader => reader.Collection?.ClockSkewMilliseconds is > -302_000 and < -298_000);

        Assert.Equal(SourceCondition.Fresh, State(SourceKind.PodMetrics).Condition);
    }

    [Fact]
    public async Task A_forgotten_history_is_listed_anew()
    {
        var before = State(SourceKind.Pods).LastSuccessAt;

        _simulator.ForgetHistory();

        await StateAsync(SourceKind.Pods, state => state.Condition == SourceCondition.Fresh && state.LastSuccessAt > before);
        SocketsAreBounded();
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_waited_for()
    {
        await _simulator.DisposeAsync();
        var state = await StateAsync(SourceKind.PodMetrics, state => state.Condition == SourceCondition.Unavailable);
        Assert.Contains("cannot be reached", state.Message, StringComparison.Ordinal);
        await IsAliveAsync();

        // Another one at the same address, with a CA of its own: a new kubeconfig, which is read by itself.
        _simulator = await SimulatedApiServer.StartAsync(
            new SimulatorOptions { Port = _simulator.Address.Port, Pods = 40, Nodes = 4, KubeconfigPath = Path.Combine(_directory, "config"), BookmarkInterval = TimeSpan.FromMilliseconds(200) },
            cancellationToken: Stop);
        await EverythingIsFreshAsync();
        SocketsAreBounded();
    }

    private void Set(SourceKind source, Fault fault)
    {
        switch (source)
        {
            case SourceKind.Pods: _simulator.Faults.Pods = fault; break;
            case SourceKind.Nodes: _simulator.Faults.Nodes = fault; break;
            case SourceKind.PodMetrics: _simulator.Faults.PodMetrics = fault; break;
            default: _simulator.Faults.NodeMetrics = fault; break;
        }
    }

    private Task EverythingIsFreshAsync() => UntilAsync(reader => reader.Sources.Count == 6 && reader.Sources.All(source => source.Condition == SourceCondition.Fresh));

    private async Task<SourceState> StateAsync(SourceKind kind, Func<SourceState, bool> wanted)
    {
        SourceState? found = null;
        await UntilAsync(reader => reader.Sources.FirstOrDefault(source => source.Kind == kind) is { } state && wanted(state) && (found = state) is not null);
        return found!;
    }

    /// <summary>Looks at each version until one is as wanted.</summary>
    private async Task UntilAsync(Func<HistoryReader, bool> wanted)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Stop);
        var version = 0L;
        try
        {
            while (true)
            {
                version = await _history.WaitForNewerAsync(version, either.Token);
                if (_history.Read(wanted, static (reader, wanted) => wanted(reader)))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException("It did not come. " + string.Join('\n', _history.Read(0, static (reader, _) => reader.Sources)));
        }
    }

    private SourceState State(SourceKind kind) => _history.Read(kind, static (reader, kind) => reader.Sources.First(source => source.Kind == kind));

    private int Pods() => _history.Read(0, static (reader, _) => Enumerable.Range(0, reader.PodSlots).Count(slot => reader.Pod(slot) is not null && reader.PodGoneAt(slot) is null));

    private async Task IsAliveAsync()
    {
        using var client = new HttpClient();
        Assert.Equal("yes", await client.GetStringAsync(_server.Urls.First() + "/alive", Stop));
    }

    private void SocketsAreBounded()
    {
        Assert.InRange(_simulator.PeakConnections, 1, 20);
        Assert.InRange(_server.Services.GetRequiredService<SocketBudget>().Peak, 1, 20);
    }
}
