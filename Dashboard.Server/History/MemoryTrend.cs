namespace Dashboard.Server.History;

/// <summary>Where a pod's memory is going, over the half hour before its newest sample or since a container of it last began.</summary>
/// <param name="BytesPerHour">Slope of the working set by the estimate of Theil and Sen; NaN with less than five minutes of samples.</param>
/// <param name="Minutes">How long the samples reach back that it is taken from.</param>
/// <param name="RisingPercent">Of all pairs of steps, those of which the later has more: 100 for a line that only rises, about 50 for noise.</param>
internal readonly record struct MemoryTrend(float BytesPerHour, int Minutes, int RisingPercent)
{
    /// <summary>Length of what is looked at.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(30);

    public const int StepMilliseconds = 30 * 60_000 / Steps;

    private const int Steps = 15;
    private const long LeastMilliseconds = 5 * 60_000;

    public static MemoryTrend Unknown { get; } = new(float.NaN, 0, 0);

    /// <summary>Number of the step that a time lies in. A trend ends with the last whole step, so that it is the same until the next begins.</summary>
    public static long StepOf(long milliseconds) => milliseconds / StepMilliseconds;

    /// <param name="samples">The pod's line from before the window on.</param>
    /// <param name="newestMilliseconds">Time of its newest sample.</param>
    /// <param name="sinceMilliseconds">Samples before that are of another run of a container.</param>
    public static MemoryTrend Of(SampleCursor samples, long newestMilliseconds, long sinceMilliseconds)
    {
        var end = StepOf(newestMilliseconds) * StepMilliseconds;
        var begin = Math.Max(end - Steps * StepMilliseconds, sinceMilliseconds);
        Span<double> times = stackalloc double[Steps];
        Span<double> values = stackalloc double[Steps];
        var (count, inStep, step, first, last) = (0, 0, -1L, 0L, 0L);
        while (samples.MoveNext() && samples.Milliseconds < end)
        {
            if (samples.Milliseconds < begin || float.IsNaN(samples.Memory))
            {
                continue;
            }

            if (StepOf(samples.Milliseconds) != step)
            {
                (step, inStep) = (StepOf(samples.Milliseconds), 0);
                (times[count], values[count]) = (0, 0);
                count++;
            }

            inStep++;
            times[count - 1] += (samples.Milliseconds - end - times[count - 1]) / inStep;
            values[count - 1] += (samples.Memory - values[count - 1]) / inStep;
            first = first == 0 ? samples.Milliseconds : first;
            last = samples.Milliseconds;
        }

        return count < 3 || last - first < LeastMilliseconds
            ? Unknown
            : Estimate(times[..count], values[..count], (int)((last - first) / 60_000));
    }

    private static MemoryTrend Estimate(ReadOnlySpan<double> times, ReadOnlySpan<double> values, int minutes)
    {
        Span<float> slopes = stackalloc float[Steps * (Steps - 1) / 2];
        var (count, rising) = (0, 0);
        for (var i = 1; i < times.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                slopes[count++] = (float)((values[i] - values[j]) / (times[i] - times[j]));
                rising += values[i] > values[j] ? 1 : 0;
            }
        }

        slopes = slopes[..count];
        slopes.Sort();
        var median = (count & 1) == 1 ? slopes[count / 2] : (slopes[count / 2 - 1] + slopes[count / 2]) / 2;
        return new MemoryTrend(median * 3_600_000, minutes, 100 * rising / count);
    }
}
