using Dashboard.Server.History;
using Dashboard.Server.Live.Charts;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Charts;

public sealed class SeriesViewTests
{
    [Theory]
    [InlineData(300, nameof(Resolution.Sample))]
    [InlineData(3600, nameof(Resolution.Sample))]
    [InlineData(3601, nameof(Resolution.Minute))]
    [InlineData(86_400, nameof(Resolution.Minute))]
    [InlineData(86_401, nameof(Resolution.TenMinutes))]
    [InlineData(604_800, nameof(Resolution.TenMinutes))]
    public void The_range_chooses_the_resolution(int seconds, string expected) => Assert.Equal(expected, Web(seconds).Resolution.ToString());

    [Fact]
    public void The_newest_minute_is_sent_again_while_it_fills_and_the_chart_ends_as_if_drawn_at_once()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        var step = rig.Read(reader => SeriesView.Read(reader, Web(7200), null));
        var drawn = new SortedDictionary<long, long?>();
        Draw(drawn, step);
        for (var i = 1; i <= 20; i++)
        {
            rig.Pass(15).Sample((pod, 100 + i, 1000));
            if (i % 3 != 0)
            {
                var cursor = step.Cursor;
                step = rig.Read(reader => SeriesView.Read(reader, Web(7200), cursor));
                Draw(drawn, step);
            }
        }

        var whole = new SortedDictionary<long, long?>();
        Draw(whole, rig.Read(reader => SeriesView.Read(reader, Web(7200), null)));
        Assert.Equal(whole, drawn);
        Assert.True(whole.Count >= 5);
    }

    [Fact]
    public void Nothing_new_is_no_message()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        var step = rig.Read(reader => SeriesView.Read(reader, Web(3600), null));
        rig.Pass(1).AllFresh();
        var next = rig.Read(reader => SeriesView.Read(reader, Web(3600), step.Cursor));
        Assert.Null(next.Message);
        Assert.Equal(rig.History.Version, next.Cursor.Version);
    }

    [Fact]
    public void A_mark_that_is_heard_of_late_is_sent_once()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        var step = rig.Read(reader => SeriesView.Read(reader, Web(3600), null));

        // The restart was five minutes ago, before all that was drawn.
        rig.Pods(Pod("web-1", restarts: 1));
        var next = rig.Read(reader => SeriesView.Read(reader, Web(3600), step.Cursor));
        rig.Pass(15).Sample((pod, 100, 1000));
        var last = rig.Read(reader => SeriesView.Read(reader, Web(3600), next.Cursor));

        Assert.Equal(MarkKind.OomKilled, Assert.Single(next.Message!.Marks).Kind);
        Assert.Empty(next.Message.Lines);
        Assert.Empty(last.Message!.Marks);
    }

    [Fact]
    public void A_pod_that_returns_under_its_name_begins_anew()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        var step = rig.Read(reader => SeriesView.Read(reader, Web(3600), null));
        var again = pod with { Uid = "another" };
        rig.Remove(pod).Pods(again).Pass(15).Sample((again, 7, 1000));
        var next = rig.Read(reader => SeriesView.Read(reader, Web(3600), step.Cursor));
        Assert.True(next.Message!.Reset);
        Assert.Equal([7], next.Message.Lines[0].Cpu.Mean);
    }

    [Fact]
    public void What_lives_without_a_measurement_has_an_empty_line_and_what_is_not_there_is_an_error()
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(Pod("web-1")).Nodes(Node("node-1"));
        foreach (var query in new SeriesQuery[]
        {
            new() { Kind = "pod", Namespace = "shop", Name = "web-1" },
            new() { Kind = "workload", Namespace = "shop", Name = "web-1", WorkloadKind = "Deployment" },
            new() { Kind = "namespace", Namespace = "shop" },
            new() { Kind = "node", Name = "node-1" },
            new() { Kind = "cluster" },
        })
        {
            var step = rig.Read(reader => SeriesView.Read(reader, SeriesSelection.From(query), null));
            Assert.Empty(Assert.Single(step.Message!.Lines).Times);
            if (query.Kind != "cluster")
            {
                var missing = SeriesSelection.From(query with { Name = query.Name is null ? null : "other", Namespace = query.Namespace is null ? null : "other" });
                var error = Assert.Throws<Server.Live.NotFoundException>(() => rig.Read(reader => SeriesView.Read(reader, missing, null)));
                Assert.False(error.MayCome);
                Assert.Contains("other", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Requests_and_limits_stand_over_the_whole_range_and_a_change_is_a_message_of_its_own()
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1", minutesOld: 10, cpuLimit: null);
        rig.AllFresh().Pods(pod).Sample((pod, 100, 1000));
        var step = rig.Read(reader => SeriesView.Read(reader, Web(3600), null));
        Assert.Equal([Noon.AddMinutes(-10).ToUnixTimeMilliseconds()], step.Message!.Levels!.Times);
        Assert.Equal([Core / 2], step.Message.Levels.CpuRequest);
        Assert.Equal([null], step.Message.Levels.CpuLimit);
        Assert.Equal([256 * Mebibyte], step.Message.Levels.MemoryRequest);
        Assert.Equal([512 * Mebibyte], step.Message.Levels.MemoryLimit);

        rig.Pass(1).Pods(Pod("web-1", minutesOld: 10, cpuLimit: 2 * Core));
        var resized = rig.Read(reader => SeriesView.Read(reader, Web(3600), step.Cursor));
        Assert.Empty(resized.Message!.Lines);
        Assert.Equal([null, 2 * Core], resized.Message.Levels!.CpuLimit);
        rig.Pass(5).AllFresh();
        Assert.Null(rig.Read(reader => SeriesView.Read(reader, Web(3600), resized.Cursor)).Message);

        rig.Pass(594).Pods(Pod("web-1", minutesOld: 10, cpuLimit: Core));
        var next = rig.Read(reader => SeriesView.Read(reader, Web(300), resized.Cursor));
        Assert.False(next.Message!.Reset);
        Assert.Equal([Noon.AddMinutes(5).ToUnixTimeMilliseconds(), Noon.AddMinutes(10).ToUnixTimeMilliseconds()], next.Message.Levels!.Times);
        Assert.Equal([2 * Core, Core], next.Message.Levels.CpuLimit);

        rig.Pass(1).AllFresh();
        Assert.Null(rig.Read(reader => SeriesView.Read(reader, Web(300), next.Cursor)).Message);

        // When the range has moved beyond the change, what held since stands at its beginning, and that is no news.
        rig.Pass(600).AllFresh();
        Assert.Null(rig.Read(reader => SeriesView.Read(reader, Web(300), next.Cursor)).Message);
    }

    [Theory]
    [InlineData("cluster", true, false)]
    [InlineData("node", true, false)]
    [InlineData("namespace", true, false)]
    [InlineData("workload", true, true)]
    [InlineData("pod", true, true)]
    [InlineData("workloadPods", false, true)]
    [InlineData("compare", false, false)]
    public void Each_kind_has_the_levels_and_marks_that_belong_to_it(string kind, bool levels, bool marks)
    {
        using var rig = new LiveRig();
        var pod = Pod("web-1", minutesOld: 1);
        rig.AllFresh().Nodes(Node("node-1")).Pods(pod).Sample((pod, 100, 1000)).SampleNodes(("node-1", 100, 1000));
        var message = rig.Read(reader => SeriesView.Read(reader, SeriesSelection.From(new SeriesQuery
        {
            Kind = kind,
            Namespace = "shop",
            Name = kind == "node" ? "node-1" : "web-1",
            WorkloadKind = "Deployment",
            Subjects = ["pod:shop/web-1"],
        }), null)).Message!;

        Assert.Equal(levels ? [Core / 2] : null, message.Levels?.CpuRequest);
        Assert.Equal(marks, message.Marks.Length > 0);
    }

    [Fact]
    public void A_query_that_names_too_little_says_what_it_needs()
    {
        var error = Assert.Throws<Server.Live.InvalidQueryException>(() => SeriesSelection.From(new SeriesQuery { Kind = "workload", Name = "web", Points = 9 }));
        Assert.Equal(["namespace", "points", "workloadKind"], error.Errors.Keys.Order());
    }

    private static SeriesSelection Web(int rangeSeconds) =>
        SeriesSelection.From(new SeriesQuery { Kind = "pod", Namespace = "shop", Name = "web-1", RangeSeconds = rangeSeconds });

    /// <summary>Draws as the client does: what is sent for a time replaces what was drawn there.</summary>
    private static void Draw(SortedDictionary<long, long?> drawn, SeriesStep step)
    {
        foreach (var line in step.Message?.Lines ?? [])
        {
            for (var i = 0; i < line.Times.Length; i++)
            {
                drawn[line.Times[i]] = line.Cpu.Mean[i];
            }
        }
    }
}
