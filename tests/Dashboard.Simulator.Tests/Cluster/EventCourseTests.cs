using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Simulator.Tests.Cluster;

/// <summary>What is told, how often, and for how long, on a clock of the test's own.</summary>
public sealed class EventCourseTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));

    [Fact]
    public void An_event_goes_an_hour_after_it_was_written_last_though_nothing_else_is_told()
    {
        var cluster = Empty();
        Tell(cluster, "once");
        Tell(cluster, "twice");
        Run(cluster, TimeSpan.FromMinutes(30));
        Tell(cluster, "twice");

        Run(cluster, TimeSpan.FromMinutes(29.9));
        Assert.Equal(["once", "twice"], Told(cluster).Select(e => e.Message));
        Run(cluster, TimeSpan.FromMinutes(0.2));
        Assert.Equal(["twice"], Told(cluster).Select(e => e.Message));
        Run(cluster, TimeSpan.FromMinutes(30));
        Assert.Empty(Told(cluster));
    }

    [Fact]
    public void The_oldest_goes_when_there_are_too_many_and_one_that_was_told_again_is_not_old()
    {
        var cluster = Empty();
        Tell(cluster, "first");
        Tell(cluster, "second");
        Run(cluster, TimeSpan.FromSeconds(1));
        Tell(cluster, "first");
        for (var i = 0; i < 1_999; i++) cluster.Events.OfPod(Pod(cluster, i), "Normal", "Started", "Started container app", cluster.Clock.Now);

        Assert.Equal(2_000, Told(cluster).Count);
        Assert.Equal(["first"], Told(cluster).Where(e => e.Of.Kind == "Node").Select(e => e.Message));
    }

    [Fact]
    public void One_writer_tells_25_times_of_an_object_then_once_in_five_minutes_and_counts_all()
    {
        var cluster = Empty();
        for (var i = 0; i < 60; i++) Tell(cluster, "again");
        Assert.Equal(25, Assert.Single(Told(cluster)).Count);

        Run(cluster, TimeSpan.FromSeconds(299));
        Tell(cluster, "again");
        Assert.Equal(25, Assert.Single(Told(cluster)).Count);
        Run(cluster, TimeSpan.FromSeconds(2));
        Tell(cluster, "again");
        Tell(cluster, "again");
        Assert.Equal(62, Assert.Single(Told(cluster)).Count);
    }

    [Fact]
    public void From_the_tenth_on_what_differs_in_its_message_only_becomes_one_event()
    {
        var cluster = Empty();
        for (var i = 1; i <= 14; i++) Tell(cluster, $"message {i}");

        Assert.Equal(10, Told(cluster).Count);
        var combined = Told(cluster).Single(e => e.Message.StartsWith("(combined from similar events)", StringComparison.Ordinal));
        Assert.Equal(("(combined from similar events): message 14", 5), (combined.Message, combined.Count));
    }

    [Fact]
    public void A_pod_that_no_node_takes_is_tried_again_after_five_minutes_or_after_its_back_off_when_another_goes()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Pods = 5, Nodes = 2 }, _time);
        Delete(cluster, "gpu-trainer");
        Run(cluster, TimeSpan.FromSeconds(5));
        var pod = Find(cluster, "gpu-trainer");
        Assert.Equal(1, pod.Attempts);

        Run(cluster, TimeSpan.FromSeconds(294));
        Assert.Equal(1, pod.Attempts);
        Assert.Equal(1, Failed().Count);
        Run(cluster, TimeSpan.FromSeconds(32));
        Assert.Equal(2, pod.Attempts);
        Assert.Equal(2, Failed().Count);

        // Its back-off of two seconds is long over when the first goes; that of four is not when the second does.
        Delete(cluster, "dbaas");
        UntilGone();
        Assert.Equal(3, pod.Attempts);
        Delete(cluster, "legacy-importer");
        UntilGone();
        Assert.Equal(3, pod.Attempts);
        Run(cluster, TimeSpan.FromSeconds(4));
        Assert.Equal(4, pod.Attempts);

        // A series is written at its second, then each half hour only.
        Assert.Equal(2, Failed().Count);
        Run(cluster, TimeSpan.FromMinutes(26));
        Assert.InRange(Failed().Count, 7, pod.Attempts);
        Assert.True(Failed().InSeries);

        void UntilGone()
        {
            while (cluster.PodLives.Exists(p => p.Terminating)) Run(cluster, TimeSpan.FromSeconds(0.1));
        }

        EventObject Failed() => Told(cluster).Single(e => e.Of.Uid == pod.Object.Uid && e.Reason == "FailedScheduling");
    }

    [Fact]
    public void An_image_that_there_is_not_is_told_in_the_kubelets_words_and_tried_ever_more_rarely()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Pods = 11, Nodes = 2 }, _time);
        Assert.Equal("ImagePullBackOff", PodColumns.Status(Find(cluster, "search-indexer").Object));
        Delete(cluster, "search-indexer");
        Run(cluster, TimeSpan.FromSeconds(5));
        var pod = Find(cluster, "search-indexer");
        var statuses = new HashSet<string>();
        for (var second = 0; second < 40; second++)
        {
            Run(cluster, TimeSpan.FromSeconds(1));
            statuses.Add(PodColumns.Status(pod.Object));
        }

        var image = pod.Containers[0].Spec.Image;
        Assert.Superset(new HashSet<string> { "ErrImagePull", "ImagePullBackOff" }, statuses);
        Assert.Equal(
            [
                $"Normal BackOff Back-off pulling image \"{image}\"",
                "Normal Pulling Pulling image \"" + image + "\"",
                "Warning Failed Error: ErrImagePull",
                "Warning Failed Error: ImagePullBackOff",
                $"Warning Failed Failed to pull image \"{image}\": rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": failed to resolve reference \"{image}\": {image}: not found",
            ],
            Of(pod).Select(e => $"{e.Type} {e.Reason} {e.Message}").Order(StringComparer.Ordinal));

        var pulls = 0;
        for (var second = 0; second < 3_600; second++)
        {
            var before = PodColumns.Status(pod.Object);
            Run(cluster, TimeSpan.FromSeconds(1));
            if (before != "ErrImagePull" && PodColumns.Status(pod.Object) == "ErrImagePull") pulls++;
        }

        // Not the three hundred of ten seconds each; and the kubelet looks at it between, which it is allowed to tell each five minutes.
        Assert.InRange(pulls, 10, 17);
        Assert.InRange(Of(pod).Single(e => e.Reason == "BackOff").Count, 200, 350);

        IEnumerable<EventObject> Of(PodLife of) => Told(cluster).Where(e => e.Of.Uid == of.Object.Uid && e.Component == "kubelet");
    }

    [Fact]
    public void A_run_of_a_CronJob_is_told_from_its_making_to_its_end()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Pods = 11, Nodes = 2 }, _time);
        Run(cluster, TimeSpan.FromMinutes(5));

        var told = Told(cluster).Where(e => e.Of is { Kind: "CronJob", Name: "report-mailer" }).ToList();
        var created = told.First(e => e.Reason == "SuccessfulCreate");
        var job = created.Message["Created job ".Length..];
        Assert.Contains(told, e => e.Reason == "SawCompletedJob" && e.Message == $"Saw completed job: {job}, condition: Complete" && e.Component == "cronjob-controller");
        Assert.Contains(Told(cluster), e => e.Of.Kind == "Job" && e.Of.Name == job && e.Reason == "Completed");
    }

    [Fact]
    public void An_image_that_a_node_does_not_have_is_pulled_there_once()
    {
        var cluster = new LivingCluster(new SimulatorOptions { Pods = 11, Nodes = 1 }, _time);
        var deployment = cluster.Workloads.Single(w => w.Spec.Name == "image-resizer");
        cluster.Controllers.BeginRollout(deployment, cluster.Clock.Now);
        cluster.Settle(cluster.Clock.Now);
        Run(cluster, TimeSpan.FromSeconds(60));

        var uids = deployment.Current.Pods.Select(p => p.Object.Uid).ToList();
        var pulled = Told(cluster).Where(e => e.Reason == "Pulled" && uids.Contains(e.Of.Uid)).ToList();
        Assert.Equal(uids.Count, pulled.Count);
        Assert.Matches("^Successfully pulled image \".*\" in [0-9.]+m?s \\([0-9.]+m?s including waiting\\)\\. Image size: [0-9]+ bytes\\.$", pulled.Single(e => e.Of.Uid == uids[0]).Message);
        Assert.Contains(Told(cluster), e => e.Reason == "Pulling" && e.Of.Uid == uids[0]);
        Assert.EndsWith("already present on machine", pulled.Single(e => e.Of.Uid == uids[^1]).Message, StringComparison.Ordinal);
    }

    private static List<EventObject> Told(LivingCluster cluster) => [.. cluster.Store(Kinds.Events).Snapshot().Objects.Cast<EventObject>().OrderBy(e => e.First).ThenBy(e => e.Message, StringComparer.Ordinal)];

    private static PodLife Find(LivingCluster cluster, string app) => cluster.PodLives.Single(p => p.Object.Labels.Find("app") == app && !p.Terminating);

    private static void Delete(LivingCluster cluster, string app)
    {
        var pod = Find(cluster, app).Object;
        Assert.True(cluster.Delete(pod.Namespace, pod.Name));
    }

    private static void Tell(LivingCluster cluster, string message) =>
        cluster.Events.OfNode(cluster.NodeLives[0], "Warning", "Tested", message, "test", cluster.Clock.Now);

    private static PodLife Pod(LivingCluster cluster, int number)
    {
        var spec = Catalogue.Telling[0];
        var workload = new Workload(spec, "w", cluster.Clock.Start);
        var random = SeededRandom.For(1, $"test/{number}");
        return Controllers.Compose(Controllers.NewSet(workload, ref random, cluster.Clock.Start), ref random, 0, cluster.Clock.Start);
    }

    /// <summary>Nothing happens in it but what the test does.</summary>
    private LivingCluster Empty() => new(new SimulatorOptions { Pods = 0, Nodes = 1 }, _time);

    private void Run(LivingCluster cluster, TimeSpan time)
    {
        _time.Advance(time);
        cluster.Advance();
    }
}
