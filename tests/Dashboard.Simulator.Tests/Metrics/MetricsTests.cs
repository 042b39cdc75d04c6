using System.Globalization;
using System.Text.Json;
using Dashboard.Simulator.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Simulator.Tests.Metrics;

public sealed class MetricsTests
{
    private const string Path = "/apis/metrics.k8s.io/v1beta1/pods";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_change_every_15_seconds_and_only_then_and_each_timestamp_moves()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 80 }, time, Cancelled);
        using var client = new SimulatorClient(server);

        var first = await client.GetAsync(Path);
        time.Advance(TimeSpan.FromSeconds(14));
        var same = await client.GetAsync(Path);
        time.Advance(TimeSpan.FromSeconds(1));
        var next = await client.GetAsync(Path);

        Assert.Equal(Samples(first), Samples(same));
        Assert.NotEqual(Created(first), Created(same));
        var after = Samples(next);
        Assert.All(Samples(first).Where(s => after.ContainsKey(s.Key)), s =>
        {
            Assert.NotEqual(s.Value, after[s.Key]);
            Assert.InRange((after[s.Key].Timestamp - s.Value.Timestamp).TotalSeconds, 14, 16);
        });

        static string Created(JsonElement list) => list.GetProperty("items")[0].GetProperty("metadata").GetProperty("creationTimestamp").GetString()!;
    }

    [Theory]
    [InlineData(15)]
    [InlineData(3_600)]
    public async Task At_the_fastest_they_change_each_second_and_no_timestamp_repeats_or_is_ahead(double speed)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 40, Speed = speed }, time, Cancelled);
        using var client = new SimulatorClient(server);
        var before = Samples(await client.GetAsync(Path));
        for (var i = 0; i < 20; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var now = Samples(await client.GetAsync(Path));
            Assert.All(now, s => Assert.True(s.Value.Timestamp <= time.GetUtcNow()));
            Assert.All(now.Where(s => before.ContainsKey(s.Key)), s => Assert.Equal(1, (s.Value.Timestamp - before[s.Key].Timestamp).TotalSeconds));
            before = now;
        }
    }

    [Fact]
    public async Task A_new_pod_appears_after_two_scrapes_and_a_deleted_one_goes_at_once()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 80 }, time, Cancelled);
        using var client = new SimulatorClient(server);
        var before = Samples(await client.GetAsync(Path));

        server.ReplacePods(0.5);
        time.Advance(TimeSpan.FromSeconds(5));
        var gone = Samples(await client.GetAsync(Path));
        time.Advance(TimeSpan.FromSeconds(10)); // first scrape
        var seenOnce = Samples(await client.GetAsync(Path));
        time.Advance(TimeSpan.FromSeconds(16)); // second, when all run
        var seenTwice = Samples(await client.GetAsync(Path));

        Assert.True(gone.Count < before.Count - 20, $"{before.Count} became {gone.Count}");
        Assert.Empty(gone.Keys.Except(before.Keys));
        Assert.DoesNotContain(seenOnce.Keys, k => !before.ContainsKey(k));
        Assert.True(seenTwice.Keys.Except(before.Keys).Count() > 20);
    }

    [Fact]
    public async Task Quantities_and_windows_are_in_the_forms_of_metrics_server_and_lists_ignore_limits()
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 80 }, cancellationToken: Cancelled);
        using var client = new SimulatorClient(server);
        var list = await client.GetAsync($"{Path}?limit=5&watch=1&resourceVersion=1");
        var shop = await client.GetAsync("/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods?labelSelector=app%3Dfrontend");

        Assert.Equal("{}", list.GetProperty("metadata").GetRawText());
        Assert.True(list.GetProperty("items").GetArrayLength() > 50);
        Assert.All(list.GetProperty("items").EnumerateArray(), item =>
        {
            Assert.Matches("^1[45](\\.[0-9]{1,3})?s$", item.GetProperty("window").GetString()!);
            Assert.All(item.GetProperty("containers").EnumerateArray(), c =>
            {
                Assert.Matches("^[0-9]+n$", c.GetProperty("usage").GetProperty("cpu").GetString()!);
                Assert.Matches("^[0-9]+Ki$", c.GetProperty("usage").GetProperty("memory").GetString()!);
            });
        });
        Assert.Equal(6, shop.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData(15_044, "15.044s")]
    [InlineData(15_000, "15s")]
    [InlineData(998, "998ms")]
    [InlineData(150_040, "2m30.04s")]
    public void Durations_are_written_as_Go_writes_them(int milliseconds, string text) => Assert.Equal(text, MetricsWriter.Duration(TimeSpan.FromMilliseconds(milliseconds)));

    private static Dictionary<string, (DateTimeOffset Timestamp, string Containers)> Samples(JsonElement list) => list.GetProperty("items").EnumerateArray().ToDictionary(
        i => $"{i.GetProperty("metadata").GetProperty("namespace")}/{i.GetProperty("metadata").GetProperty("name")}",
        i => (DateTimeOffset.Parse(i.GetProperty("timestamp").GetString()!, CultureInfo.InvariantCulture), i.GetProperty("containers").GetRawText()));
}
