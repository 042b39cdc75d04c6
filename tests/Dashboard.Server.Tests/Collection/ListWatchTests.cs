using Dashboard.Server.History;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Server.Tests.Collection.FakeCluster;

namespace Dashboard.Server.Tests.Collection;

public sealed class ListWatchTests
{
    [Fact]
    public async Task It_lists_in_pages_and_then_watches()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", "page two", Pod("a", "1"), Pod("b", "2")))
            .Then(List("5", null, Pod("c", "3")))
            .ThenWatch(Event("ADDED", Pod("d", "6")), Event("MODIFIED", Pod("a", "7", "Failed")), Event("DELETED", Pod("b", "8")))
            .WatchPods();

        var all = await cluster.NextAsync(delta => delta.PodsAreComplete);
        var known = all.Pods.ToDictionary(pod => pod.Name, pod => pod.Phase);
        var removed = all.RemovedPodUids.ToHashSet();
        while (!known.ContainsKey("d") || known["a"] != "Failed" || (known.ContainsKey("b") && !removed.Contains("b")))
        {
            var delta = await cluster.NextAsync(_ => true);
            removed.UnionWith(delta.RemovedPodUids);
            foreach (var pod in delta.Pods)
            {
                known[pod.Name] = pod.Phase;
            }
        }

        Assert.Equal(["a", "c", "d"], known.Keys.Except(removed).Order());
        var requests = cluster.Requests.ToArray();
        Assert.Equal("/api/v1/pods?limit=500&resourceVersion=0", requests[0]);
        Assert.Equal("/api/v1/pods?limit=500&continue=page%20two", requests[1]);
        Assert.StartsWith("/api/v1/pods?watch=1&allowWatchBookmarks=true&timeoutSeconds=", requests[2], StringComparison.Ordinal);
        Assert.EndsWith("&resourceVersion=5", requests[2], StringComparison.Ordinal);
        Assert.Equal((SourceCondition.Fresh, 3), (cluster.Sources.Get(SourceKind.Pods).Condition, cluster.Sources.Get(SourceKind.Pods).Items));
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_from_its_bookmark()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", null, Pod("a", "1")))
            .Then(Event("ADDED", Pod("b", "6")) + "\n" + Bookmark("99") + "\n")
            .ThenWatch(Event("ADDED", Pod("c", "100")))
            .WatchPods();

        await cluster.NextAsync(delta => delta.Pods.Any(pod => pod.Name == "c"));

        Assert.EndsWith("&resourceVersion=99", cluster.Requests.ElementAt(2), StringComparison.Ordinal);
        Assert.Equal(3, cluster.Requests.Count);
    }

    [Fact]
    public async Task A_410_in_the_middle_of_a_paged_list_lists_again_in_one_piece_and_loses_nothing()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", "two", Pod("a", "1")))
            .Then(Expired, 410)
            .Then(List("9", null, Pod("a", "1"), Pod("b", "2")))
            .ThenWatch()
            .WatchPods();

        var delta = await cluster.NextAsync(delta => delta.PodsAreComplete);

        Assert.Equal(["a", "b"], delta.Pods.Select(pod => pod.Name).Order());
        Assert.Equal("/api/v1/pods", cluster.Requests.ElementAt(2));
    }

    [Fact]
    public async Task A_410_of_a_watch_lists_again_and_is_no_failure()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", null, Pod("a", "1")))
            .ThenWatch(Event("ADDED", Pod("b", "6")), Event("ERROR", Expired))
            .Then(List("20", null, Pod("b", "6")))
            .ThenWatch()
            .WatchPods();
        await cluster.NextAsync(delta => delta.PodsAreComplete);

        var again = await cluster.NextAsync(delta => delta.PodsAreComplete);

        Assert.Equal("b", Assert.Single(again.Pods).Name);
        Assert.Equal("/api/v1/pods", cluster.Requests.ElementAt(2));
        Assert.Equal(SourceCondition.Fresh, cluster.Sources.Get(SourceKind.Pods).Condition);
    }

    [Fact]
    public async Task A_410_that_does_not_end_is_named_and_recovers()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(Expired, 410).Then(Expired, 410).WatchPods();

        var failed = await cluster.NextStateAsync(SourceCondition.Unavailable);
        Assert.Contains("410", failed.Sources[0].Message, StringComparison.Ordinal);

        cluster.Then(List("5", null, Pod("a", "1"))).ThenWatch();
        await cluster.NextStateAsync(SourceCondition.Fresh);
    }

    [Fact]
    public async Task Watches_that_expire_at_once_do_not_list_in_a_loop()
    {
        var time = new FakeTimeProvider();
        await using var cluster = await FakeCluster.StartAsync(time);
        cluster.Then(List("5", null, Pod("a", "1"))).ThenWatch(Event("ERROR", Expired))
            .Then(List("5", null, Pod("a", "1"))).ThenWatch(Event("ERROR", Expired))
            .Then(List("5", null, Pod("a", "1"))).ThenWatch(Event("ERROR", Expired))
            .WatchPods();

        var failed = await cluster.NextStateAsync(SourceCondition.Unavailable);

        Assert.Contains("410", failed.Sources[0].Message, StringComparison.Ordinal);
        Assert.Equal(4, cluster.Requests.Count);
    }

    [Fact]
    public async Task A_silent_peer_is_given_up_named_and_asked_again_from_where_it_was()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Options.WatchStallTimeout = TimeSpan.FromSeconds(2);
        cluster.Then(List("5", null, Pod("a", "1")))
            .ThenWatch(Event("ADDED", Pod("b", "6")))
            .ThenWatch(Event("ADDED", Pod("c", "7")))
            .WatchPods();

        var stale = await cluster.NextStateAsync(SourceCondition.Stale);
        Assert.Contains("silent", stale.Sources[0].Message, StringComparison.Ordinal);
        await cluster.NextStateAsync(SourceCondition.Fresh);

        Assert.EndsWith("&resourceVersion=6", cluster.Requests.ElementAt(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_that_is_cut_in_an_event_goes_on_from_the_one_before()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var arrived = new TaskCompletionSource();
        cluster.Then(List("5", null, Pod("a", "1")))
            .Then(async context =>
            {
                await context.Response.WriteAsync(Event("ADDED", Pod("b", "6")) + "\n" + """{"type":"ADDED","object":{"metadata":{"resourceVersion":"7","na""");
                await context.Response.Body.FlushAsync();
                await arrived.Task;
                context.Abort();
            })
            .ThenWatch(Event("ADDED", Pod("c", "7")))
            .WatchPods();
        await cluster.NextAsync(delta => delta.Pods.Any(pod => pod.Name == "b"));
        arrived.SetResult();

        var failed = await cluster.NextStateAsync(SourceCondition.Unavailable);
        Assert.Contains("broke", failed.Sources[0].Message, StringComparison.Ordinal);
        await cluster.NextStateAsync(SourceCondition.Fresh);
        Assert.EndsWith("&resourceVersion=6", cluster.Requests.ElementAt(2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_event_costs_that_event_and_is_counted()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", null, Pod("a", "1"), "7"))
            .ThenWatch(
                Event("ADDED", """{"metadata":{"name":"nobody","resourceVersion":"6"}}"""),
                Event("FROBBED", Pod("a", "7")),
                $$"""{"object":{{Pod("turned-around", "8")}},"type":"ADDED"}""")
            .WatchPods();

        await cluster.NextAsync(delta => delta.Pods.Any(pod => pod.Name == "turned-around"));

        Assert.Equal(3, cluster.Sources.Get(SourceKind.Pods).BadItems);
    }

    [Fact]
    public async Task A_watch_that_is_not_one_is_a_failure_and_ends_in_a_new_list()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", null, Pod("a", "1")))
            .Then("<html>502 Bad Gateway</html>\n")
            .Then(List("6", null, Pod("a", "1")))
            .ThenWatch()
            .WatchPods();

        var failed = await cluster.NextStateAsync(SourceCondition.Unavailable);
        Assert.Contains("not what it should be", failed.Sources[0].Message, StringComparison.Ordinal);
        await cluster.NextAsync(delta => delta.PodsAreComplete);
    }

    [Fact]
    public async Task A_cluster_that_was_restored_is_listed_anew()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("500", null, Pod("a", "1")))
            .Then("""{"kind":"Status","message":"Timeout: Too large resource version: 500, current: 7","code":504}""", 504)
            .Then(List("7", null, Pod("b", "1")))
            .ThenWatch()
            .WatchPods();
        await cluster.NextAsync(delta => delta.PodsAreComplete);

        Assert.Equal("b", Assert.Single((await cluster.NextAsync(delta => delta.PodsAreComplete)).Pods).Name);
    }

    [Fact]
    public async Task An_empty_list_is_not_the_same_as_none()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then("""{"metadata":{"resourceVersion":"5"},"items":null}""").Then(_ => Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System)).WatchPods();

        // What was listed is handed over before the state, or together with it.
        var isComplete = false;
        var empty = await cluster.NextAsync(delta =>
        {
            isComplete |= delta.PodsAreComplete;
            return delta.Sources.Any(source => source.Condition == SourceCondition.Empty);
        });

        Assert.True(isComplete);
        Assert.NotNull(empty.Sources[0].Remedy);
    }

    [Fact]
    public async Task What_is_known_stays_known_while_the_API_fails()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Then(List("5", null, Pod("a", "1"))).Then("", 200).Then("down", 503).Then("down", 503).ThenWatch(Event("ADDED", Pod("b", "6"))).WatchPods();
        await cluster.NextAsync(delta => delta.PodsAreComplete);

        var failed = await cluster.NextStateAsync(SourceCondition.Unavailable);
        var back = await cluster.NextStateAsync(SourceCondition.Fresh);

        Assert.Contains("503: down", failed.Sources[0].Message!.Replace(" for pods", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(failed.PodsAreComplete || back.PodsAreComplete);
        Assert.Empty(failed.RemovedPodUids);
        Assert.NotNull(failed.Sources[0].LastSuccessAt);
    }

    [Fact]
    public async Task A_burst_of_events_is_few_changes()
    {
        await using var cluster = await FakeCluster.StartAsync();
        for (var i = 0; i < 1000; i++)
        {
            var name = $"p{i % 10}";
            cluster.Changes.Upsert(new PodFacts
            {
                Uid = name,
                Namespace = "n",
                Name = name,
                Workload = new("Pod", name),
                Phase = "Running",
                Status = $"{i}",
                CreatedAt = default,
                Containers = [],
            });
        }

        cluster.Changes.HandOver();

        var delta = await cluster.NextAsync(_ => true);
        Assert.Equal(Enumerable.Range(990, 10).Select(i => $"{i}"), delta.Pods.Select(pod => pod.Status).Order());
    }
}
