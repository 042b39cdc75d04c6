using System.Globalization;
using Dashboard.Server.Collection;
using Dashboard.Server.History;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Collection;

public sealed class MetricsPollTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-23T21:00:30Z", null);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(404, "404 page not found", "Absent", "metrics-server is not installed", "Install metrics-server")]
    [InlineData(403, """{"kind":"Status","message":"pods.metrics.k8s.io is forbidden: User \"x\"","code":403}""", "Forbidden", "pods.metrics.k8s.io is forbidden: User \"x\"", "ClusterRole with get, list on pods.metrics.k8s.io")]
    [InlineData(401, """{"message":"Unauthorized"}""", "Forbidden", "credentials (401): Unauthorized", "Renew")]
    [InlineData(503, """{"metadata":{"message":"not this"},"message":"service unavailable"}""", "Unavailable", "installed, but not available (503): service unavailable", "apiservice")]
    [InlineData(429, "too many requests, please try again later\n", "Unavailable", "called less often (429)", "Collection:Interval")]
    [InlineData(500, "", "Unavailable", "answered 500", "log")]
    [InlineData(302, "", "Unavailable", "answered 302", "log")]
    public async Task A_refusal_has_its_own_words_and_remedy(int status, string body, string condition, string message, string remedy)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(body, status);

        Assert.Null(await cluster.Poll().PollAsync(Stop));

        var state = cluster.Sources.Get(SourceKind.PodMetrics);
        Assert.Equal(condition, state.Condition.ToString());
        Assert.Contains(message, state.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, state.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("30", null, 30)]
    [InlineData("Mon, 23 Nov 2026 21:05:40 GMT", "Mon, 23 Nov 2026 21:05:00 GMT", 40)] // by the server's own clock
    [InlineData("86400", null, 600)] // not believed for longer than ten minutes
    public async Task Retry_After_is_honoured_in_seconds_and_as_a_date(string retryAfter, string? date, int seconds)
    {
        var time = new FakeTimeProvider(Now);
        await using var cluster = await FakeCluster.StartAsync(time);
        cluster.Then("slow down", 429, date is null ? [("Retry-After", retryAfter)] : [("Retry-After", retryAfter), ("Date", date)]);
        var poll = cluster.Poll();

        Assert.Null(await poll.PollAsync(Stop));

        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.True(poll.IsBackingOff);
        time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.False(poll.IsBackingOff);
    }

    [Fact]
    public void Pauses_double_with_jitter_up_to_the_longest()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), () => 1);
        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => backoff.Next(null).TotalSeconds));
        backoff.Reset();
        Assert.Equal(1, backoff.Next(null).TotalSeconds);
        Assert.Equal(0.5, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), () => 0).Next(null).TotalSeconds);
        Assert.Equal(7, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), () => 0).Next(TimeSpan.FromSeconds(7)).TotalSeconds);
    }

    [Fact]
    public async Task A_good_answer_is_a_batch_and_a_fresh_source()
    {
        var time = new FakeTimeProvider(Now);
        await using var cluster = await FakeCluster.StartAsync(time);
        cluster.Then(List(Item("a", 0), "7", Item("b", 15)));

        var batch = await cluster.Poll().PollAsync(Stop);

        Assert.Equal(2, batch!.Count);
        var state = cluster.Sources.Get(SourceKind.PodMetrics);
        Assert.Equal((SourceCondition.Fresh, 2, 1L, null, null), (state.Condition, state.Items, state.BadItems, state.Message, state.Remedy));
    }

    [Theory]
    [InlineData(100, 0, "Stale")]
    [InlineData(80, 0, "Fresh")]
    [InlineData(80, 60, "Stale")] // the cluster's clock is ahead: its sample is older than it looks
    [InlineData(150, -100, "Fresh")]
    [InlineData(-50, 0, "Fresh")] // a negative age is none
    public async Task An_old_newest_sample_is_stale_by_the_clusters_clock(int ageSeconds, int skewSeconds, string expected)
    {
        var time = new FakeTimeProvider(Now);
        await using var cluster = await FakeCluster.StartAsync(time);
        cluster.Then(List(Item("a", ageSeconds), Item("b", ageSeconds + 300)), 200, ("Date", (Now + TimeSpan.FromSeconds(skewSeconds)).ToString("R")));

        Assert.NotNull(await cluster.Poll().PollAsync(Stop));

        Assert.Equal(expected, cluster.Sources.Get(SourceKind.PodMetrics).Condition.ToString());
        Assert.InRange(cluster.Skew.Milliseconds!.Value, skewSeconds * 1000 - 1, skewSeconds * 1000 + 501);
    }

    [Theory]
    [InlineData(true, "Empty")]
    [InlineData(false, "Fresh")]
    public async Task No_items_is_wrong_only_where_some_are_expected(bool expectsItems, string expected)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then("""{"items":[]}""");

        Assert.Equal(0, (await cluster.Poll(expectsItems: expectsItems).PollAsync(Stop))!.Count);

        Assert.Equal(expected, cluster.Sources.Get(SourceKind.PodMetrics).Condition.ToString());
    }

    [Theory]
    [InlineData("cut", 30, "broke")]
    [InlineData("html", 30, "not what it should be")]
    [InlineData("silent", 1.5, "No answer for pods.metrics.k8s.io within 1.5 s")]
    [InlineData("trickle", 1.5, "No answer for pods.metrics.k8s.io within 1.5 s")]
    public async Task A_body_that_does_not_end_well_is_a_failure_of_the_poll(string how, double timeoutSeconds, string message)
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.RequestTimeout = TimeSpan.FromSeconds(timeoutSeconds);
        cluster.Then(context => BadlyAsync(context, how)).Then(List(Item("a", 0)));
        var poll = cluster.Poll();

        Assert.Null(await poll.PollAsync(Stop));
        var failed = cluster.Sources.Get(SourceKind.PodMetrics);
        Assert.Equal(SourceCondition.Unavailable, failed.Condition);
        Assert.Contains(message, failed.Message, StringComparison.Ordinal);

        Assert.Equal(1, (await poll.PollAsync(Stop))!.Count);
    }

    [Fact]
    public async Task A_source_keeps_since_when_it_is_as_it_is()
    {
        var time = new FakeTimeProvider(Now);
        await using var cluster = await FakeCluster.StartAsync(time);
        cluster.Then(List(Item("a", 0))).Then("", 503).Then("", 500).Then(List(Item("a", 0)));
        var poll = cluster.Poll();
        await poll.PollAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(5));
        await poll.PollAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(5));
        await poll.PollAsync(Stop);

        var state = cluster.Sources.Get(SourceKind.PodMetrics);
        Assert.Equal((Now.AddSeconds(5), Now), (state.Since, state.LastSuccessAt));
        Assert.Contains("500", state.Message, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromSeconds(5));
        await poll.PollAsync(Stop);
        Assert.Equal(Now.AddSeconds(15), cluster.Sources.Get(SourceKind.PodMetrics).Since);
    }

    [Fact]
    public void Samples_that_were_seen_before_are_told_apart()
    {
        var novelty = new SampleNovelty();
        Assert.Equal(3, novelty.Count(Batch(("a", 1), ("b", 1), ("c", 1))));
        Assert.Equal(0, novelty.Count(Batch(("c", 1), ("a", 1), ("b", 1))));
        Assert.Equal(2, novelty.Count(Batch(("a", 2), ("b", 1), ("d", 1))));
        Assert.Equal(1, novelty.Count(Batch(("c", 1), ("a", 1)))); // c was gone; a stepped backwards
        Assert.Equal(0, novelty.Count(Batch()));

        var many = Enumerable.Range(0, 5000).Select(i => ($"pod-{i}", 1)).ToArray();
        Assert.Equal(5000, novelty.Count(Batch(many)));
        Assert.Equal(0, novelty.Count(Batch(many)));

        static SampleBatch Batch(params (string Name, int Time)[] rows)
        {
            var batch = new SampleBatch();
            foreach (var (name, time) in rows)
            {
                batch.EndRow("namespace"u8, System.Text.Encoding.UTF8.GetBytes(name), time, 0);
            }

            return batch;
        }
    }

    private static async Task BadlyAsync(HttpContext context, string how)
    {
        var good = List(Item("a", 0), Item("b", 0));
        switch (how)
        {
            case "cut":
                await context.Response.WriteAsync(good[..^40], Stop);
                await context.Response.Body.FlushAsync(Stop);
                context.Abort();
                break;
            case "html":
                await context.Response.WriteAsync("<html>Bad gateway</html>", Stop);
                break;
            case "silent":
                await context.Response.StartAsync(Stop);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                break;
            default:
                // Alive, but it never ends: a poll is bounded as a whole.
                while (true)
                {
                    await context.Response.WriteAsync(" ", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted);
                }
        }
    }

    private static string List(params string[] items) => $$"""{"items":[{{string.Join(',', items)}}]}""";

    private static string Item(string name, int ageSeconds) =>
        $$$"""{"metadata":{"name":"{{{name}}}","namespace":"n"},"timestamp":"{{{(Now - TimeSpan.FromSeconds(ageSeconds)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}}","containers":[]}""";
}
