using Dashboard.Server.History;
using Dashboard.Server.Live.Charts;

namespace Dashboard.Server.Tests.Live.Charts;

public sealed class DownsamplingTests
{
    private const double Start = 1_773_489_600;

    [Theory]
    [InlineData(10)]
    [InlineData(57)]
    [InlineData(400)]
    public void Samples_keep_their_extremes_of_both_metrics_and_their_gaps(int points)
    {
        var random = new Random(3);
        var data = Samples(3600 / 5, i => random.Next(1000), i => random.Next(1000));
        data.Cpu.Mean[123] = 50_000;
        data.Cpu.Mean[321] = -7;
        data.Memory.Mean[77] = 90_000;
        data.Memory.Mean[600] = -9;
        data.Cpu.Mean[500] = data.Memory.Mean[500] = float.NaN;

        var reduced = Downsampling.Reduce(data, TimeSpan.FromHours(1), points, out var step);

        Assert.InRange(reduced.Times.Length, 2, points);
        Assert.True(step > TimeSpan.Zero);
        Assert.Equal((50_000, -7), (reduced.Cpu.Mean.Max(), reduced.Cpu.Mean.Where(float.IsFinite).Min()));
        Assert.Equal((90_000, -9), (reduced.Memory.Mean.Max(), reduced.Memory.Mean.Where(float.IsFinite).Min()));
        Assert.Contains(reduced.Cpu.Mean, float.IsNaN);
        Assert.Equal(reduced.Times.Order(), reduced.Times);

        // Each point is one that was measured.
        for (var i = 0; i < reduced.Times.Length; i++)
        {
            var at = Array.IndexOf(data.Times, reduced.Times[i]);
            Assert.Equal((data.Cpu.Mean[at], data.Memory.Mean[at]), (reduced.Cpu.Mean[i], reduced.Memory.Mean[i]));
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(400)]
    public void Minutes_are_merged_with_the_extremes_in_minimum_and_maximum(int points)
    {
        var data = Minutes(1440);
        data.Cpu.Maximum[700] = 9999;
        data.Memory.Minimum[1439] = -1;
        Array.Fill(data.Cpu.Mean, float.NaN, 200, 300);

        var reduced = Downsampling.Reduce(data, TimeSpan.FromDays(1), points, out _);

        Assert.InRange(reduced.Times.Length, 2, points);
        Assert.Equal(9999, reduced.Cpu.Maximum.Where(float.IsFinite).Max());
        Assert.Equal(-1, reduced.Memory.Minimum.Min());
        Assert.Contains(reduced.Cpu.Mean, float.IsNaN);
    }

    [Fact]
    public void A_short_line_is_left_as_it_is()
    {
        var data = Samples(100, i => i, i => i);
        Assert.Same(data, Downsampling.Reduce(data, TimeSpan.FromHours(1), 100, out var step));
        Assert.Equal(TimeSpan.Zero, step);
    }

    [Fact]
    public void Steps_stay_where_they_are_when_the_range_moves_on()
    {
        var data = Minutes(1440);
        var later = data with { Times = data.Times[5..], Cpu = From(data.Cpu, 5), Memory = From(data.Memory, 5) };
        var first = Downsampling.Reduce(data, TimeSpan.FromDays(1), 100, out _);
        var second = Downsampling.Reduce(later, TimeSpan.FromDays(1), 100, out _);
        Assert.Equal(first.Times[^(second.Times.Length - 1)..], second.Times[1..]);
    }

    private static SeriesColumn From(SeriesColumn column, int first) => new(column.Mean[first..], column.Minimum[first..], column.Maximum[first..]);

    private static SeriesData Samples(int count, Func<int, float> cpu, Func<int, float> memory)
    {
        float[] cpus = [.. Enumerable.Range(0, count).Select(cpu)], memories = [.. Enumerable.Range(0, count).Select(memory)];
        return new SeriesData(
            Resolution.Sample,
            [.. Enumerable.Range(0, count).Select(i => Start + 5 * i)],
            new SeriesColumn(cpus, cpus, cpus),
            new SeriesColumn(memories, memories, memories));
    }

    private static SeriesData Minutes(int count)
    {
        SeriesColumn Column() => new(
            [.. Enumerable.Repeat(100f, count)], [.. Enumerable.Repeat(50f, count)], [.. Enumerable.Repeat(150f, count)]);
        return new SeriesData(Resolution.Minute, [.. Enumerable.Range(0, count).Select(i => Start + 60 * i)], Column(), Column());
    }
}
