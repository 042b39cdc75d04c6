namespace Dashboard.Server.History;

/// <summary>Collects part of a line for a reader, and puts a NaN where a value was due.</summary>
/// <param name="resolution">What is being read.</param>
/// <param name="fromMilliseconds">Points after this time only.</param>
/// <param name="untilMilliseconds">Points up to this time only.</param>
/// <param name="intervalMilliseconds">How far apart samples usually are.</param>
internal sealed class SeriesBuilder(Resolution resolution, long fromMilliseconds, long untilMilliseconds, long intervalMilliseconds)
{
    /// <summary>Two samples further apart than this many intervals have a gap between them: jitter stays below two.</summary>
    public const double GapIntervals = 2.2;

    private readonly long _bucketMilliseconds = resolution == Resolution.TenMinutes ? 600_000 : 60_000;
    private double[] _times = new double[256];
    private Extent[] _cpu = new Extent[256];
    private Extent[] _memory = new Extent[256];
    private int _count;
    private int _previousBucket = int.MinValue;

    /// <summary>Adds the samples of a line as they are.</summary>
    /// <param name="samples">The line.</param>
    /// <param name="nowMilliseconds">Now, by the clock of the samples; a line that should have gone on before ends with a gap.</param>
    public void Add(SampleCursor samples, long? nowMilliseconds)
    {
        long previous = 0;
        long previousStep = 0;
        var next = samples;
        while (samples.MoveNext())
        {
            next = samples;
            var step = samples.Milliseconds - previous;
            if (previous != 0 && IsGap(step, previousStep, next.MoveNext() ? next.Milliseconds - samples.Milliseconds : 0))
            {
                Add(previous + intervalMilliseconds, Extent.Gap, Extent.Gap);
            }

            Add(samples.Milliseconds, Extent.At(samples.Cpu), Extent.At(samples.Memory));
            (previousStep, previous) = (previous == 0 ? 0 : step, samples.Milliseconds);
        }

        if (nowMilliseconds - previous > GapIntervals * intervalMilliseconds && previous != 0)
        {
            // Just after the last value, so that a late sample is still after this point for who reads on from it.
            Add(previous + 1, Extent.Gap, Extent.Gap);
        }
    }

    public void Add(BucketBlock block)
    {
        for (var i = 0; i < block.Length; i++)
        {
            Add(block.First + i, block.Buckets[i]);
        }
    }

    public void Add(int number, in Bucket bucket)
    {
        if (bucket.IsGap)
        {
            return;
        }

        var usual = Math.Max(1, Math.Ceiling(GapIntervals * intervalMilliseconds / _bucketMilliseconds));
        if (_previousBucket != int.MinValue && number - _previousBucket > usual)
        {
            Add((_previousBucket + 1) * _bucketMilliseconds, Extent.Gap, Extent.Gap);
        }

        _previousBucket = number;
        Add(number * _bucketMilliseconds, bucket.Cpu, bucket.Memory);
    }

    public SeriesData Build()
    {
        var times = _times[.._count];
        return new SeriesData(resolution, times, Column(_cpu.AsSpan(0, _count)), Column(_memory.AsSpan(0, _count)));
    }

    private bool IsGap(long step, long stepBefore, long stepAfter)
    {
        // Samples that were further apart on both sides were taken when the rate was lower: no gap.
        var neighbours = stepBefore == 0 || stepAfter == 0 ? 0 : Math.Min(stepBefore, stepAfter);
        return step > GapIntervals * Math.Max(intervalMilliseconds, neighbours);
    }

    private void Add(long milliseconds, in Extent cpu, in Extent memory)
    {
        if (milliseconds <= fromMilliseconds || milliseconds > untilMilliseconds)
        {
            return;
        }

        if (_count == _times.Length)
        {
            Array.Resize(ref _times, _count * 2);
            Array.Resize(ref _cpu, _count * 2);
            Array.Resize(ref _memory, _count * 2);
        }

        (_times[_count], _cpu[_count], _memory[_count]) = (milliseconds / 1000.0, cpu, memory);
        _count++;
    }

    private SeriesColumn Column(ReadOnlySpan<Extent> extents)
    {
        var mean = new float[extents.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] = extents[i].Mean;
        }

        if (resolution == Resolution.Sample)
        {
            return new SeriesColumn(mean, mean, mean);
        }

        var (minimum, maximum) = (new float[mean.Length], new float[mean.Length]);
        for (var i = 0; i < mean.Length; i++)
        {
            (minimum[i], maximum[i]) = (extents[i].Minimum, extents[i].Maximum);
        }

        return new SeriesColumn(mean, minimum, maximum);
    }
}
