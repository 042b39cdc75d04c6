using System.Text.Json;
using Dashboard.Server.History;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live;

public sealed class LiveHubTests
{
    private static readonly (string, string) NoPause = ("Live:MinimumInterval", "00:00:00");

    private static readonly object WebSeries = new { kind = "pod", @namespace = "shop", name = "web-1" };

    [Fact]
    public async Task A_view_comes_at_once_and_again_after_a_change()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var pods = LiveStream.Open(connection, "Pods", new { text = "web" });

        var first = await pods.NextAsync();
        rig.Pass(15).Sample((pod, 250, 2000));
        var second = await pods.NextAsync();

        Assert.Equal(100, Cpu(first));
        Assert.Equal(250, Cpu(second));
        Assert.Equal(rig.History.Version, second.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Of_a_page_only_the_first_message_is_whole_and_each_next_one_is_a_step_from_what_that_reader_was_sent()
    {
        using var rig = new LiveRig();
        var pods = new[] { Pod("web-1"), Pod("web-2"), Pod("web-3") };
        rig.AllFresh().Pods(pods).Sample((pods[1], 100, 1000));
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var early = LiveStream.Open(connection, "Pods", new { text = "web", sparkSeconds = 0 });
        Assert.Equal("web-1", (await early.NextAsync()).GetProperty("rows")[0].GetProperty("name").GetString());

        rig.Pass(15).Sample((pods[1], 250, 1000));
        var step = await early.NextAsync();
        using var late = LiveStream.Open(connection, "Pods", new { text = "web", sparkSeconds = 0 });
        Assert.Equal("web-2", (await late.NextAsync()).GetProperty("rows")[1].GetProperty("name").GetString());
        rig.Remove(pods[0]);

        Assert.Equal("[0,{\"was\":1,\"cpu\":{\"value\":250,\"request\":500000000,\"limit\":1000000000},\"sampledAt\":" + Milliseconds(rig) + "},2]", Rows(step));
        Assert.Equal("[1,2]", Rows(await early.NextAsync()));
        Assert.Equal("[1,2]", Rows(await late.NextAsync()));
        rig.Pods(Pod("other"));
        var total = await late.NextAsync();
        Assert.Equal("null", Rows(total));
        Assert.Equal(3, total.GetProperty("totalPods").GetInt32());
    }

    [Fact]
    public async Task A_change_of_a_sources_state_alone_is_sent()
    {
        using var rig = SmallCluster.Rig();
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var status = LiveStream.Open(connection, "Status");
        await status.NextAsync();

        rig.Sources(new SourceState(SourceKind.PodMetrics, SourceCondition.Stale, rig.At, Message: "Nothing for 30 s.", Remedy: "Look at metrics-server."));

        var sources = (await status.NextAsync()).GetProperty("sources");
        Assert.Contains(sources.EnumerateArray(), source =>
            source.GetProperty("name").GetString() == "podMetrics" && source.GetProperty("condition").GetString() == "stale");
    }

    [Theory]
    [InlineData("Overview")]
    [InlineData("Nodes")]
    [InlineData("Namespaces")]
    [InlineData("Status")]
    public async Task Every_plain_stream_answers_and_all_go_on_over_one_connection(string method)
    {
        using var rig = SmallCluster.Rig();
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var stream = LiveStream.Open(connection, method);
        using var runtime = LiveStream.Open(connection, "Runtime", 60);
        var version = (await stream.NextAsync()).GetProperty("version").GetInt64();
        Assert.True((await runtime.NextAsync()).GetProperty("reset").GetBoolean());

        // A version that says nothing new to most, and one that does to all.
        rig.Pass(5).AllFresh();
        rig.Sources(new SourceState(SourceKind.NodeMetrics, SourceCondition.Stale, rig.At)).Pods(Pod("late-0", "nightshift"));

        Assert.True((await stream.NextAsync()).GetProperty("version").GetInt64() > version);
    }

    [Fact]
    public async Task What_says_nothing_new_is_not_sent()
    {
        using var rig = SmallCluster.Rig();
        var pod = Pod("lone-1");
        rig.Pods(pod).Sample((pod, 100, 1000));
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var pods = LiveStream.Open(connection, "Pods", new { text = "lone" });
        using var status = LiveStream.Open(connection, "Status");
        var first = (await pods.NextAsync()).GetProperty("version").GetInt64();
        await status.NextAsync();

        // The other stream tells that this version has been seen.
        rig.Pass(15).Sources(new SourceState(SourceKind.Events, SourceCondition.Stale, rig.At, Message: "Nothing for 30 s."));
        await status.NextAsync();
        rig.Pass(15).Sample((pod, 300, 1000));

        var next = await pods.NextAsync();
        Assert.Equal(300, Cpu(next));
        Assert.Equal(first + 2, next.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Facets_come_again_only_when_there_is_another_choice()
    {
        using var rig = SmallCluster.Rig();
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var facets = LiveStream.Open(connection, "Facets");
        using var nodes = LiveStream.Open(connection, "Nodes");
        await facets.NextAsync();
        await nodes.NextAsync();

        // The other stream tells that these versions have been seen.
        rig.Pass(5).AllFresh();
        await nodes.NextAsync();
        rig.Pods(Pod("late-0", "nightshift"));

        var next = await facets.NextAsync();
        Assert.Contains(next.GetProperty("namespaces").EnumerateArray(), facet => facet.GetProperty("value").GetString() == "nightshift");
    }

    [Fact]
    public async Task A_chart_begins_with_its_history_and_goes_on_with_points()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod);
        for (var i = 0; i < 10; i++)
        {
            rig.Pass(15).Sample((pod, 100 + i, 1000));
        }

        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var series = LiveStream.Open(connection, "Series", WebSeries);

        var history = await series.NextAsync();
        rig.Pass(15).Sample((pod, 999, 1000));
        var point = await series.NextAsync();

        Assert.True(history.GetProperty("reset").GetBoolean());
        Assert.Equal(Enumerable.Range(100, 10).Select(cpu => (long)cpu), Means(history));
        Assert.False(point.GetProperty("reset").GetBoolean());
        Assert.Equal([999], Means(point));
    }

    [Fact]
    public async Task No_point_is_lost_or_doubled_when_the_connection_is_lost_and_mended()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod);
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        var drawn = new List<long>();
        var next = 0L;
        for (var connected = 0; connected < 3; connected++)
        {
            await using var connection = await server.ConnectAsync();
            using var series = LiveStream.Open(connection, "Series", WebSeries);
            for (var i = 0; i < 4; i++)
            {
                rig.Pass(15).Sample((pod, ++next, 1000));
                if (i % 2 == 0)
                {
                    // Two versions in a row: the chart may get them in one message or in two.
                    rig.Pass(15).Sample((pod, ++next, 1000));
                }

                while (drawn.Count == 0 || drawn[^1] < next)
                {
                    var message = await series.NextAsync();
                    drawn = message.GetProperty("reset").GetBoolean() ? Means(message) : [.. drawn, .. Means(message)];
                }
            }

            // While nobody is connected.
            rig.Pass(15).Sample((pod, ++next, 1000));
        }

        Assert.Equal(Enumerable.Range(1, (int)next - 1).Select(cpu => (long)cpu), drawn);
    }

    [Fact]
    public async Task A_chart_is_drawn_anew_when_a_container_appears()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var series = LiveStream.Open(connection, "Series", WebSeries);
        Assert.Single(Lines(await series.NextAsync()));

        rig.Pass(15).SampleContainers((pod, [("main", 100, 1000), ("proxy", 20, 500)]));

        var message = await series.UntilAsync(message => Lines(message).Length > 1);
        Assert.True(message.GetProperty("reset").GetBoolean());
        Assert.Equal(["total", "main", "proxy"], Lines(message).Select(line => line.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task A_pod_that_may_still_come_is_waited_for_and_one_that_is_not_there_is_an_error()
    {
        using var rig = new LiveRig();
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        await using var connection = await server.ConnectAsync();
        using var early = LiveStream.Open(connection, "Pod", "shop", "web-1");

        var pod = Pod("web-1");
        rig.Pods(pod).AllFresh();

        Assert.Equal("web-1", (await early.NextAsync()).GetProperty("pod").GetProperty("name").GetString());
        using var missing = LiveStream.Open(connection, "Pod", "shop", "web-2");
        var error = await Assert.ThrowsAsync<HubException>(missing.NextAsync);
        Assert.Contains("HubException: There is no pod web-2 in namespace shop", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_is_wrong_is_told_what_is_wrong_and_what_is_allowed()
    {
        using var rig = new LiveRig();
        await using var server = await LiveServer.StartAsync(rig.History);
        await using var connection = await server.ConnectAsync();
        using var pods = LiveStream.Open(connection, "Pods", new { limit = 500, sort = "colour", labels = "app in (a", filter = "name:web" });

        var error = await Assert.ThrowsAsync<HubException>(pods.NextAsync);

        Assert.Contains("filter: at character 1 \"name:\": there is no such key; did you mean pod:?", error.Message, StringComparison.Ordinal);
        Assert.Contains("limit is 500; it must be 1 to 200.", error.Message, StringComparison.Ordinal);
        Assert.Contains("sort is \"colour\"; it must be one of name, namespace,", error.Message, StringComparison.Ordinal);
        Assert.Contains("labels: position 10: the '(' of position 8 is never closed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_has_so_many_streams_and_one_that_ends_makes_room()
    {
        using var rig = SmallCluster.Rig();
        await using var server = await LiveServer.StartAsync(rig.History, NoPause, ("Live:MaximumStreamsPerConnection", "2"));
        await using var connection = await server.ConnectAsync();
        using var first = LiveStream.Open(connection, "Status");
        using var second = LiveStream.Open(connection, "Nodes");
        await first.NextAsync();
        await second.NextAsync();
        using var third = LiveStream.Open(connection, "Facets");
        var error = await Assert.ThrowsAsync<HubException>(third.NextAsync);
        Assert.Contains("2 streams open", error.Message, StringComparison.Ordinal);

        second.End();

        // The cancellation is a message of its own that nobody answers: ask until it was heard.
        while (true)
        {
            using var again = LiveStream.Open(connection, "Facets");
            try
            {
                await again.NextAsync();
                break;
            }
            catch (HubException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    [Fact]
    public async Task The_same_view_is_computed_once_per_version_for_all_who_ask()
    {
        const int Clients = 50;
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 1, 1000));
        await using var server = await LiveServer.StartAsync(rig.History, NoPause);
        var connections = new List<HubConnection>();
        var streams = new List<LiveStream>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                connections.Add(await server.ConnectAsync());

                // The same question in other words is the same view.
                streams.Add(LiveStream.Open(connections[i], "Pods", i % 2 == 0 ? new { text = "WEB  shop", limit = 50 } : new { text = "shop web", limit = 50 }));
                await streams[i].NextAsync();
            }

            var before = server.Cache.Computed;
            for (var version = 1; version <= 5; version++)
            {
                rig.Pass(15).Sample((pod, 100 + version, 1000));
                foreach (var stream in streams)
                {
                    Assert.Equal(100 + version, Cpu(await stream.NextAsync()));
                }
            }

            Assert.Equal(5, server.Cache.Computed - before);
        }
        finally
        {
            foreach (var stream in streams)
            {
                stream.Dispose();
            }

            foreach (var connection in connections)
            {
                await connection.DisposeAsync();
            }
        }
    }

    private static long Milliseconds(LiveRig rig) => rig.At.ToUnixTimeMilliseconds();

    private static string Rows(JsonElement page) => page.GetProperty("rows").GetRawText();

    private static long Cpu(JsonElement page) => page.GetProperty("rows")[0].GetProperty("cpu").GetProperty("value").GetInt64();

    private static JsonElement[] Lines(JsonElement message) => [.. message.GetProperty("lines").EnumerateArray()];

    private static List<long> Means(JsonElement message)
    {
        var lines = Lines(message);
        return lines.Length == 0 ? [] : [.. lines[0].GetProperty("cpu").GetProperty("mean").EnumerateArray().Select(mean => mean.GetInt64())];
    }
}
