using Dashboard.Server.History;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Charts;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Charts;

/// <summary>Charts whose range ends in the past.</summary>
public sealed class PastRangeTests
{
    private const int Day = 86_400;

    [Fact]
    public void A_range_has_what_lies_in_it_and_ends_where_it_was_asked_to()
    {
        using var rig = Minutes(30);
        var end = rig.At.AddMinutes(-10);
        var message = Read(rig, end, 600);

        Assert.True(message.Reset);
        Assert.Equal(end.ToUnixTimeMilliseconds(), message.At);
        Assert.Equal(Resolution.Sample, message.Resolution);
        var times = message.Lines[0].Times;
        Assert.Equal(40, times.Length);
        Assert.Equal(end.ToUnixTimeMilliseconds(), times[^1]);
        Assert.Equal(end.AddSeconds(-585).ToUnixTimeMilliseconds(), times[0]);
    }

    [Fact]
    public void A_pod_that_sends_nothing_now_has_no_gap_at_the_end_of_the_past()
    {
        using var rig = Minutes(30);
        rig.Pass(120).Pods(Pod("web-1"));

        var past = Read(rig, rig.At.AddSeconds(-60), 600).Lines[0].Cpu.Mean;
        var now = rig.Read(reader => SeriesView.Read(reader, Web(null, 600), null)).Message!.Lines[0].Cpu.Mean;

        Assert.DoesNotContain(null, past);
        Assert.Null(now[^1]);
    }

    [Fact]
    public void The_finest_that_reaches_back_to_the_beginning_is_read()
    {
        using var rig = Minutes(27 * 60);
        Assert.Equal(Resolution.Sample, Read(rig, rig.At.AddMinutes(-50), 300).Resolution);
        Assert.Equal(Resolution.Minute, Read(rig, rig.At.AddMinutes(-58), 300).Resolution);
        Assert.Equal(Resolution.Sample, Read(rig, rig.At, 3600).Resolution);
        Assert.Equal(Resolution.Sample, Read(rig, rig.At.AddSeconds(-50), 3600).Resolution);
        Assert.Equal(Resolution.Minute, Read(rig, rig.At.AddSeconds(-90), 3600).Resolution);
        Assert.Equal(Resolution.Minute, Read(rig, rig.At.AddMinutes(-50), 3601).Resolution);
        Assert.Equal(Resolution.TenMinutes, Read(rig, rig.At.AddHours(-1), Day).Resolution);

        var yesterday = Read(rig, rig.At.AddHours(-23), 300);
        Assert.Equal(Resolution.Minute, yesterday.Resolution);
        Assert.Equal(6, yesterday.Lines[0].Times.Length);
        Assert.Null(Read(rig, rig.At.AddHours(-20), Day).Lines[0].Cpu.Mean.FirstOrDefault(value => value is null));

        // Of a range that is shorter than a bucket the one that holds its beginning is there.
        var older = Read(rig, rig.At.AddHours(-26).AddMinutes(7), 300);
        Assert.Equal(Resolution.TenMinutes, older.Resolution);
        Assert.Equal(rig.At.AddHours(-26).ToUnixTimeMilliseconds(), Assert.Single(older.Lines[0].Times));
    }

    [Fact]
    public void A_line_of_which_nothing_has_left_the_samples_is_read_by_samples_even_before_it_began()
    {
        using var rig = Minutes(30);
        Assert.Equal(Resolution.Sample, Read(rig, rig.At.AddMinutes(-28), 3600).Resolution);
    }

    [Fact]
    public void Marks_after_the_end_are_left_out()
    {
        using var rig = Minutes(30);
        rig.Pass(600).Pods(Pod("web-1", restarts: 1));
        var restartedAt = Noon.AddMinutes(-5);

        Assert.Empty(Read(rig, restartedAt.AddSeconds(-1), 3600).Marks);
        Assert.Equal(MarkKind.OomKilled, Assert.Single(Read(rig, restartedAt, 3600).Marks).Kind);
    }

    [Fact]
    public void Levels_are_those_of_the_range()
    {
        using var rig = Minutes(30);
        rig.Pods(Pod("web-1", cpuLimit: 7));
        rig.Pass(600);
        Assert.Equal([Core], Read(rig, Noon.AddSeconds(-1), 300).Levels!.CpuLimit);
        Assert.Equal([Core, 7], Read(rig, Noon, 300).Levels!.CpuLimit);
        var after = Read(rig, Noon.AddSeconds(301), 300).Levels!;
        Assert.Equal([7], after.CpuLimit);
        Assert.Equal([Noon.AddSeconds(1).ToUnixTimeMilliseconds()], after.Times);
    }

    [Fact]
    public void An_end_in_the_future_or_beyond_all_memory_is_refused_with_the_reason()
    {
        var selection = Web(Noon, 300);
        selection.CheckEnd(Noon.AddMinutes(-1));
        selection.CheckEnd(Noon.AddDays(31));

        var future = Assert.Throws<InvalidQueryException>(() => selection.CheckEnd(Noon.AddSeconds(-61)));
        Assert.Equal(["endAt"], future.Errors.Keys);
        Assert.StartsWith("endAt is 2026-03-14 12:00:00Z, which is in the future: it is 2026-03-14 11:58:59Z here.", future.Message, StringComparison.Ordinal);
        var old = Assert.Throws<InvalidQueryException>(() => selection.CheckEnd(Noon.AddDays(31).AddSeconds(1)));
        Assert.Equal("endAt is 2026-03-14 12:00:00Z; it may be at most 31 days ago, since nothing is kept for longer.", old.Message);
        var wrong = Assert.Throws<InvalidQueryException>(() => SeriesSelection.From(new SeriesQuery { Kind = "cluster", EndAt = -1 }));
        Assert.Equal("endAt is -1; it must be a time in milliseconds since 1970 UTC.", wrong.Message);
    }

    [Fact]
    public async Task A_stream_of_the_past_gives_one_message_and_stays_open()
    {
        using var rig = new LiveRig { At = TimeProvider.System.GetUtcNow().AddMinutes(-1) };
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 1, 10));
        await using var server = await LiveServer.StartAsync(rig.History, ("Live:MinimumInterval", "00:00:00"));
        await using var connection = await server.ConnectAsync();
        var query = new { kind = "pod", @namespace = "shop", name = "web-1" };
        using var past = LiveStream.Open(connection, "Series", new { query.kind, query.@namespace, query.name, endAt = rig.At.ToUnixTimeMilliseconds() });
        using var live = LiveStream.Open(connection, "Series", query);
        var first = await past.NextAsync();
        await live.NextAsync();
        rig.Pass(15).Sample((pod, 2, 10));
        await live.NextAsync();
        rig.Pass(15).Sample((pod, 3, 10));
        await live.NextAsync();

        Assert.True(first.GetProperty("reset").GetBoolean());
        Assert.Equal(1, first.GetProperty("lines")[0].GetProperty("times").GetArrayLength());
        Assert.True(await past.IsOpenAndReadAsync());
    }

    [Theory]
    [InlineData("pods/shop/web-1/history?")]
    [InlineData("series?kind=pod&namespace=shop&name=web-1&")]
    public async Task The_api_takes_the_end_too(string path)
    {
        using var rig = new LiveRig { At = TimeProvider.System.GetUtcNow().AddMinutes(-1) };
        var pod = Pod("web-1");
        rig.AllFresh().Pods(pod).Sample((pod, 1, 10));
        var end = rig.At.ToUnixTimeMilliseconds();
        rig.Pass(15).Sample((pod, 2, 10));
        await using var server = await LiveServer.StartAsync(rig.History);
        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = System.Text.Json.JsonDocument.Parse(
            await client.GetStringAsync($"/api/v1/{path}end={end}&range=300", TestContext.Current.CancellationToken));

        Assert.Equal(end, answer.RootElement.GetProperty("at").GetInt64());
        Assert.Equal([end], answer.RootElement.GetProperty("lines")[0].GetProperty("times").EnumerateArray().Select(time => time.GetInt64()));
    }

    /// <summary>web-1, sampled every 15 s for so many minutes until noon.</summary>
    private static LiveRig Minutes(int minutes)
    {
        var rig = new LiveRig { At = Noon.AddMinutes(-minutes) };
        var pod = Pod("web-1", minutesOld: 10_000);
        rig.AllFresh().Pods(pod);
        for (var i = 1; i <= 4 * minutes; i++)
        {
            rig.Pass(15).Sample((pod, i, 1000));
        }

        return rig;
    }

    private static SeriesMessage Read(LiveRig rig, DateTimeOffset end, int rangeSeconds) =>
        rig.Read(reader => SeriesView.Read(reader, Web(end, rangeSeconds), null)).Message!;

    private static SeriesSelection Web(DateTimeOffset? end, int rangeSeconds) => SeriesSelection.From(new SeriesQuery
    {
        Kind = "pod",
        Namespace = "shop",
        Name = "web-1",
        RangeSeconds = rangeSeconds,
        EndAt = end?.ToUnixTimeMilliseconds(),
    });
}
