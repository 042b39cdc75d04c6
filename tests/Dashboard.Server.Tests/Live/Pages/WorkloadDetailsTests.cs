using Dashboard.Server.History;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Pages;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pages;

public sealed class WorkloadDetailsTests
{
    private static readonly WorkloadRef Web = new("Deployment", "web");

    [Fact]
    public void A_workload_has_its_pods_most_memory_first_and_their_sum()
    {
        using var rig = SmallCluster.Rig();
        var web = rig.Read(reader => WorkloadDetails.Of(reader, "shop", Web));
        Assert.Equal([SmallCluster.Web1.Name, SmallCluster.Web2.Name], web.Pods.Select(pod => pod.Name));
        Assert.Equal(2, web.Row!.Pods);
        Assert.Equal(580 * Mebibyte, web.Row.Memory.Value);
    }

    [Fact]
    public void Releases_are_the_templates_of_living_and_remembered_pods_newest_first()
    {
        using var rig = SmallCluster.Rig();
        rig.Pods(Pod("web-9c1f2-new", workload: "web", minutesOld: 1, labels: [("pod-template-hash", "9c1f2")]));
        rig.Remove(SmallCluster.Web1);
        var releases = rig.Read(reader => WorkloadDetails.Of(reader, "shop", Web)).Releases;
        Assert.Equal([("9c1f2", 1), ("7d4b9", 1)], releases.Select(release => (release.Revision, release.Pods)));
    }

    [Fact]
    public void Its_events_are_those_of_itself_its_replica_sets_and_its_pods_newest_first()
    {
        using var rig = SmallCluster.Rig();
        rig.History.Apply(new ClusterDelta
        {
            At = Noon,
            Events =
            [
                Event("a", "Deployment", "web", 3), Event("b", "ReplicaSet", "web-7d4b9", 2), Event("c", "Pod", SmallCluster.Web1.Name, 1),
                Event("d", "ReplicaSet", "webshop-7d4b9", 1), Event("e", "Deployment", "mailer", 1),
            ],
        });
        var events = rig.Read(reader => WorkloadDetails.Of(reader, "shop", Web)).Events;
        Assert.Equal(["Pod", "ReplicaSet", "Deployment"], events.Select(found => found.Kind));
    }

    [Fact]
    public void One_that_nobody_knows_says_where_to_look()
    {
        using var rig = SmallCluster.Rig();
        var refused = Assert.Throws<NotFoundException>(() => rig.Read(reader => WorkloadDetails.Of(reader, "shop", new WorkloadRef("Deployment", "wep"))));
        Assert.Contains("no Deployment wep", refused.Message, StringComparison.Ordinal);
        Assert.Contains("group=workload", refused.Message, StringComparison.Ordinal);
    }

    private static EventFacts Event(string id, string kind, string name, int minutesAgo) => new()
    {
        Id = id,
        At = Noon.AddMinutes(-minutesAgo),
        FirstAt = Noon.AddMinutes(-minutesAgo),
        Reason = "Because",
        Message = "Something happened.",
        Kind = kind,
        Namespace = "shop",
        Name = name,
    };
}
