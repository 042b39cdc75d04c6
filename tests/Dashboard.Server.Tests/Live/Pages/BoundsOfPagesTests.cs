using Dashboard.Server.History;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pages;

public sealed class BoundsOfPagesTests
{
    private static readonly WorkloadRef Web = new("Deployment", "web");

    [Fact]
    public void A_pod_that_grows_is_named_and_one_that_swings_is_not()
    {
        using var rig = new LiveRig();
        var (leak, swing) = (Pod("leak"), Pod("swing"));
        rig.AllFresh().Pods(leak, swing);
        for (var i = 0; i < 80; i++)
        {
            rig.Pass(15).Sample((leak, 1, (100 + i) * Mebibyte), (swing, 1, (100 + i % 16 * 10) * Mebibyte));
        }

        Assert.Equal(["leak"], rig.Read(OverviewView.Of).Growing.Select(row => row.Name));
    }

    [Fact]
    public void Siblings_are_the_other_living_pods_of_the_workload()
    {
        using var rig = SmallCluster.Rig();
        Assert.Equal(1, rig.Read(reader => PodDetails.Of(reader, "shop", SmallCluster.Web1.Name)).Siblings);
    }

    [Fact]
    public void A_workload_without_a_living_pod_is_remembered_with_its_releases()
    {
        using var rig = SmallCluster.Rig();
        rig.Remove(SmallCluster.Web1, SmallCluster.Web2);
        var web = rig.Read(reader => WorkloadDetails.Of(reader, "shop", Web));
        Assert.Null(web.Row);
        Assert.Empty(web.Pods);
        Assert.Equal(("7d4b9", 0), (Assert.Single(web.Releases).Revision, web.Releases[0].Pods));
    }

    [Fact]
    public void A_pod_shows_its_newest_twenty_events_and_a_workload_the_newest_fifty_of_all_its_pods()
    {
        using var rig = new LiveRig();
        var pods = Enumerable.Range(0, 4).Select(i => Pod($"web-{i}", workload: "web")).ToArray();
        rig.AllFresh().Pods(pods);
        rig.History.Apply(new ClusterDelta
        {
            At = rig.At,
            Events = [.. pods.SelectMany((pod, p) => Enumerable.Range(0, 30).Select(i => Event(pod, 4 * i + p)))],
        });

        // 0 is the newest; of each pod every fourth.
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"event {4 * i + 2}"),
            rig.Read(reader => PodDetails.Of(reader, "shop", "web-2")).Events.Select(told => told.Message));
        Assert.Equal(
            Enumerable.Range(0, 50).Select(i => $"event {i}"), rig.Read(reader => WorkloadDetails.Of(reader, "shop", Web)).Events.Select(told => told.Message));

        EventFacts Event(PodFacts pod, int secondsAgo) => new()
        {
            Id = $"{secondsAgo}",
            At = rig.At.AddSeconds(-secondsAgo),
            FirstAt = rig.At.AddSeconds(-secondsAgo),
            Count = 1,
            Type = EventType.Normal,
            Reason = "Tested",
            Message = $"event {secondsAgo}",
            Kind = "Pod",
            Namespace = pod.Namespace,
            Name = pod.Name,
            Uid = pod.Uid,
            Reporter = "kubelet",
        };
    }

    [Fact]
    public void A_workload_shows_a_hundred_pods_and_twenty_releases_and_the_overview_twenty_in_trouble()
    {
        using var rig = new LiveRig();
        rig.Pods([.. Enumerable.Range(0, 103).Select(i =>
            Pod($"web-{i:D3}", workload: "web", status: "CrashLoopBackOff", labels: [("pod-template-hash", $"r{i % 25}")]))]);
        var web = rig.Read(reader => WorkloadDetails.Of(reader, "shop", Web));
        Assert.Equal((103, 100, 20), (web.Row!.Pods, web.Pods.Length, web.Releases.Length));
        Assert.Equal(20, rig.Read(OverviewView.Of).Troubled.Length);
    }
}
