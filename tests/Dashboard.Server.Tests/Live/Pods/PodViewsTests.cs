using Dashboard.Server.History;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Pods;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pods;

public sealed class PodViewsTests
{
    [Theory]
    [InlineData("", "cache-0 dbaas-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa web-7d4b9-b8qzm web-7d4b9-x2x7k")]
    [InlineData("WEB", "web-7d4b9-b8qzm web-7d4b9-x2x7k")]
    [InlineData("web x2x", "web-7d4b9-x2x7k")]
    [InlineData("x2x shop", "web-7d4b9-x2x7k")]
    [InlineData("node-2", "cache-0")]
    [InlineData("crashloop", "mailer-5f-zzzzz")]
    [InlineData("old-0", "")]
    public void Text_looks_for_every_word_in_any_column(string text, string expected) =>
        Assert.Equal(expected, Names(new PodQuery { Text = text }));

    [Fact]
    public void Filters_combine()
    {
        Assert.Equal("cache-0 dbaas-0 import-29-tq7xv", Names(new PodQuery { Namespaces = ["data"] }));
        Assert.Equal("cache-0 dbaas-0", Names(new PodQuery { Namespaces = ["data"], Phases = ["running"] }));
        Assert.Equal("report-66-aaaaa", Names(new PodQuery { Phases = ["Pending"] }));
        Assert.Equal("cache-0", Names(new PodQuery { Nodes = ["node-2"] }));
        Assert.Equal("dbaas-0", Names(new PodQuery { Labels = "app=dbaas" }));
        Assert.Equal("web-7d4b9-b8qzm web-7d4b9-x2x7k", Names(new PodQuery { Workload = "Deployment/web", Namespaces = ["shop"] }));
        Assert.Equal("", Names(new PodQuery { Workload = "StatefulSet/web", Namespaces = ["shop"] }));
    }

    [Theory]
    [InlineData("cpu", false, "web-7d4b9-b8qzm web-7d4b9-x2x7k dbaas-0 cache-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa")]
    [InlineData("cpu", true, "dbaas-0 web-7d4b9-x2x7k web-7d4b9-b8qzm cache-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa")]
    [InlineData("memoryLimitShare", true, "dbaas-0 web-7d4b9-x2x7k web-7d4b9-b8qzm cache-0 import-29-tq7xv mailer-5f-zzzzz report-66-aaaaa")]
    [InlineData("restarts", true, "mailer-5f-zzzzz dbaas-0 cache-0 import-29-tq7xv report-66-aaaaa web-7d4b9-b8qzm web-7d4b9-x2x7k")]
    [InlineData("status", true, "mailer-5f-zzzzz report-66-aaaaa cache-0 dbaas-0 web-7d4b9-b8qzm web-7d4b9-x2x7k import-29-tq7xv")]
    [InlineData("namespace", true, "mailer-5f-zzzzz report-66-aaaaa web-7d4b9-b8qzm web-7d4b9-x2x7k cache-0 dbaas-0 import-29-tq7xv")]
    [InlineData("name", true, "web-7d4b9-x2x7k web-7d4b9-b8qzm report-66-aaaaa mailer-5f-zzzzz import-29-tq7xv dbaas-0 cache-0")]
    [InlineData("node", false, "dbaas-0 import-29-tq7xv mailer-5f-zzzzz web-7d4b9-b8qzm web-7d4b9-x2x7k cache-0 report-66-aaaaa")]
    public void Sorts_with_what_is_unknown_last_and_ties_by_namespace_and_name(string sort, bool descending, string expected) =>
        Assert.Equal(expected, Names(new PodQuery { Sort = sort, Descending = descending }));

    [Fact]
    public void A_window_is_cut_from_the_sorted_rows()
    {
        using var rig = SmallCluster.Rig();
        var page = Page(rig, new PodQuery { Offset = 2, Limit = 3 });
        Assert.Equal((7, 7, 2), (page.Total, page.TotalPods, page.Offset));
        Assert.Equal(["import-29-tq7xv", "mailer-5f-zzzzz", "report-66-aaaaa"], page.Rows.Select(row => row.Name));
        Assert.Empty(Page(rig, new PodQuery { Offset = 7 }).Rows);
    }

    [Theory]
    [InlineData(null, "memory", true)]
    [InlineData(null, "status", false)]
    [InlineData("workload", "cpu", true)]
    public void All_rows_are_those_of_the_version_that_was_read_however_late_they_are_made(string? group, string sort, bool descending)
    {
        using var rig = SmallCluster.WithLeak();
        var selection = PodSelection.From(new PodQuery { Group = group, Sort = sort, Descending = descending, SparkSeconds = 60 });
        var expected = rig.Read(reader => PodViews.Page(reader, selection));
        var rows = rig.Read(reader => PodViews.All(reader, selection));

        rig.Pass(15).Sample((SmallCluster.Database, 1, 1));
        rig.Remove(SmallCluster.Web1).Pods(SmallCluster.Web2 with { Status = "Error" }, Pod("new"));

        Assert.Equivalent(expected, rows(), strict: true);
        Assert.Equal(expected.Rows.Select(row => row.Key), rows().Rows.Select(row => row.Key));
    }

    [Fact]
    public void A_group_sums_what_is_known_and_shows_its_worst_pod()
    {
        using var rig = new LiveRig();
        var (one, two, bad) = (Pod("web-1", workload: "web"), Pod("web-2", workload: "web"), Pod("web-3", workload: "web", status: "CrashLoopBackOff", restarts: 4));
        var ended = Pod("web-4", workload: "web", phase: "Succeeded", status: "Completed", minutesOld: 700);
        rig.AllFresh().Pods(one, two, bad, ended).Sample((one, 100, 1000), (two, 200, 2000));

        var row = Assert.Single(Page(rig, new PodQuery { Group = "workload" }).Rows);

        Assert.Equal(("workload:shop/Deployment/web", "web", 4, "CrashLoopBackOff"), (row.Key, row.Name, row.Pods, row.Status));
        Assert.Equal(new Usage(300, 3 * Core / 2, 3 * Core), row.Cpu);
        Assert.Equal(new Usage(3000, 3 * 256 * Mebibyte, 3 * 512 * Mebibyte), row.Memory);
        Assert.Equal((2, 4, 4), (row.Ready, row.Containers, row.Restarts));
        Assert.Equal(ended.CreatedAt.ToUnixTimeMilliseconds(), row.CreatedAt);
    }

    [Fact]
    public void A_group_with_an_unlimited_pod_has_no_limit()
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(Pod("a-1", workload: "a"), Pod("a-2", workload: "a", cpuLimit: null));
        var row = Assert.Single(Page(rig, new PodQuery { Group = "workload" }).Rows);
        Assert.Null(row.Cpu.Limit);
        Assert.Equal(Core, row.Cpu.Request);
        Assert.Equal(1024 * Mebibyte, row.Memory.Limit);
    }

    [Fact]
    public void Groups_by_namespace_and_node_have_all_pods_and_the_unscheduled_apart()
    {
        using var rig = SmallCluster.Rig();
        Assert.Equal([("data", 3), ("shop", 4)], Page(rig, new PodQuery { Group = "namespace" }).Rows.Select(row => (row.Name, row.Pods)));
        Assert.Equal([("", 1), ("node-1", 5), ("node-2", 1)], Page(rig, new PodQuery { Group = "node" }).Rows.Select(row => (row.Name, row.Pods)));
        Assert.Equal("node:node-2", Assert.Single(Page(rig, new PodQuery { Group = "node", Text = "cache" }).Rows).Key);
    }

    [Fact]
    public void Groups_by_label_have_a_row_for_each_value_and_one_for_the_pods_without_it()
    {
        using var rig = SmallCluster.Rig();
        var rows = Page(rig, new PodQuery { Group = "label", GroupLabel = "app", Sort = "pods", Descending = true }).Rows;
        Assert.Equal([("label:app=", "", 4), ("label:app=web", "web", 2), ("label:app=dbaas", "dbaas", 1)], rows.Select(row => (row.Key, row.Name, row.Pods)));
        Assert.All(rows, row => Assert.Equal((RowKind.Label, null, null), (row.Kind, row.Namespace, row.Workload)));
        Assert.Equal(Core / 4 + Core / 8 + 4, rows[1].Cpu.Value);
        Assert.Contains(rows[1].CpuSpark, value => value > Core / 4);
        Assert.Equal("label:app=web", Assert.Single(Page(rig, new PodQuery { Group = "label", GroupLabel = "app", Filter = "mem>=300Mi cpu<50%" }).Rows).Key);
    }

    [Fact]
    public void A_whole_workloads_sparkline_keeps_the_pods_that_are_gone_and_a_filtered_ones_does_not()
    {
        using var rig = new LiveRig();
        var (old, young) = (Pod("web-1", workload: "web"), Pod("web-2", workload: "web"));
        rig.AllFresh().Pods(old);
        for (var i = 0; i < 8; i++)
        {
            rig.Pass(15).Sample((old, 100, 1000));
        }

        rig.Pods(young).Remove(old);
        rig.Pass(15).Sample((young, 300, 3000)).Pass(15).Sample((young, 300, 3000));

        var whole = Assert.Single(Page(rig, new PodQuery { Group = "workload", SparkSeconds = 120 }).Rows);
        Assert.Contains(100L, whole.CpuSpark.OfType<long>());
        Assert.Equal(300, whole.CpuSpark[^1]);

        rig.Pods(Pod("web-3", workload: "web"));
        var part = Assert.Single(Page(rig, new PodQuery { Group = "workload", SparkSeconds = 120, Text = "web-2" }).Rows);
        Assert.DoesNotContain(100L, part.CpuSpark.OfType<long>());
        Assert.Equal(300, part.CpuSpark[^1]);
    }

    [Fact]
    public void Sparklines_come_only_when_asked_for()
    {
        using var rig = SmallCluster.Rig();
        Assert.All(Page(rig, new PodQuery { SparkSeconds = 0 }).Rows, row => Assert.Empty(row.CpuSpark));
        Assert.All(Page(rig, new PodQuery()).Rows, row => Assert.Equal(Sparklines.Steps, row.MemorySpark.Length));
    }

    [Theory]
    [InlineData(nameof(SourceCondition.Absent), "metricsAbsent", true)]
    [InlineData(nameof(SourceCondition.Forbidden), "metricsForbidden", true)]
    [InlineData(nameof(SourceCondition.Unavailable), "metricsUnavailable", true)]
    [InlineData(nameof(SourceCondition.Empty), "metricsUnavailable", true)]
    [InlineData(nameof(SourceCondition.Pending), "metricsPending", true)]
    [InlineData(nameof(SourceCondition.Stale), "outdated", false)]
    public void A_missing_or_old_value_says_why(string condition, string expected, bool withoutSampleToo)
    {
        using var rig = new LiveRig();
        var (measured, other) = (Pod("a"), Pod("b"));
        rig.AllFresh().Pods(measured, other).Sample((measured, 1, 1)).Sources(new SourceState(SourceKind.PodMetrics, Enum.Parse<SourceCondition>(condition), rig.At));
        var rows = Page(rig, new PodQuery()).Rows;
        Assert.Equal(expected, rows[0].Why?.ToString(), ignoreCase: true);
        Assert.NotNull(rows[0].Cpu.Value);
        Assert.Null(rows[1].Cpu.Value);
        if (withoutSampleToo)
        {
            Assert.Equal(expected, rows[1].Why?.ToString(), ignoreCase: true);
        }
    }

    [Fact]
    public void Sidecars_count_and_init_containers_do_not()
    {
        var pod = Pod("web-1") with
        {
            Containers =
            [
                Container("main", ContainerKind.Main, cpuRequest: 100, cpuLimit: 1000),
                Container("proxy", ContainerKind.Sidecar, cpuRequest: 20, cpuLimit: 200, ready: false),
                Container("migrate", ContainerKind.Init, cpuRequest: 5000, cpuLimit: 5000),
            ],
        };
        Assert.Equal(new PodBounds(120, 1200, null, null), PodBounds.Of(pod));
        Assert.Equal((1, 2), PodRows.Readiness(pod));
    }

    [Fact]
    public void The_heap_finds_the_same_window_as_sorting_everything()
    {
        var random = new Random(7);
        var ranks = Enumerable.Range(0, 3000)
            .Select(i => new Rank(random.Next(4) == 0 ? double.NaN : random.Next(50), null, "ns" + random.Next(3), "pod" + random.Next(400), i))
            .ToArray();
        foreach (var descending in new[] { false, true })
        {
            var ranking = new Ranking(descending);
            var expected = ranks.Order(ranking).Select(rank => rank.Index).ToArray();
            foreach (var count in new[] { 0, 1, 50, 370, 380, 2999, 3000, 5000 })
            {
                var found = ranking.First([.. ranks], count).ToArray().Select(rank => rank.Index);
                Assert.Equal(expected.Take(count), found);
            }
        }
    }

    private static PodPage Page(LiveRig rig, PodQuery query) => rig.Read(reader => PodViews.Page(reader, PodSelection.From(query)));

    private static string Names(PodQuery query)
    {
        using var rig = SmallCluster.Rig();
        var page = Page(rig, query);
        Assert.Equal(page.Rows.Length, page.Total);
        return string.Join(' ', page.Rows.Select(row => row.Name));
    }
}
