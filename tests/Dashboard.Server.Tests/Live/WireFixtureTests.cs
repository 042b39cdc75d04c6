using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics;
using Dashboard.Server.History;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Charts;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Runtime;
using Microsoft.Extensions.Options;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live;

/// <summary>
/// Keeps tests/fixtures/wire as the server writes it; the client's tests hold the same files against wire.ts. After an intended change run
/// these tests once with WIRE_FIXTURES=write, and look at the difference.
/// </summary>
public sealed class WireFixtureTests
{
    private static readonly LiveJson Indented = new(new JsonSerializerOptions(LiveJson.Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    [Fact]
    public void Status() => Compare("status", Read(StatusView.Of)! with { ServerVersion = "0.1.0" }, Indented.Status);

    [Fact]
    public void Overview()
    {
        using var rig = SmallCluster.WithLeak();
        Compare("overview", rig.Read(OverviewView.Of), Indented.Overview);
    }

    [Fact]
    public void Pods() => Compare("pods", Read(reader => PodViews.Page(reader, PodSelection.From(new PodQuery { SparkSeconds = 60 }))), Indented.PodPage);

    /// <summary>What the client makes of pods and step-pods must be pods-after-step.</summary>
    [Fact]
    public void Pods_step()
    {
        using var rig = SmallCluster.Rig();
        var selection = PodSelection.From(new PodQuery { SparkSeconds = 60 });
        var before = rig.Read(reader => PodViews.Page(reader, selection));
        rig.Pass(15).Remove(SmallCluster.Cache).Pods(TestPods.Pod("address-0", "data", "StatefulSet", "address"));
        rig.Sample((SmallCluster.Database, Core / 3, 1850 * Mebibyte), (SmallCluster.Web1, Core / 4, 310 * Mebibyte));
        var now = rig.Read(reader => PodViews.Page(reader, selection));
        Compare("step-pods", PodPageStep.Between(before, now)!, Indented.PodPageStep);
        Compare("pods-after-step", now, Indented.PodPage);
    }

    [Fact]
    public void Pods_grouped() => Compare(
        "pods-by-workload",
        Read(reader => PodViews.Page(
            reader, PodSelection.From(new PodQuery { Group = "workload", Sort = "memory", Descending = true, SparkSeconds = 0 }))),
        Indented.PodPage);

    [Fact]
    public void Pods_grouped_by_a_label() => Compare(
        "pods-by-label",
        Read(reader => PodViews.Page(
            reader, PodSelection.From(new PodQuery { Group = "label", GroupLabel = "app", Sort = "cpu", Descending = true, SparkSeconds = 0 }))),
        Indented.PodPage);

    [Fact]
    public void Facets() => Compare("facets", Read(FacetViews.Of), Indented.Facets);

    [Fact]
    public void Pod() => Compare("pod", Read(reader => PodDetails.Of(reader, "data", "dbaas-0")), Indented.PodDetail);

    [Fact]
    public void Pod_that_is_gone() => Compare("pod-gone", Read(reader => PodDetails.Of(reader, "data", "old-0")), Indented.PodDetail);

    [Fact]
    public void Namespaces() => Compare("namespaces", Read(NamespaceView.Of), Indented.NamespacePage);

    [Fact]
    public void Workload() =>
        Compare("workload", Read(reader => WorkloadDetails.Of(reader, "shop", new WorkloadRef("Deployment", "web"))), Indented.WorkloadDetail);

    [Fact]
    public void Nodes() => Compare("nodes", Read(NodeView.Of), Indented.NodePage);

    [Theory]
    [InlineData("series-history", 3600)]
    [InlineData("series-history-minutes", 7200)]
    public void Series_history(string name, int rangeSeconds) =>
        Compare(name, Read(reader => SeriesView.Read(reader, Database(rangeSeconds), cursor: null)).Message!, Indented.SeriesMessage);

    [Theory]
    [InlineData("series-points", 3600)]
    [InlineData("series-points-minutes", 7200)]
    public void Series_points(string name, int rangeSeconds)
    {
        using var rig = SmallCluster.Rig();
        var drawn = rig.Read(reader => SeriesView.Read(reader, Database(rangeSeconds), cursor: null)).Cursor;
        rig.Pass(5).Sample((SmallCluster.Database, Core / 2, 1900 * Mebibyte));
        Compare(name, rig.Read(reader => SeriesView.Read(reader, Database(rangeSeconds), drawn)).Message!, Indented.SeriesMessage);
    }

    [Fact]
    public void Series_compared() => Compare(
        "series-compare",
        Read(reader => SeriesView.Read(
            reader,
            SeriesSelection.From(new SeriesQuery
            {
                Kind = "compare",
                Subjects = ["workload:shop/Deployment/web", "pod:data/dbaas-0", "pod:data/not-there"],
            }),
            cursor: null)).Message!,
        Indented.SeriesMessage);

    [Fact]
    public void Series_of_a_workload_that_was_rolled_out_and_resized()
    {
        using var rig = SmallCluster.Rig();
        rig.Pass(15);
        var web = SmallCluster.Web1;
        var labels = new Dictionary<string, string>(web.Labels) { ["pod-template-hash"] = "7d4b9" };
        rig.Pods(web with { Labels = labels }, SmallCluster.Web2 with { Labels = labels });
        rig.Pass(15);
        var container = web.Containers[0] with { Image = "registry.example/main:2", CpuLimitNanocores = 2 * Core };
        var next = web with
        {
            Uid = "uid-shop-web-8c5f1-k2v9d",
            Name = "web-8c5f1-k2v9d",
            CreatedAt = rig.At,
            Labels = new Dictionary<string, string>(web.Labels) { ["pod-template-hash"] = "8c5f1" },
            Containers = [container],
        };
        rig.Pods(next);
        var query = new SeriesQuery { Kind = "workload", Namespace = "shop", WorkloadKind = "Deployment", Name = "web" };
        Compare("series-workload", rig.Read(reader => SeriesView.Read(reader, SeriesSelection.From(query), cursor: null)).Message!, Indented.SeriesMessage);
    }

    [Fact]
    public void Runtime()
    {
        var history = new RuntimeHistory(Options.Create(new LiveOptions()));
        history.Add(Look(0));
        history.Add(Look(1));
        var points = history.After(0, TimeSpan.FromMinutes(15)).Points;
        Compare("runtime", RuntimeView.Message(points, RuntimeView.BusiestEndpoints(points), reset: true), Indented.RuntimeMessage);
    }

    private static RuntimeSample Look(int number) => new()
    {
        At = Noon.AddSeconds(5 * number),
        Threads = 17 + number,
        ThreadPoolThreads = 4,
        ThreadPoolQueueLength = number,
        ThreadPoolCompletedItems = 1000 * number,
        Timers = 9,
        LockContentions = 5 * number,
        Exceptions = 10 * number,
        AllocatedBytes = 12_500 * number,
        HeapBytesByGeneration = [100_000, 200_000, 3_000_000, 400_000, 50_000],
        Collections = [10 + number, 3, 1],
        GcPause = TimeSpan.FromMilliseconds(10 * number),
        ResidentBytes = 90_000_000,
        MemoryLimitBytes = null,
        CpuTime = TimeSpan.FromSeconds(0.5 * number),
        Connections = number == 0
            ? [new EndpointConnections("10.0.0.1:443", Incoming: false, 2)]
            : [new EndpointConnections("10.0.0.1:443", Incoming: false, 2), new EndpointConnections(":5080", Incoming: true, 1)],
    };

    private static SeriesSelection Database(int rangeSeconds) =>
        SeriesSelection.From(new SeriesQuery { Kind = "pod", Namespace = "data", Name = "dbaas-0", RangeSeconds = rangeSeconds });

    private static T Read<T>(Func<HistoryReader, T> view)
    {
        using var rig = SmallCluster.Rig();
        return rig.Read(view);
    }

    private static void Compare<T>(string name, T message, JsonTypeInfo<T> type)
    {
        var actual = JsonSerializer.Serialize(message, type) + "\n";
        var file = Path.Combine(Folder(), name + ".json");
        if (Environment.GetEnvironmentVariable("WIRE_FIXTURES") == "write")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{file} is missing; run the tests once with WIRE_FIXTURES=write.");
        Assert.Equal(File.ReadAllText(file), actual, ignoreLineEndingDifferences: true);
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Dashboard.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "tests", "fixtures", "wire");
    }
}
