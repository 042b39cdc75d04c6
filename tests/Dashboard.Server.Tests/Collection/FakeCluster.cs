using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Dashboard.Server.Cluster;
using Dashboard.Server.Collection;
using Dashboard.Server.History;
using Dashboard.Server.Tests.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Server.Tests.Collection;

/// <summary>An API server that plays a script, request by request, and a sink for what is collected from it.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly Channel<Func<HttpContext, Task>> _script = Channel.CreateUnbounded<Func<HttpContext, Task>>();
    private readonly Channel<ClusterDelta> _deltas = Channel.CreateUnbounded<ClusterDelta>();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeApiServer _server;
    private readonly ClusterConnection _connection;
    private readonly List<Task> _running = [];

    private FakeCluster(FakeApiServer server, TimeProvider timeProvider)
    {
        _server = server;
        Time = timeProvider;
        _connection = server.Connect(timeProvider);
        Sources = new SourceTracker(timeProvider);
        Changes = new Changes(Apply, () => new CollectionStatus { ClusterName = "fake", Source = ClusterSource.Kubeconfig, Interval = TimeSpan.Zero }, timeProvider);
        Meter = new CollectionMeter(_services.GetRequiredService<IMeterFactory>(), _connection.Sockets);
        Api = new ApiRequests(_connection, Skew, timeProvider);
    }

    public TimeProvider Time { get; }

    public CollectionOptions Options { get; } = new() { MaxBackoff = TimeSpan.FromSeconds(1) };

    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public ClockSkew Skew { get; } = new();

    public SourceTracker Sources { get; }

    public Changes Changes { get; }

    public CollectionMeter Meter { get; }

    public ApiRequests Api { get; }

    /// <summary>Path and query of each request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<FakeCluster> StartAsync(TimeProvider? timeProvider = null)
    {
        FakeCluster? cluster = null;
        var server = await FakeApiServer.StartAsync(context => cluster!.AnswerAsync(context));
        return cluster = new FakeCluster(server, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Says how the next request of the script is answered; without a line left, a request waits for one.</summary>
    public FakeCluster Then(Func<HttpContext, Task> answer)
    {
        _script.Writer.TryWrite(answer);
        return this;
    }

    public FakeCluster Then(string body, int status = 200, params (string Key, string Value)[] headers) => Then(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Date = Time.GetUtcNow().ToString("R");
        foreach (var (key, value) in headers)
        {
            context.Response.Headers[key] = value;
        }

        await context.Response.WriteAsync(body);
    });

    /// <summary>A watch that sends lines and then stays open until the client or the test ends it.</summary>
    public FakeCluster ThenWatch(params string[] lines) => Then(async context =>
    {
        await context.Response.StartAsync();
        foreach (var line in lines)
        {
            await context.Response.WriteAsync(line + "\n");
        }

        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });

    /// <summary>Watches pods, and hands over what it learns at once.</summary>
    public FakeCluster WatchPods()
    {
        var watched = new Watched<PodFacts>(
            "api/v1/pods", "pods", SourceKind.Pods, new PodFactsReader(new Workloads()), Changes.Replace, Changes.Upsert, Changes.Remove);
        var watch = new ListWatch<PodFacts>(watched, Api, Sources, Changes, Meter, Options, RequestTimeout, Time, NullLogger.Instance);
        _running.Add(watch.RunAsync(_stop.Token));
        _running.Add(HandOverAsync());
        return this;
    }

    public MetricsPoll Poll(SourceKind source = SourceKind.PodMetrics, bool expectsItems = true) =>
        new(source, Api, Sources, Changes, Skew, Meter, Options, RequestTimeout, () => expectsItems, Time);

    /// <summary>The next change that is as wanted; those before it are passed over.</summary>
    public async Task<ClusterDelta> NextAsync(Func<ClusterDelta, bool> wanted)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, TestContext.Current.CancellationToken);
        try
        {
            while (true)
            {
                var delta = await _deltas.Reader.ReadAsync(either.Token);
                if (wanted(delta))
                {
                    return delta;
                }
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException($"It did not come. Requests: {string.Join(", ", Requests)}. States: {string.Join(", ", Sources.All)}");
        }
    }

    public Task<ClusterDelta> NextStateAsync(SourceCondition condition) => NextAsync(delta => delta.Sources.Any(source => source.Condition == condition));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
        Meter.Dispose();
        await _services.DisposeAsync();
        _stop.Dispose();
    }

    public static string Pod(string name, string version, string phase = "Running") =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"n","uid":"{{{name}}}","resourceVersion":"{{{version}}}"},"spec":{"containers":[]},"status":{"phase":"{{{phase}}}"}}""";

    public static string List(string version, string? next, params string[] items) =>
        $$$"""{"kind":"PodList","metadata":{"resourceVersion":"{{{version}}}","continue":"{{{next}}}"},"items":[{{{string.Join(',', items)}}}]}""";

    public static string Event(string type, string @object) => $$"""{"type":"{{type}}","object":{{@object}}}""";

    public static string Bookmark(string version) => Event("BOOKMARK", $$$"""{"kind":"Pod","metadata":{"resourceVersion":"{{{version}}}","creationTimestamp":null},"spec":{"containers":null},"status":{}}""");

    public const string Expired = """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","code":410}""";

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path + context.Request.QueryString);
        try
        {
            var answer = await _script.Reader.ReadAsync(context.RequestAborted);
            await answer(context);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private long Apply(ClusterDelta delta)
    {
        _deltas.Writer.TryWrite(delta);
        return 0;
    }

    private async Task HandOverAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Changes.WaitAsync(_stop.Token);
            Changes.HandOver();
        }
    }
}
