using System.Text.Json.Nodes;
using Dashboard.Server.History;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Pods;
using static Dashboard.Server.Tests.Live.TestPods;

namespace Dashboard.Server.Tests.Live.Pods;

public sealed class PodPageStepTests
{
    private static readonly PodSelection Selection =
        PodSelection.From(new PodQuery { Sort = "memory", Descending = true, Limit = 12, SparkSeconds = 600 });

    [Fact]
    public void Nothing_is_said_where_only_time_has_passed()
    {
        using var rig = new LiveRig();
        rig.AllFresh().Pods(Pod("web-1"));
        var before = Page(rig);
        rig.Pass(5).AllFresh();
        var now = Page(rig);

        Assert.True(now.Version > before.Version);
        Assert.Null(PodPageStep.Between(before, now));
    }

    [Fact]
    public void Steps_lead_from_any_page_to_any_later_one()
    {
        var random = new Random(7);
        using var rig = new LiveRig();
        var living = Enumerable.Range(0, 9).Select(i => Pod($"web-{i}")).ToList();
        rig.AllFresh().Pods([.. living]);
        var before = Page(rig);
        var read = Json(before);
        var (unchanged, changed, moved, whole) = (0, 0, 0, 0);
        for (var step = 0; step < 400; step++)
        {
            Happen(rig, living, random, step);

            // A slow reader skips versions.
            if (random.Next(3) == 0)
            {
                continue;
            }

            var now = Page(rig);
            if (PodPageStep.Between(before, now) is { } said)
            {
                var message = JsonNode.Parse(Payload.Of(said, LiveJson.Default.PodPageStep).Utf8Json.Span)!;
                Count(message["rows"] as JsonArray);
                read = Taken(read, message);
                before = now;
            }

            AssertSame(Json(now), read);
        }

        Assert.All([unchanged, changed, moved, whole], count => Assert.InRange(count, 20, 10_000));

        void Count(JsonArray? rows)
        {
            for (var i = 0; i < (rows?.Count ?? 0); i++)
            {
                var place = rows![i] is JsonObject row ? (int?)row["was"] ?? -1 : (int)rows[i]!;
                unchanged += rows[i] is JsonObject ? 0 : 1;
                changed += rows[i] is JsonObject && place >= 0 ? 1 : 0;
                moved += place >= 0 && place != i ? 1 : 0;
                whole += place < 0 ? 1 : 0;
            }
        }
    }

    [Theory]
    [InlineData("1 2 3 4", "1 2 3 4", 0, 4)]
    [InlineData("1 2 3 4", "1 2 3 9", 0, 3)]
    [InlineData("1 2 3 4", "2 3 4 9", 1, 3)]
    [InlineData("1 2 3 4", "3 4 8 9", 2, 2)]
    [InlineData("1 2 3 4", "4 4 4 4", 3, 1)]
    [InlineData("1 2 3 4", "5 6 7 8", 0, 0)]
    [InlineData("1 1 1 2", "1 1 2 3", 1, 3)]
    [InlineData("- - 3 4", "- 3 4 5", 1, 3)]
    [InlineData("", "", 0, 0)]
    public void A_line_keeps_the_points_that_it_still_has(string before, string now, int drop, int kept) =>
        Assert.Equal((drop, kept), PodRowStepConverter.Overlap(Line(before), Line(now)));

    private static void Happen(LiveRig rig, List<PodFacts> living, Random random, int step)
    {
        rig.Pass(random.Next(1, 20));
        switch (random.Next(8))
        {
            case 0 when living.Count < 20:
                living.Add(Pod($"late-{step}", cpuLimit: null));
                rig.Pods(living[^1]);
                break;
            case 1 when living.Count > 4:
                var gone = living[random.Next(living.Count)];
                living.Remove(gone);
                rig.Remove(gone);
                break;
            case 2:
                var i = random.Next(living.Count);
                living[i] = living[i] with { Status = living[i].Status == "Running" ? "CrashLoopBackOff" : "Running" };
                rig.Pods(living[i]);
                break;
            case 3 or 4 or 5:
                rig.Sample([.. living.Where(_ => random.Next(3) > 0).Select(pod => (pod, random.NextInt64(Core), random.NextInt64(512 * Mebibyte)))]);
                break;
            default:
                rig.AllFresh();
                break;
        }
    }

    /// <summary>What a reader makes of a step, written once more and from the description in wire.ts.</summary>
    private static JsonNode Taken(JsonNode page, JsonNode step)
    {
        var now = step.DeepClone();
        now["rows"] = step["rows"] is JsonArray rows ? new JsonArray([.. rows.Select(row => Row(page["rows"]!.AsArray(), row!))]) : page["rows"]!.DeepClone();
        return now;
    }

    private static JsonNode Row(JsonArray before, JsonNode step)
    {
        if (step is not JsonObject changes)
        {
            return before[(int)step]!.DeepClone();
        }

        if (!changes.ContainsKey("was"))
        {
            return changes.DeepClone();
        }

        var row = before[(int)changes["was"]!]!.DeepClone();
        foreach (var (name, value) in changes.Where(change => change.Key != "was"))
        {
            row[name] = value is JsonObject { } spark && spark.ContainsKey("tail") ? Points(row[name]!.AsArray(), spark) : value?.DeepClone();
        }

        return row;
    }

    private static JsonArray Points(JsonArray before, JsonObject spark)
    {
        var tail = spark["tail"]!.AsArray();
        var kept = before.Skip((int)spark["drop"]!).Take(before.Count - tail.Count);
        return new JsonArray([.. kept.Concat(tail).Select(point => point?.DeepClone())]);
    }

    private static void AssertSame(JsonNode expected, JsonNode actual)
    {
        // Between two messages the version goes on and nothing is said.
        foreach (var page in new[] { expected, actual })
        {
            page["version"] = 0;
            page["at"] = 0;
        }

        Assert.Equal(expected.ToJsonString(), actual.ToJsonString());
    }

    private static PodPage Page(LiveRig rig) => rig.Read(reader => PodViews.Page(reader, Selection));

    private static JsonNode Json(PodPage page) => JsonNode.Parse(Payload.Of(page, LiveJson.Default.PodPage).Utf8Json.Span)!;

    private static long?[] Line(string points) =>
        [.. points.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point => point == "-" ? (long?)null : long.Parse(point))];
}
