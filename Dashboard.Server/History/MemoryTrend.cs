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
    /// <param name="milliseconds">The time.</param>
    /// <param name="shift">How much earlier than others' the steps of this line begin, less than a step.</param>
    public static long StepOf(long milliseconds, int shift) => (milliseconds + shift) / StepMilliseconds;

    /// <param name="samples">The pod's line from before the window on.</param>
    /// <param name="newestMilliseconds">Time of its newest sample.</param>
    /// <param name="sinceMilliseconds">Samples before that are of another run of a container.</param>
    /// <param name="shift">Of its steps.</param>
    public static MemoryTrend Of(SampleCursor samples, long newestMilliseconds, long sinceMilliseconds, int shift)
    {
        var end = StepOf(newestMilliseconds, shift) * StepMilliseconds - shift;
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

            if (StepOf(samples.Milliseconds, shift) is var next && next != step)
            {
                (step, inStep) = (next, 0);
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

        return new MemoryTrend(Median(slopes[..count]) * 3_600_000, minutes, 100 * rising / count);
    }

    // Found and not sorted: the overview asks for a trend of every pod, and the sort was half of it.
    private static float Median(Span<float> values)
    {
        var upper = Select(values, values.Length / 2);
        if ((values.Length & 1) == 1)
        {
            return upper;
        }

        var lower = float.NegativeInfinity;
        foreach (var value in values[..(values.Length / 2)])
        {
            lower = Math.Max(lower, value);
        }

        return (lower + upper) / 2;
    }

    /// <summary>Brings the value to a place that stands there in order, with none above it before it (Hoare's selection).</summary>
    private static float Select(Span<float> values, int place)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var (pivot, i, j) = (values[(low + high) / 2], low, high);
            while (i <= j)
            {
                for (; values[i] < pivot; i++)
                {
                }

                for (; values[j] > pivot; j--)
                {
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    (i, j) = (i + 1, j - 1);
                }
            }

            (low, high) = place <= j ? (low, j) : place >= i ? (i, high) : (place, place);
        }

        return values[place];
    }
}
