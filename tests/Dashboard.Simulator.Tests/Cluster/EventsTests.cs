using System.Text.Json;

namespace Dashboard.Simulator.Tests.Cluster;

/// <summary>The cluster's own words, and what its namespaces may have.</summary>
public sealed class EventsTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;
    private SimulatorClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 120, Speed = 60 }, cancellationToken: Cancelled);
        _client = new SimulatorClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_pod_that_is_made_anew_is_told_of_from_its_making_to_its_start()
    {
        _server.ReplacePods(0.2);

        var told = await UntilAsync("Pod", reasons => reasons.IsSupersetOf(["Scheduled", "Pulled", "Created", "Started"]));
        var started = told.First(e => Text(e, "reason") == "Started");
        Assert.Equal("kubelet", Text(started.GetProperty("source"), "component"));
        Assert.StartsWith("spec.containers{", Text(started.GetProperty("involvedObject"), "fieldPath"), StringComparison.Ordinal);
        Assert.Equal("Normal", Text(started, "type"));

        var events = await EventsAsync();
        Assert.Contains(events, e => Text(e, "reason") == "Killing");
        Assert.Contains(events, e => Text(e, "reason") == "SuccessfulCreate" && Text(e.GetProperty("involvedObject"), "kind") == "ReplicaSet");
    }

    [Fact]
    public async Task What_repeats_is_counted_and_not_written_again()
    {
        var before = await BackOffAsync();
        JsonElement after;
        do
        {
            after = await BackOffAsync();
        }
        while (after.GetProperty("count").GetInt32() == before.GetProperty("count").GetInt32());

        Assert.True(before.GetProperty("count").GetInt32() >= 47);
        Assert.Equal("Warning", Text(before, "type"));
        Assert.Equal(Text(before.GetProperty("metadata"), "uid"), Text(after.GetProperty("metadata"), "uid"));
        Assert.Equal(Text(before, "firstTimestamp"), Text(after, "firstTimestamp"));

        async Task<JsonElement> BackOffAsync() =>
            Assert.Single(await EventsAsync("shop"), e => Text(e, "reason") == "BackOff" && Text(e, "message").Contains("legacy-importer in pod", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_scheduler_tells_in_series_and_not_by_a_count()
    {
        var failed = Assert.Single(await EventsAsync("ml"), e => Text(e, "reason") == "FailedScheduling");

        Assert.Matches(@"\.\d{6}Z$", Text(failed, "eventTime"));
        Assert.True(failed.GetProperty("series").GetProperty("count").GetInt32() > 1);
        Assert.Equal(JsonValueKind.Null, failed.GetProperty("firstTimestamp").ValueKind);
        Assert.False(failed.TryGetProperty("count", out _));
        Assert.Equal(("default-scheduler", "Scheduling"), (Text(failed, "reportingComponent"), Text(failed, "action")));
    }

    [Fact]
    public async Task A_field_selector_finds_those_of_one_object()
    {
        var one = (await EventsAsync()).First().GetProperty("involvedObject");
        var found = (await _client.GetAsync($"/api/v1/events?fieldSelector=involvedObject.uid={Text(one, "uid")}")).GetProperty("items");
        Assert.NotEmpty(found.EnumerateArray());
        Assert.All(found.EnumerateArray(), e => Assert.Equal(Text(one, "name"), Text(e.GetProperty("involvedObject"), "name")));
    }

    [Fact]
    public async Task A_quota_counts_what_the_pods_of_its_namespace_ask_for()
    {
        var quota = (await _client.GetAsync("/api/v1/namespaces/shop/resourcequotas")).GetProperty("items")[0].GetProperty("status");
        var pods = (await _client.GetAsync("/api/v1/namespaces/shop/pods")).GetProperty("items").EnumerateArray()
            .Count(pod => Text(pod.GetProperty("status"), "phase") is not ("Succeeded" or "Failed"));

        // Pods come and go between the two questions.
        Assert.InRange(int.Parse(Text(quota.GetProperty("used"), "pods"), System.Globalization.CultureInfo.InvariantCulture), pods - 3, pods + 3);
        Assert.Equal(
            quota.GetProperty("hard").EnumerateObject().Select(item => item.Name),
            quota.GetProperty("used").EnumerateObject().Select(item => item.Name));
    }

    private async Task<List<JsonElement>> EventsAsync(string? space = null) =>
        [.. (await _client.GetAsync(space is null ? "/api/v1/events" : $"/api/v1/namespaces/{space}/events")).GetProperty("items").EnumerateArray()];

    private async Task<List<JsonElement>> UntilAsync(string kind, Func<HashSet<string>, bool> satisfied)
    {
        while (true)
        {
            foreach (var of in (await EventsAsync()).Where(e => Text(e.GetProperty("involvedObject"), "kind") == kind)
                .GroupBy(e => Text(e.GetProperty("involvedObject"), "uid")))
            {
                if (satisfied([.. of.Select(e => Text(e, "reason"))])) return [.. of];
            }
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
