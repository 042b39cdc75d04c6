using System.Net;
using System.Text.Json;

namespace Dashboard.Simulator.Tests.Api;

public sealed class WatchTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;
    private SimulatorClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync(
            new SimulatorOptions { Pods = 120, Speed = 30, BookmarkInterval = TimeSpan.FromMilliseconds(300) }, cancellationToken: Cancelled);
        _client = new SimulatorClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Without_a_version_it_begins_with_what_exists_and_goes_on_with_what_happens(string version)
    {
        var list = await _client.GetAsync("/api/v1/namespaces/shop/pods");
        await using var watch = await WatchReader.OpenAsync(_client, "/api/v1/namespaces/shop/pods?watch=1", System.Version.Parse(version));
        var existing = new HashSet<string>();
        while (existing.Count < list.GetProperty("items").GetArrayLength())
        {
            var (type, pod) = (await watch.NextAsync())!.Value;
            if (type == "ADDED") existing.Add(Uid(pod));
        }

        _server.ReplacePods(0.3);

        var deleted = await watch.UntilAsync((type, _) => type == "DELETED");
        Assert.Contains(Uid(deleted), existing);
        var added = await watch.UntilAsync((type, pod) => type == "MODIFIED" && !existing.Contains(Uid(pod)) && pod.GetProperty("status").GetProperty("phase").GetString() == "Running");
        Assert.StartsWith("shop", added.GetProperty("metadata").GetProperty("namespace").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task From_the_version_of_a_list_it_misses_nothing()
    {
        var seen = (await _client.GetAsync("/api/v1/pods")).Clone();
        var pods = seen.GetProperty("items").EnumerateArray().ToDictionary(Uid, Revision);
        _server.ReplacePods(0.05);
        await using var watch = await WatchReader.OpenAsync(_client, $"/api/v1/pods?watch=1&resourceVersion={seen.GetProperty("metadata").GetProperty("resourceVersion")}");
        _server.ReplacePods(0.05);
        for (var i = 0; i < 40; i++)
        {
            var (type, pod) = (await watch.NextAsync())!.Value;
            if (type == "DELETED") pods.Remove(Uid(pod));
            else pods[Uid(pod)] = Revision(pod);
        }

        // Whatever the client knows by now is what was true at the version it stands at: no living pod is missing that is older.
        var now = await _client.GetAsync("/api/v1/pods");
        var newest = pods.Values.Max();
        Assert.All(now.GetProperty("items").EnumerateArray().Where(p => Revision(p) <= newest), p => Assert.Equal(Revision(p), pods[Uid(p)]));
    }

    [Fact]
    public async Task A_version_that_is_no_longer_kept_is_an_error_event_with_410()
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 120, WatchHistory = 64 }, cancellationToken: Cancelled);
        using var client = new SimulatorClient(server);
        var version = (await client.GetAsync("/api/v1/pods")).GetProperty("metadata").GetProperty("resourceVersion").GetString();
        server.ReplacePods(1); // more changes than the history of 64 holds

        await using var watch = await WatchReader.OpenAsync(client, $"/api/v1/pods?watch=1&resourceVersion={version}");
        var (type, status) = (await watch.NextAsync())!.Value;

        Assert.Equal("ERROR", type);
        Assert.Equal((410, "Expired"), (status.GetProperty("code").GetInt32(), status.GetProperty("reason").GetString()));
        Assert.Null(await watch.NextAsync());
    }

    [Fact]
    public async Task A_version_that_has_not_been_yet_is_a_timeout()
    {
        using var response = await _client.OpenAsync("/api/v1/pods?watch=1&resourceVersion=99999999");
        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Bookmarks_come_only_when_asked_for_and_carry_the_version()
    {
        await using var without = await WatchReader.OpenAsync(_client, "/api/v1/namespaces?watch=1&resourceVersion=0&timeoutSeconds=1");
        await using var with = await WatchReader.OpenAsync(_client, "/api/v1/nodes?watch=1&resourceVersion=0&allowWatchBookmarks=true");
        var bookmark = await with.UntilAsync((type, _) => type == "BOOKMARK");

        Assert.Equal("Node", bookmark.GetProperty("kind").GetString());
        Assert.True(Revision(bookmark) > 1_000);
        while (await without.NextAsync() is { } change) Assert.Equal("ADDED", change.Type);
    }

    [Fact]
    public async Task Timeout_seconds_end_it_cleanly()
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var watch = await WatchReader.OpenAsync(_client, "/api/v1/namespaces?watch=1&timeoutSeconds=1");
        while (await watch.NextAsync() is not null)
        {
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 0.9, 15);
    }

    [Fact]
    public async Task A_selector_makes_leaving_its_view_a_deletion_and_entering_it_an_addition()
    {
        await using var watch = await WatchReader.OpenAsync(_client, "/api/v1/pods?watch=1&fieldSelector=status.phase=Pending");
        _server.ReplacePods(0.2);

        var pending = new HashSet<string>();
        await watch.UntilAsync((type, pod) =>
        {
            if (type == "ADDED") pending.Add(Uid(pod));
            return type == "DELETED" && pending.Contains(Uid(pod)) && pod.GetProperty("status").GetProperty("phase").GetString() == "Running";
        });
    }

    [Fact]
    public async Task Faults_reach_running_watches()
    {
        await using var expired = await WatchReader.OpenAsync(_client, "/api/v1/nodes?watch=1&resourceVersion=0");
        await using var reset = await WatchReader.OpenAsync(_client, "/api/v1/pods?watch=1");
        await using var silent = await WatchReader.OpenAsync(_client, "/api/v1/pods?watch=1&allowWatchBookmarks=true", HttpVersion.Version20);
        await silent.NextAsync();

        _server.Faults.Nodes = FaultKind.Expired;
        var error = await expired.UntilAsync((type, _) => type == "ERROR");
        Assert.Equal(410, error.GetProperty("code").GetInt32());

        _server.Faults.Pods = FaultKind.Silent;
        _server.ReplacePods(0.1);
        var held = await SilenceAsync(silent);
        _server.Faults.Pods = FaultKind.None;
        Assert.NotNull(await held);

        _server.Faults.Pods = FaultKind.Reset;
        var cut = await Record.ExceptionAsync(async () =>
        {
            while (await reset.NextAsync() is not null)
            {
            }
        });
        Assert.True(cut is IOException or HttpRequestException, $"{cut}");

        // What was sent before the fault is still on its way; after it nothing comes for longer than three bookmarks take.
        static async Task<Task<(string, JsonElement)?>> SilenceAsync(WatchReader watch)
        {
            while (true)
            {
                var next = watch.NextAsync();
                if (await Task.WhenAny(next, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Cancelled)) != next) return next;
                await next;
            }
        }
    }

    private static string Uid(JsonElement o) => o.GetProperty("metadata").GetProperty("uid").GetString()!;

    private static long Revision(JsonElement o) => long.Parse(o.GetProperty("metadata").GetProperty("resourceVersion").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
