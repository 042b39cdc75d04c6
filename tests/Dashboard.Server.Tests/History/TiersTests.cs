using Dashboard.Server.History;

namespace Dashboard.Server.Tests.History;

/// <summary>The ring and its tiers against a plain list of everything that went in.</summary>
public sealed class TiersTests
{
    private const long Start = 1_772_366_400_000;
    private readonly HistoryOptions _options = new();

    [Theory]
    [InlineData(15, 4)]
    [InlineData(15, 30)]
    [InlineData(1, 1)]
    [InlineData(60, 200)]
    [InlineData(47, 50)]
    internal void Every_minute_and_ten_minutes_have_the_minimum_mean_and_maximum_of_their_samples(int stepSeconds, int hours)
    {
        var ring = new SampleRing();
        var random = new Random(7);
        var all = new List<(long At, float Cpu, float Memory)>();
        for (var at = Start; at < Start + hours * 3_600_000L; at += stepSeconds * 1000)
        {
            var sample = (at, Cpu: random.Next(1, 1_000_000_000), Memory: 1e9f + random.Next(1, 1_000_000_000));
            all.Add(sample);
            ring.Append(at, partial: false, [sample.Cpu, sample.Memory], _options);
        }

        var newest = all[^1].At;
        var minutes = Expected(all, 60_000).Where(bucket => bucket.At > newest - (24 * 3_600_000 - 60_000)).ToList();
        Check(minutes, Read(ring, Resolution.Minute));
        var tens = all.GroupBy(sample => sample.At / 60_000 * 60_000)
            .Select(minute => (minute.Key, minute.Average(s => s.Cpu), minute.Min(s => s.Cpu), minute.Max(s => s.Cpu)))
            .GroupBy(minute => minute.Key / 600_000 * 600_000)
            .Select(ten => new Expectation(ten.Key, (float)ten.Average(m => m.Item2), ten.Min(m => m.Item3), ten.Max(m => m.Item4)))
            .Where(bucket => bucket.At > newest - 6.99 * 24 * 3_600_000)
            .ToList();
        Check(tens, Read(ring, Resolution.TenMinutes));
        Assert.True(ring.Count <= SampleRing.Capacity);
    }

    [Fact]
    public void The_ring_keeps_an_hour_and_at_most_its_capacity()
    {
        var slow = Filled(stepSeconds: 15, count: 1_000);
        Assert.Equal(240, slow.Count);
        var fast = Filled(stepSeconds: 1, count: 1_000);
        Assert.Equal(SampleRing.Capacity, fast.Count);
        Assert.Equal(Enumerable.Range(640, 360).Select(i => (float)i), Samples(fast, 0).Select(sample => sample.Cpu));
    }

    [Fact]
    public void A_gap_of_days_costs_nothing_and_is_a_gap()
    {
        var ring = Filled(stepSeconds: 15, count: 300);
        ring.Append(Start + 3 * 86_400_000L, partial: false, [7, 7], _options);

        var data = Read(ring, Resolution.TenMinutes);

        // Six ten-minute buckets and a half before, one after, and between them one NaN.
        Assert.Equal(1, data.Cpu.Mean.Count(float.IsNaN));
        Assert.Equal(7, data.Cpu.Mean[^1]);
        Assert.Equal(Start / 1000 + 3 * 86_400, data.Times[^1]);
    }

    [Fact]
    public void A_sum_goes_its_own_way_once_it_differs_from_its_only_line()
    {
        var ring = new SampleRing();
        for (var i = 0; i < 20; i++)
        {
            ring.Append(Start + i * 60_000, partial: false, [10, 10], _options);
        }

        // A second container appears, then a sample is partial.
        for (var i = 20; i < 40; i++)
        {
            ring.Append(Start + i * 60_000, partial: i == 30, [10, 10, 5, 5], _options);
        }

        for (var i = 40; i < 200; i++)
        {
            ring.Append(Start + i * 60_000, partial: false, [1, 1, 1, 1], _options);
        }

        var sum = Read(ring, Resolution.Minute).Cpu.Mean;
        var first = Read(ring, Resolution.Minute, 0).Cpu.Mean;
        var second = Read(ring, Resolution.Minute, 1).Cpu.Mean;
        Assert.Equal(Enumerable.Repeat(10f, 20), sum[..20]);
        Assert.Equal([15, 15, 15, float.NaN, 15], sum[27..32]);
        Assert.Equal(Enumerable.Repeat(10f, 40), first[..40]);
        Assert.Equal(Enumerable.Repeat(5f, 20), second[..20]);
        Assert.Equal(180, second.Length);
    }

    [Fact]
    public void Appending_in_the_steady_state_allocates_almost_nothing()
    {
        var ring = Filled(stepSeconds: 15, count: 2_000);
        float[] values = [1, 1];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2_000; i < 2_240; i++)
        {
            ring.Append(Start + i * 15_000, partial: false, values, _options);
        }

        // An hour of minutes is two blocks.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);
    }

    private static List<Expectation> Expected(List<(long At, float Cpu, float Memory)> all, long width) =>
        [.. all.GroupBy(sample => sample.At / width * width)
            .Select(group => new Expectation(group.Key, (float)group.Average(s => (double)s.Cpu), group.Min(s => s.Cpu), group.Max(s => s.Cpu)))];

    private static void Check(List<Expectation> expected, SeriesData data)
    {
        var byTime = Enumerable.Range(0, data.Times.Length).Where(i => !float.IsNaN(data.Cpu.Mean[i])).ToDictionary(i => (long)(data.Times[i] * 1000));
        Assert.Equal(data.Times.Order(), data.Times);
        foreach (var bucket in expected)
        {
            Assert.True(byTime.TryGetValue(bucket.At, out var i), $"no bucket at {bucket.At}");
            Assert.Equal(bucket.Mean, data.Cpu.Mean[i], bucket.Mean * 1e-5f);
            Assert.Equal(bucket.Minimum, data.Cpu.Minimum[i], bucket.Mean * 1e-3f);
            Assert.Equal(bucket.Maximum, data.Cpu.Maximum[i], bucket.Maximum * 1e-3f);
        }
    }

    private SampleRing Filled(int stepSeconds, int count)
    {
        var ring = new SampleRing();
        for (var i = 0; i < count; i++)
        {
            ring.Append(Start + i * stepSeconds * 1000L, partial: false, [i, i], _options);
        }

        return ring;
    }

    private static List<(long At, float Cpu)> Samples(SampleRing ring, int line)
    {
        var samples = new List<(long, float)>();
        for (var cursor = ring.Cursor(line); cursor.MoveNext();)
        {
            samples.Add((cursor.Milliseconds, cursor.Cpu));
        }

        return samples;
    }

    private static SeriesData Read(SampleRing ring, Resolution resolution, int line = SampleRing.Sum)
    {
        var builder = new SeriesBuilder(resolution, 0, long.MaxValue, 15_000);
        Tiers.Read(ring.TiersOf(line), ring.Cursor(line), resolution, builder);
        return builder.Build();
    }

    private sealed record Expectation(long At, float Mean, float Minimum, float Maximum);
}
