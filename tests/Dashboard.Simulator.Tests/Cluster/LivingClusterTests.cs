using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Metrics;
using Dashboard.Simulator.Objects;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Simulator.Tests.Cluster;

public sealed class LivingClusterTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(200, 8)]
    [InlineData(333, 40)]
    [InlineData(3_000, 20)]
    public void Begins_with_exactly_the_pods_and_nodes_that_were_asked_for(int pods, int nodes)
    {
        var cluster = new LivingCluster(new SimulatorOptions { Pods = pods, Nodes = nodes }, _time);

        Assert.Equal(pods, cluster.Pods.Count);
        Assert.Equal(nodes, cluster.Nodes.Count);
        Assert.Equal(pods, cluster.PodLives.Count);
    }

    [Fact]
    public void The_demo_shows_each_state_and_a_plausible_load_from_the_very_start()
    {
        var cluster = new LivingCluster(new SimulatorOptions(), _time);
        var scraper = new Scraper(cluster);

        var states = Pods(cluster).Select(PodColumns.Status).ToHashSet();
        Assert.Superset(new HashSet<string> { "Running", "Pending", "CrashLoopBackOff", "Completed", "Error" }, states);
        Assert.Contains(Pods(cluster), p => p.UnschedulableMessage?.Contains("Insufficient nvidia.com/gpu", StringComparison.Ordinal) == true);
        Assert.Contains(Pods(cluster), p => p.Template.Sidecars.Count > 0);
        Assert.Contains(Pods(cluster), p => p.Template.Containers.Count > 1);
        Assert.Contains(Pods(cluster), p => p.Template.CpuRequest == 0);
        Assert.InRange(scraper.Latest.Pods.Length, 180, 195);
        Assert.Equal(8, scraper.Latest.Nodes.Length);
        foreach (var node in scraper.Latest.Nodes)
        {
            Assert.InRange(node.CpuNanocores / 1_000_000.0 / node.Node.AllocatableMillicores, 0.05, 0.9);
            Assert.InRange(node.MemoryBytes / 1_048_576.0 / node.Node.AllocatableMebibytes, 0.1, 0.95);
        }
    }

    [Fact]
    public void The_pod_of_the_story_climbs_to_its_limit_is_killed_and_starts_again()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Speed = 60 }, _time);
        var scraper = new Scraper(cluster);
        const long Limit = 2L << 30;

        var before = Memory();
        var climbed = Memory(afterMinutes: 30);
        var later = Memory(afterMinutes: 30);
        Run(cluster, TimeSpan.FromMinutes(40));
        var killed = Dbaas();

        Assert.InRange(before, (long)(0.8 * Limit), (long)(0.95 * Limit));
        Assert.InRange(climbed - before, 80L << 20, 120L << 20);
        Assert.InRange(later - climbed, 80L << 20, 120L << 20);
        Assert.Equal(1, killed.Containers[0].Restarts);
        Assert.Equal(("OOMKilled", 137), (killed.Containers[0].Last!.Reason, killed.Containers[0].Last!.ExitCode));
        Assert.InRange(Memory(), 300L << 20, 500L << 20);

        PodObject Dbaas() => Pods(cluster).Single(p => p.Labels.Find("app") == "dbaas");

        long Memory(int afterMinutes = 0)
        {
            Run(cluster, TimeSpan.FromMinutes(afterMinutes));
            return scraper.Latest.Pods.Single(s => s.Pod.Name == Dbaas().Name).Containers[0].MemoryBytes;
        }
    }

    [Fact]
    public void Within_minutes_at_real_speed_something_is_killed_and_a_rollout_and_a_CronJob_have_run()
    {
        var cluster = new LivingCluster(new SimulatorOptions(), _time);
        var revisions = cluster.Workloads.Sum(w => w.Revision);
        var jobs = Names(cluster, Kinds.Jobs);
        var resizer = Pods(cluster).Where(p => p.Labels.Find("app") == "image-resizer").Sum(p => p.Containers[0].Restarts);

        Run(cluster, TimeSpan.FromMinutes(4));

        Assert.True(Pods(cluster).Where(p => p.Labels.Find("app") == "image-resizer").Sum(p => p.Containers[0].Restarts) > resizer);
        Assert.True(cluster.Workloads.Sum(w => w.Revision) > revisions);
        Assert.NotEmpty(Names(cluster, Kinds.Jobs).Except(jobs));
    }

    [Fact]
    public void After_a_day_every_workload_has_what_it_wants_and_nothing_is_dated_in_the_future()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Speed = 600, Churn = 0.02 }, _time);
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            Run(cluster, TimeSpan.FromMinutes(5));
            Assert.All(Pods(cluster), p => Assert.True(p.Created <= _time.GetUtcNow() && p.ReadyChangedAt <= _time.GetUtcNow()));
        }

        // Whatever is under way now settles within minutes, but something else always begins.
        var wanting = cluster.Workloads.Where(w => w.Spec.Ailment == Ailment.None && w.Desired > 0 && w.Published.Ready < w.Desired - 1).Select(w => w.Key).ToList();
        Assert.InRange(wanting.Count, 0, 3);
        Assert.InRange(cluster.Pods.Count, 190, 220);
        Assert.Equal(cluster.Pods.Count, cluster.PodLives.Count);
        Assert.All(cluster.PodLives, p => Assert.Same(p, cluster.PodLives[p.Index]));
        Assert.All(cluster.NodeLives, n =>
        {
            Assert.Equal(n.Pods.Sum(p => p.Set.Template.CpuRequest), n.RequestedMillicores);
            Assert.All(n.Pods, p => Assert.False(p.Gone));
        });
    }

    [Fact]
    public void A_node_that_goes_away_takes_its_pods_from_the_metrics_and_gives_them_back()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Speed = 15 }, _time);
        var scraper = new Scraper(cluster);
        Run(cluster, TimeSpan.FromSeconds(620));
        var lost = Assert.Single(cluster.NodeLives, n => !n.Reachable);
        var gone = scraper.Latest;
        Run(cluster, TimeSpan.FromSeconds(60));
        var marked = (NodeObject)cluster.Nodes.Find(lost.Object.Name)!;
        var unready = Pods(cluster).Where(p => p.NodeName == lost.Object.Name && p.Phase == "Running").ToList();
        Run(cluster, TimeSpan.FromSeconds(300));
        var evicted = Pods(cluster).Where(p => p.NodeName == lost.Object.Name && p.Owner.Kind == "ReplicaSet" && p.Phase == "Running").ToList();
        Run(cluster, TimeSpan.FromSeconds(120));

        Assert.DoesNotContain(gone.Pods, s => s.Pod.NodeName == lost.Object.Name);
        Assert.DoesNotContain(gone.Nodes, s => s.Node.Name == lost.Object.Name);
        Assert.Equal(("Unknown", true), (marked.Ready.Status, marked.Unreachable));
        Assert.NotEmpty(unready);
        Assert.All(unready, p => Assert.True(p.NodeLost));
        Assert.NotEmpty(evicted);
        Assert.All(evicted, p => Assert.NotNull(p.DeletionTimestamp));
        Assert.True(lost.Reachable);
        Assert.DoesNotContain(Pods(cluster), p => p.DeletionTimestamp is not null && evicted.Exists(e => e.Uid == p.Uid));
        Assert.Contains(scraper.Latest.Nodes, s => s.Node.Name == lost.Object.Name);
    }

    [Fact]
    public void The_same_seed_gives_the_same_course_whoever_looks_and_when()
    {
        var options = new SimulatorOptions { Speed = 60, Seed = 42, Churn = 0.05 };
        var one = new LivingCluster(options, _time);
        var other = new LivingCluster(options, _time);
        var different = new LivingCluster(options with { Seed = 43 }, _time);
        var (a, b) = (new Scraper(one), new Scraper(other));
        for (var i = 0; i < 30; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            one.Advance();
        }

        other.Advance();
        different.Advance();

        Assert.Equal(Describe(one), Describe(other));
        Assert.Equal(a.Latest.Pods.Select(Text), b.Latest.Pods.Select(Text));
        Assert.NotEqual(Describe(one), Describe(different));

        static string Text(PodSample s) => $"{s.Pod.Key} {s.Timestamp:O} {s.Window} {string.Join(' ', s.Containers)}";
        static List<string> Describe(LivingCluster cluster) => [.. Pods(cluster).Select(p => $"{p.Key} {p.Uid} {p.ResourceVersion} {p.NodeName} {PodColumns.Status(p)} {p.Created:O}")];
    }

    private static List<PodObject> Pods(LivingCluster cluster) => [.. cluster.Pods.Snapshot().Objects.Cast<PodObject>()];

    private static HashSet<string> Names(LivingCluster cluster, Dashboard.Simulator.Store.ResourceKind kind) => [.. cluster.Store(kind).Snapshot().Objects.Select(o => o.Name)];

    /// <summary>Simulated time.</summary>
    private void Run(LivingCluster cluster, TimeSpan time)
    {
        _time.Advance(time / cluster.Clock.Speed);
        cluster.Advance();
    }
}
