using Dashboard.Server.History;
using Dashboard.Server.Live.Charts;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Charts;

/// <summary>Live charts of lines whose samples come so often that they do not reach back over the range.</summary>
public sealed class LiveRangeTests
{
    private const int Hour = 3_600;

    [Fact]
    public void An_hour_of_a_sample_each_second_is_drawn_by_minutes_and_five_minutes_by_samples()
    {
        using var rig = Seconds(75 * 60);

        var hour = Read(rig, Hour).Message!;
        Assert.Equal(Resolution.Minute, hour.Resolution);
        var times = hour.Lines[0].Times;
        Assert.InRange(times.Length, 60, 61);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(60_000, pair.Second - pair.First));
        Assert.InRange(times[0], rig.At.AddHours(-1).ToUnixTimeMilliseconds(), rig.At.AddMinutes(-59).ToUnixTimeMilliseconds());
        Assert.Equal(rig.At.ToUnixTimeMilliseconds(), times[^1]);
        Assert.DoesNotContain(null, hour.Lines[0].Cpu.Mean);
        Assert.NotNull(hour.Lines[0].Cpu.Minimum);

        var five = Read(rig, 300).Message!;
        Assert.Equal(Resolution.Sample, five.Resolution);
        Assert.Equal(rig.At.ToUnixTimeMilliseconds(), five.Lines[0].Times[^1]);
        Assert.InRange(five.Lines[0].Times.Length, 299, 300);
    }

    [Fact]
    public void While_none_has_left_the_samples_the_hour_is_drawn_by_them_and_goes_on_so()
    {
        using var rig = Seconds(350);
        var step = Read(rig, Hour);
        Assert.Equal(Resolution.Sample, step.Message!.Resolution);
        var drawn = step.Message.Lines[0].Times.ToList();
        for (var i = 0; i < 40; i++)
        {
            Sample(rig);
            step = Read(rig, Hour, step.Cursor);
            Assert.Equal((false, Resolution.Sample), (step.Message!.Reset, step.Message.Resolution));
            drawn.AddRange(step.Message.Lines[0].Times);
        }

        Assert.Equal(390, drawn.Count);
        Assert.Equal(Resolution.Minute, Read(rig, Hour).Message!.Resolution);
    }

    [Fact]
    public void By_minutes_it_goes_on_by_minutes_the_newest_of_which_is_sent_while_it_fills()
    {
        using var rig = Seconds(10 * 60);
        var step = Read(rig, Hour);
        Assert.Equal(Resolution.Minute, step.Message!.Resolution);
        var drawn = step.Message.Lines[0].Times.Zip(step.Message.Lines[0].Cpu.Mean).ToDictionary();
        for (var i = 0; i < 90; i++)
        {
            Sample(rig, 100 + i);
            step = Read(rig, Hour, step.Cursor);
            Assert.Equal((false, Resolution.Minute), (step.Message!.Reset, step.Message.Resolution));
            foreach (var (time, mean) in step.Message.Lines[0].Times.Zip(step.Message.Lines[0].Cpu.Mean)) drawn[time] = mean;
        }

        var whole = Read(rig, Hour).Message!;
        Assert.Equal(whole.Lines[0].Times.Zip(whole.Lines[0].Cpu.Mean).ToDictionary(), drawn);
    }

    [Fact]
    public void A_hole_of_minutes_is_a_gap_in_the_hour()
    {
        using var rig = Seconds(20 * 60);
        rig.Pass(240);
        for (var i = 0; i < 600; i++) Sample(rig);

        var line = Read(rig, Hour).Message!.Lines[0];
        Assert.Single(line.Cpu.Mean, mean => mean is null);
        Assert.Equal(Noon.AddMinutes(1).ToUnixTimeMilliseconds(), line.Times[Array.IndexOf(line.Cpu.Mean, null)]);
    }

    [Fact]
    public void A_clusters_clock_that_is_ahead_does_not_make_the_hour_coarser()
    {
        using var rig = new LiveRig { At = Noon.AddHours(-2) };
        rig.AllFresh().Pods(Web);
        var batch = new SampleBatch();
        for (var i = 0; i < 480; i++)
        {
            batch.Clear();
            batch.AddUsage("main"u8, 7, 1000);
            batch.EndRow("shop"u8, "web-1"u8, rig.Pass(15).At.AddMinutes(3).ToUnixTimeMilliseconds(), 15_000);
            rig.History.Apply(new ClusterDelta { At = rig.At, PodSamples = batch });
        }

        Assert.Equal(Resolution.Sample, Read(rig, Hour).Message!.Resolution);
    }

    [Fact]
    public async Task Who_comes_later_gets_minutes_and_who_was_there_goes_on_by_samples()
    {
        using var rig = Seconds(350);
        await using var server = await LiveServer.StartAsync(rig.History, ("Live:MinimumInterval", "00:00:00"));
        await using var connection = await server.ConnectAsync();
        var query = new { kind = "pod", @namespace = "shop", name = "web-1" };
        using var early = LiveStream.Open(connection, "Series", query);
        Assert.Equal("sample", (await early.NextAsync()).GetProperty("resolution").GetString());
        for (var i = 0; i < 40; i++) Sample(rig);
        using var late = LiveStream.Open(connection, "Series", query);
        Assert.Equal("minute", (await late.NextAsync()).GetProperty("resolution").GetString());
        Sample(rig, 9);

        Assert.Equal("minute", (await late.NextAsync()).GetProperty("resolution").GetString());
        long newest;
        do
        {
            var next = await early.NextAsync();
            Assert.Equal("sample", next.GetProperty("resolution").GetString());
            newest = next.GetProperty("lines")[0].GetProperty("times").EnumerateArray().Last().GetInt64();
        }
        while (newest < rig.At.ToUnixTimeMilliseconds());
    }

    /// <summary>web-1, sampled each second for so long until noon.</summary>
    private static LiveRig Seconds(int seconds)
    {
        var rig = new LiveRig { At = Noon.AddSeconds(-seconds) };
        rig.AllFresh().Pods(Web);
        for (var i = 0; i < seconds; i++) Sample(rig);
        return rig;
    }

    private static PodFacts Web { get; } = Pod("web-1", minutesOld: 10_000);

    private static void Sample(LiveRig rig, long cpu = 7) => rig.Pass(1).Sample((Web, cpu, 1000));

    private static SeriesStep Read(LiveRig rig, int rangeSeconds, SeriesCursor? cursor = null) => rig.Read(reader => SeriesView.Read(
        reader, SeriesSelection.From(new SeriesQuery { Kind = "pod", Namespace = "shop", Name = "web-1", RangeSeconds = rangeSeconds }), cursor));
}
