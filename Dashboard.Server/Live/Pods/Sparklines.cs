using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>The small lines of a row.</summary>
internal static class Sparklines
{
    /// <summary>A cell is some 120 pixels wide, and a page of fifty rows is mostly these values: two samples of a quarter of an hour make a step.</summary>
    public const int Steps = 30;

    public static (long?[] Cpu, long?[] Memory) OfPod(HistoryReader reader, int slot, TimeSpan window)
    {
        if (window == TimeSpan.Zero)
        {
            return ([], []);
        }

        Span<float> cpu = stackalloc float[Steps];
        Span<float> memory = stackalloc float[Steps];
        reader.Sparkline(slot, window, cpu, memory);
        return (Whole.Numbers(cpu), Whole.Numbers(memory));
    }

    /// <summary>The sum of the pods' lines: of a filtered group, of which no line is kept.</summary>
    public static (long?[] Cpu, long?[] Memory) OfSum(HistoryReader reader, List<int> slots, TimeSpan window)
    {
        Span<float> cpu = stackalloc float[Steps];
        Span<float> memory = stackalloc float[Steps];
        Span<float> cpuSum = stackalloc float[Steps];
        Span<float> memorySum = stackalloc float[Steps];
        cpuSum.Fill(float.NaN);
        memorySum.Fill(float.NaN);
        foreach (var slot in slots)
        {
            reader.Sparkline(slot, window, cpu, memory);
            Add(cpuSum, cpu);
            Add(memorySum, memory);
        }

        return (Whole.Numbers(cpuSum), Whole.Numbers(memorySum));
    }

    /// <summary>A kept line in equal steps: the mean of the points in each.</summary>
    public static (long?[] Cpu, long?[] Memory) OfSeries(SeriesData? data, DateTimeOffset now, TimeSpan window)
    {
        Span<float> cpu = stackalloc float[Steps];
        Span<float> memory = stackalloc float[Steps];
        cpu.Fill(float.NaN);
        memory.Fill(float.NaN);
        if (data is not null)
        {
            var end = now.ToUnixTimeMilliseconds() / 1000.0;
            Bin(data.Times, data.Cpu.Mean, end, window.TotalSeconds, cpu);
            Bin(data.Times, data.Memory.Mean, end, window.TotalSeconds, memory);
        }

        return (Whole.Numbers(cpu), Whole.Numbers(memory));
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = float.IsNaN(values[i]) ? sum[i] : float.IsNaN(sum[i]) ? values[i] : sum[i] + values[i];
        }
    }

    private static void Bin(double[] times, float[] values, double end, double seconds, Span<float> steps)
    {
        var step = seconds / steps.Length;
        var begin = end - seconds;
        var longest = Math.Max(3 * step, 60);
        Span<int> counts = stackalloc int[steps.Length];
        counts.Clear();
        var previous = -1;
        for (var i = 0; i < times.Length; i++)
        {
            var at = Math.Min((int)Math.Floor((times[i] - begin) / step), steps.Length - 1);
            if (at < 0 || float.IsNaN(values[i]))
            {
                previous = -1;
                continue;
            }

            // Samples 15 s apart do not hit every step of 10 s: such a step is no gap.
            if (previous >= 0 && at > previous && times[i] - times[i - 1] <= longest)
            {
                steps[(previous + 1)..at].Fill(values[i - 1]);
            }

            steps[at] = counts[at]++ == 0 ? values[i] : steps[at] + values[i];
            previous = at;
        }

        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = counts[i] > 1 ? steps[i] / counts[i] : steps[i];
        }
    }
}
