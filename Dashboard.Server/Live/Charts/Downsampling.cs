using Dashboard.Server.History;

namespace Dashboard.Server.Live.Charts;

/// <summary>Makes a line of at most so many points, so that nothing that stands out is lost.</summary>
/// <remarks>
/// Steps are counted from 1970, not from the beginning of the range: a chart that is drawn again a moment later has the same steps.
/// Samples: of each step the points with the least and most CPU and memory, and one of its gaps, stay as they were measured. Minutes and ten
/// minutes: each step is the mean of the means, the least of the minima and the most of the maxima.
/// </remarks>
internal static class Downsampling
{
    /// <summary>Points that a step of samples can leave: two extremes of each metric, and a gap.</summary>
    private const int PicksPerStep = 5;

    /// <param name="data">The line.</param>
    /// <param name="range">The time that the whole line may span.</param>
    /// <param name="points">Most points.</param>
    /// <param name="step">Length of a step; zero when the line was short enough.</param>
    public static SeriesData Reduce(SeriesData data, TimeSpan range, int points, out TimeSpan step)
    {
        step = TimeSpan.Zero;
        if (data.Times.Length <= points)
        {
            return data;
        }

        // One more step than fits is touched when the range begins within one.
        var steps = Math.Max(1, (data.Resolution == Resolution.Sample ? points / PicksPerStep : points) - 1);
        step = TimeSpan.FromSeconds(Math.Ceiling(range.TotalSeconds / steps));
        return data.Resolution == Resolution.Sample ? Pick(data, step.TotalSeconds) : Merge(data, step.TotalSeconds);
    }

    private static SeriesData Pick(SeriesData data, double step)
    {
        var picked = new List<int>(data.Times.Length);
        Span<int> candidates = stackalloc int[PicksPerStep];
        for (var begin = 0; begin < data.Times.Length;)
        {
            var end = EndOfStep(data.Times, begin, step);
            candidates[0] = Extreme(data.Cpu.Mean, begin, end, most: false);
            candidates[1] = Extreme(data.Cpu.Mean, begin, end, most: true);
            candidates[2] = Extreme(data.Memory.Mean, begin, end, most: false);
            candidates[3] = Extreme(data.Memory.Mean, begin, end, most: true);
            candidates[4] = Gap(data.Cpu.Mean, begin, end);
            candidates.Sort();
            for (var i = 0; i < candidates.Length; i++)
            {
                if (candidates[i] >= 0 && (i == 0 || candidates[i] != candidates[i - 1]))
                {
                    picked.Add(candidates[i]);
                }
            }

            begin = end;
        }

        var cpu = At(data.Cpu.Mean, picked);
        var memory = At(data.Memory.Mean, picked);
        return data with
        {
            Times = [.. picked.Select(i => data.Times[i])],
            Cpu = new SeriesColumn(cpu, cpu, cpu),
            Memory = new SeriesColumn(memory, memory, memory),
        };
    }

    private static SeriesData Merge(SeriesData data, double step)
    {
        var times = new List<double>();
        var (cpu, memory) = (new MergedColumn(), new MergedColumn());
        for (var begin = 0; begin < data.Times.Length;)
        {
            var end = EndOfStep(data.Times, begin, step);
            times.Add(data.Times[begin]);
            cpu.Add(data.Cpu, begin, end);
            memory.Add(data.Memory, begin, end);
            begin = end;
        }

        return data with { Times = [.. times], Cpu = cpu.Build(), Memory = memory.Build() };
    }

    private static int EndOfStep(double[] times, int begin, double step)
    {
        var number = Math.Floor(times[begin] / step);
        var end = begin + 1;
        while (end < times.Length && Math.Floor(times[end] / step) == number)
        {
            end++;
        }

        return end;
    }

    /// <summary>The index of the least or most value; -1 when there is none.</summary>
    private static int Extreme(float[] values, int begin, int end, bool most)
    {
        var found = -1;
        for (var i = begin; i < end; i++)
        {
            if (!float.IsNaN(values[i]) && (found < 0 || (most ? values[i] > values[found] : values[i] < values[found])))
            {
                found = i;
            }
        }

        return found;
    }

    private static int Gap(float[] values, int begin, int end) => Array.FindIndex(values, begin, end - begin, float.IsNaN);

    private static float[] At(float[] values, List<int> picked) => [.. picked.Select(i => values[i])];

    private sealed class MergedColumn
    {
        private readonly List<float> _mean = [];
        private readonly List<float> _minimum = [];
        private readonly List<float> _maximum = [];

        public void Add(SeriesColumn column, int begin, int end)
        {
            var (sum, count, minimum, maximum) = (0.0, 0, float.NaN, float.NaN);
            for (var i = begin; i < end; i++)
            {
                if (!float.IsNaN(column.Mean[i]))
                {
                    sum += column.Mean[i];
                    minimum = count == 0 ? column.Minimum[i] : Math.Min(minimum, column.Minimum[i]);
                    maximum = count == 0 ? column.Maximum[i] : Math.Max(maximum, column.Maximum[i]);
                    count++;
                }
            }

            _mean.Add(count == 0 ? float.NaN : (float)(sum / count));
            _minimum.Add(minimum);
            _maximum.Add(maximum);
        }

        public SeriesColumn Build() => new([.. _mean], [.. _minimum], [.. _maximum]);
    }
}
