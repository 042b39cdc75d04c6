using System.Globalization;
using System.Text;
using Dashboard.Server.Collection;
using Dashboard.Server.History;

namespace Dashboard.Server.Tests.Collection;

/// <summary>Answers are written as rows "pod@time", one after the other.</summary>
public sealed class SampleNoveltyTests
{
    [Theory]
    [InlineData("a@1 b@1 c@1", "a@1 b@1 c@1", 0)]
    [InlineData("a@1 b@1 c@1", "a@2 b@1 c@2", 2)]
    [InlineData("a@2 b@2", "a@1 b@2", 0)]
    [InlineData("a@1 b@1 c@1", "c@1 b@1 a@1", 0)]
    [InlineData("a@1 b@1 c@1", "c@1 a@2 b@1", 1)]
    [InlineData("a@1 b@1 c@1", "b@1 c@1", 0)]
    [InlineData("a@1 c@1", "a@1 b@1 c@1", 1)]
    [InlineData("", "a@1 b@1", 2)]
    [InlineData("a@1", "", 0)]
    public void CountsWhatIsNewerThanInTheAnswerBefore(string before, string now, int expected)
    {
        var novelty = new SampleNovelty();
        novelty.Count(Batch(before));

        Assert.Equal(expected, novelty.Count(Batch(now)));
    }

    [Fact]
    public void ComparesWithTheAnswerBeforeOnly()
    {
        var novelty = new SampleNovelty();
        novelty.Count(Batch("a@1 b@1 c@1"));
        novelty.Count(Batch("a@1"));

        Assert.Equal(2, novelty.Count(Batch("a@1 b@1 c@1")));
    }

    [Fact]
    public void FindsAPodFarFromItsOldPlace()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"pod-{i}@1").ToArray();
        var novelty = new SampleNovelty();
        novelty.Count(Batch(string.Join(' ', rows)));

        Assert.Equal(0, novelty.Count(Batch(string.Join(' ', rows.Skip(100).Concat(rows.Take(100))))));
    }

    private static SampleBatch Batch(string rows)
    {
        var batch = new SampleBatch();
        foreach (var row in rows.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = row.Split('@');
            batch.AddUsage("app"u8, 1, 1);
            batch.EndRow("shop"u8, Encoding.UTF8.GetBytes(parts[0]), long.Parse(parts[1], CultureInfo.InvariantCulture), 15_000);
        }

        return batch;
    }
}
