using Dashboard.Server.History;

namespace Dashboard.Server.Tests.History;

public sealed class LevelLogTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(512)]
    public void It_never_holds_more_than_its_capacity_and_still_reaches_back(int capacity)
    {
        var log = new LevelLog(capacity);
        for (var i = 0; i < 10_000; i++)
        {
            log.Note(10_000L * i, At(i));
            Assert.InRange(log.Count, 1, capacity);
        }

        var changes = All(log);
        Assert.Equal(0, changes[0].At.ToUnixTimeMilliseconds());
        Assert.Equal(At(9_999), changes[^1].Level);
        // The newest quarter is as it was.
        Assert.Equal(
            Enumerable.Range(10_000 - capacity / 4, capacity / 4).Select(i => 10_000L * i),
            changes[^(capacity / 4)..].Select(change => change.At.ToUnixTimeMilliseconds()));
        Assert.Equal(changes.Select(change => change.At).Order().Distinct(), changes.Select(change => change.At));
    }

    [Fact]
    public void Of_two_that_become_one_the_level_stays_that_held_longer()
    {
        // Forty hours at the usual level, with a minute of double each.
        var log = new LevelLog(32);
        for (var hour = 0; hour < 40; hour++)
        {
            log.Note(hour * 3_600_000L, At(100));
            log.Note(hour * 3_600_000L + 60_000, At(50));
        }

        var changes = All(log);
        var long_ago = changes.Where(change => change.At < DateTimeOffset.UnixEpoch.AddHours(10)).Select(change => change.Level).Distinct();
        Assert.Equal([At(50)], long_ago);
    }

    [Fact]
    public void What_is_older_than_seven_days_is_left_out_but_for_what_held_then()
    {
        var log = new LevelLog(512);
        for (var day = 0; day <= 10; day++)
        {
            log.Note(day * 86_400_000L, At(day));
        }

        Assert.Equal(Enumerable.Range(3, 8).Select(day => At(day)), All(log).Select(change => change.Level));
    }

    private static Level At(long value) => new(value, value, HistoryReader.Absent, value);

    private static List<LevelChange> All(LevelLog log)
    {
        var changes = new List<LevelChange>();
        log.CopyTo(changes, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        return changes;
    }
}
