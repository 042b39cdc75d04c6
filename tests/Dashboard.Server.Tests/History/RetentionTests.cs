using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

public sealed class RetentionTests
{
    [Fact]
    public void A_gone_pod_stays_readable_for_its_retention_and_its_slot_is_used_again()
    {
        using var rig = new HistoryRig();
        rig.Pods(Pod("a"));
        rig.Sample("a", 1, 10);
        rig.History.Apply(new ClusterDelta { At = rig.At, RemovedPodUids = ["uid-a"] });
        rig.Pass(3599);
        rig.History.Apply(new ClusterDelta { At = rig.At });
        Assert.Equal([1f], rig.Series(SeriesKey.ForPod("uid-a")).Cpu.Mean);
        Assert.True(rig.Read(reader => reader.TryFindPod("default", "a", out _)));

        rig.Pass(1);
        rig.History.Apply(new ClusterDelta { At = rig.At });
        Assert.Null(rig.Read(reader => reader.Series(SeriesKey.ForPod("uid-a"), DateTimeOffset.UnixEpoch, Resolution.Sample)));
        Assert.False(rig.Read(reader => reader.TryFindPod("default", "a", out _)));

        rig.Pods(Pod("b"));
        Assert.Equal((1, "b"), rig.Read(reader => (reader.PodSlots, reader.Pod(0)!.Name)));
    }

    [Fact]
    public void Above_the_cap_the_pods_that_went_first_are_forgotten_first_and_it_is_counted()
    {
        using var rig = new HistoryRig(new HistoryOptions { MaxPods = 100 });
        rig.Pods([.. Enumerable.Range(0, 100).Select(i => Pod($"p{i}"))]);
        rig.History.Apply(new ClusterDelta { At = rig.At, RemovedPodUids = ["uid-p7"] });
        rig.History.Apply(new ClusterDelta { At = rig.At, RemovedPodUids = ["uid-p3"] });
        rig.Pods(Pod("new"));

        Assert.False(rig.Read(reader => reader.TryFindPod("uid-p7", out _)));
        Assert.True(rig.Read(reader => reader.TryFindPod("uid-p3", out _)));
        Assert.Equal(1, rig.History.Counters.ForgottenEarly);
    }

    [Fact]
    public void A_living_pod_is_never_forgotten()
    {
        using var rig = new HistoryRig(new HistoryOptions { MaxPods = 100 });
        rig.Pods([.. Enumerable.Range(0, 250).Select(i => Pod($"p{i}"))]);

        Assert.Equal(250, rig.Read(reader => reader.LivingPods));
    }

    [Fact]
    public void After_a_list_pods_and_nodes_that_are_not_in_it_are_gone()
    {
        using var rig = new HistoryRig();
        rig.History.Apply(new ClusterDelta { At = rig.At, Pods = [Pod("a"), Pod("b")], PodsAreComplete = true, Nodes = [Node("n1"), Node("n2")], NodesAreComplete = true });
        rig.History.Apply(new ClusterDelta { At = rig.At, Pods = [Pod("b")], PodsAreComplete = true, Nodes = [Node("n2")], NodesAreComplete = true });

        Assert.Equal(1, rig.Read(reader => reader.LivingPods));
        Assert.Equal(["n2"], rig.Read(reader => reader.Nodes).Select(node => node.Facts.Name));
    }

    [Theory]
    [InlineData(nameof(HistoryOptions.MaxPods), 99)]
    [InlineData(nameof(HistoryOptions.MaxTotals), 500_001)]
    internal void A_number_out_of_range_is_refused_with_key_and_range(string key, int value)
    {
        var options = new HistoryOptions();
        typeof(HistoryOptions).GetProperty(key)!.SetValue(options, value);

        var error = Assert.Single(options.Validate(new(options)));

        Assert.Equal($"History:{key} is {value}; give a value from 100 to 500000, or leave it out for the default.", error.ErrorMessage);
    }

    [Fact]
    public void Ten_minutes_may_not_end_before_minutes()
    {
        var options = new HistoryOptions { MinuteRetention = TimeSpan.FromHours(48), TenMinuteRetention = TimeSpan.FromHours(24) };

        Assert.Contains("History:TenMinuteRetention", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }
}
