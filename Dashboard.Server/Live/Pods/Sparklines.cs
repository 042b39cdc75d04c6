using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>The small lines of a row.</summary>
internal static class Sparklines
{
    /// <summary>A cell is some 120 pixels wide, and a page of fifty rows is mostly these values: two samples of a quarter of an hour make a step.</summary>
    public const int Steps = 30;

    /// <summary>Length of those beside a present value, where nobody chooses another: of namespaces, nodes and the pods of the overview.</summary>
    public static readonly TimeSpan QuarterOfAnHour = TimeSpan.FromMinutes(15);

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

    /// <summary>Of a line that is kept: of a whole workload or namespace, or a node.</summary>
    public static (long?[] Cpu, long?[] Memory) OfLine(HistoryReader reader, SeriesKey key, TimeSpan window)
    {
        Span<float> cpu = stackalloc float[Steps];
        Span<float> memory = stackalloc float[Steps];
        reader.Sparkline(key, window, cpu, memory);
        return (Whole.Numbers(cpu), Whole.Numbers(memory));
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] = float.IsNaN(values[i]) ? sum[i] : float.IsNaN(sum[i]) ? values[i] : sum[i] + values[i];
        }
    }
}
