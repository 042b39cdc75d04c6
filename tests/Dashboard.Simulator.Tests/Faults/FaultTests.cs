using System.Net;
using System.Text.Json;

namespace Dashboard.Simulator.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private const string PodMetrics = "/apis/metrics.k8s.io/v1beta1/pods";

    private SimulatedApiServer _server = null!;
    private SimulatorClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 60 }, cancellationToken: Cancelled);
        _client = new SimulatorClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(FaultKind.NotFound, 404, "NotFound")]
    [InlineData(FaultKind.Unauthorized, 401, "Unauthorized")]
    [InlineData(FaultKind.Forbidden, 403, "Forbidden")]
    [InlineData(FaultKind.InternalError, 500, "InternalError")]
    [InlineData(FaultKind.Unavailable, 503, "ServiceUnavailable")]
    public async Task A_refusal_is_a_Status_of_its_own_code_for_its_target_only(FaultKind kind, int code, string reason)
    {
        _server.Faults.PodMetrics = kind;

        using var response = await _client.Http.GetAsync(PodMetrics, Cancelled);
        using var other = await _client.Http.GetAsync("/apis/metrics.k8s.io/v1beta1/nodes", Cancelled);
        var status = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal(code, (int)response.StatusCode);
        Assert.Equal("Status", status.GetProperty("kind").GetString());
        Assert.Equal(reason, status.GetProperty("reason").GetString());
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Too_many_requests_says_when_to_come_back_in_plain_text_and_ends_after_its_number()
    {
        _server.Faults.PodMetrics = new Fault(FaultKind.TooManyRequests) { Requests = 2, RetryAfter = TimeSpan.FromSeconds(7) };

        for (var i = 0; i < 2; i++)
        {
            using var refused = await _client.Http.GetAsync(PodMetrics, Cancelled);
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), refused.Headers.RetryAfter!.Delta);
            Assert.Equal("text/plain", refused.Content.Headers.ContentType!.MediaType);
        }

        using var answered = await _client.Http.GetAsync(PodMetrics, Cancelled);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task Empty_has_no_items_until_it_is_cleared()
    {
        _server.Faults.PodMetrics = FaultKind.Empty;
        var empty = await _client.GetAsync(PodMetrics);
        _server.Faults.Clear();
        var full = await _client.GetAsync(PodMetrics);

        Assert.Equal(0, empty.GetProperty("items").GetArrayLength());
        Assert.True(full.GetProperty("items").GetArrayLength() > 20);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Silent_sends_headers_and_then_nothing_until_it_is_over(string version)
    {
        _server.Faults.PodMetrics = FaultKind.Silent;

        using var response = await _client.OpenAsync(PodMetrics, Version.Parse(version));
        await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        var first = body.ReadAsync(new byte[1], Cancelled).AsTask();
        await Assert.ThrowsAsync<TimeoutException>(() => first.WaitAsync(TimeSpan.FromMilliseconds(400), Cancelled));
        _server.Faults.Clear();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => first.WaitAsync(TimeSpan.FromSeconds(10), Cancelled));
        Assert.True(first.IsFaulted, "the connection is cut, not left open");
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Reset_cuts_before_the_headers_and_truncated_in_the_body(string version)
    {
        _server.Faults.PodMetrics = FaultKind.Reset;
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.OpenAsync(PodMetrics, Version.Parse(version)));

        _server.Faults.PodMetrics = FaultKind.Truncated;
        using var response = await _client.OpenAsync(PodMetrics, Version.Parse(version));
        var cut = await Record.ExceptionAsync(() => response.Content.ReadAsStringAsync(Cancelled));
        Assert.True(cut is HttpRequestException or IOException, $"{cut}");
    }

    [Fact]
    public async Task Slow_answers_whole_after_its_delay()
    {
        _server.Faults.PodMetrics = new Fault(FaultKind.Slow) { Delay = TimeSpan.FromMilliseconds(700), Requests = 1 };
        var started = TimeProvider.System.GetTimestamp();

        var answer = await _client.GetAsync(PodMetrics);

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(690));
        Assert.True(answer.GetProperty("items").GetArrayLength() > 20);
    }

    [Fact]
    public async Task Malformed_quantities_and_items_are_one_in_ten_and_the_rest_is_sound()
    {
        var sound = (await _client.GetAsync(PodMetrics)).GetProperty("items").GetArrayLength();
        _server.Faults.PodMetrics = FaultKind.MalformedQuantities;
        var quantities = (await _client.GetAsync(PodMetrics)).GetProperty("items");
        _server.Faults.PodMetrics = FaultKind.MalformedItems;
        var items = (await _client.GetAsync(PodMetrics)).GetProperty("items");

        Assert.Equal(sound, quantities.GetArrayLength());
        Assert.Equal((sound + 6) / 10, quantities.EnumerateArray().Count(i => !Readable(i)));
        Assert.Equal((sound + 6) / 10, items.EnumerateArray().Count(i => !Readable(i)));

        static bool Readable(JsonElement item) => item.ValueKind == JsonValueKind.Object &&
            item.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object &&
            item.GetProperty("timestamp").ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(item.GetProperty("timestamp").GetString(), out _) &&
            item.GetProperty("containers") is { ValueKind: JsonValueKind.Array } containers && containers.EnumerateArray().All(c =>
                c.ValueKind == JsonValueKind.Object && c.GetProperty("usage") is { ValueKind: JsonValueKind.Object } usage &&
                usage.GetProperty("cpu") is { ValueKind: JsonValueKind.String } cpu && cpu.GetString()!.EndsWith('n') && !cpu.GetString()!.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Missing_containers_shortens_pods_of_several()
    {
        var before = Containers(await _client.GetAsync(PodMetrics));
        _server.Faults.PodMetrics = FaultKind.MissingContainers;
        var after = Containers(await _client.GetAsync(PodMetrics));

        Assert.Contains(before, c => c.Value > 1);
        Assert.All(before, c => Assert.Equal(c.Value > 1 ? c.Value - 1 : 1, after[c.Key]));

        static Dictionary<string, int> Containers(JsonElement list) => list.GetProperty("items").EnumerateArray().ToDictionary(
            i => $"{i.GetProperty("metadata").GetProperty("namespace")}/{i.GetProperty("metadata").GetProperty("name")}", i => i.GetProperty("containers").GetArrayLength());
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_comes_with_200()
    {
        _server.Faults.Pods = FaultKind.MalformedBody;
        using var response = await _client.Http.GetAsync("/api/v1/pods", Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("<html>", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_skew_moves_the_Date_header_and_the_timestamps_together()
    {
        _server.Faults.ClockSkew = TimeSpan.FromHours(-2);

        using var response = await _client.Http.GetAsync(PodMetrics, Cancelled);
        var item = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("items")[0];
        var now = TimeProvider.System.GetUtcNow();

        Assert.InRange(now - response.Headers.Date!.Value, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
        Assert.InRange(now - item.GetProperty("timestamp").GetDateTimeOffset(), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
        Assert.InRange(now - item.GetProperty("metadata").GetProperty("creationTimestamp").GetDateTimeOffset(), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
    }

    [Fact]
    public async Task Not_found_metrics_leave_discovery_too()
    {
        _server.Faults.PodMetrics = FaultKind.NotFound;
        _server.Faults.NodeMetrics = FaultKind.NotFound;
        var groups = (await _client.GetAsync("/apis")).GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("name").GetString()).ToList();

        Assert.DoesNotContain("metrics.k8s.io", groups);
        Assert.Contains("apps", groups);
    }

    [Fact]
    public async Task All_is_met_by_what_has_no_fault_of_its_own()
    {
        _server.Faults.All = FaultKind.Unavailable;
        _server.Faults.Nodes = FaultKind.Forbidden;

        Assert.Equal(503, (await _client.GetAsync("/api/v1/pods")).GetProperty("code").GetInt32());
        Assert.Equal(503, (await _client.GetAsync("/version")).GetProperty("code").GetInt32());
        Assert.Equal(403, (await _client.GetAsync("/api/v1/nodes")).GetProperty("code").GetInt32());
        Assert.Equal("Unavailable", (await _client.GetAsync("/simulator/faults")).GetProperty("all").GetString());
    }
}
