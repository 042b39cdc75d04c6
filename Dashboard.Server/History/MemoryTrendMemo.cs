namespace Dashboard.Server.History;

/// <summary>
/// Remembers a pod's trend until its next step begins: the overview asks for those of all pods in every version. In one word of memory, since
/// several readers may ask at once; they find the same, so it does not matter whose answer stays.
/// </summary>
internal struct MemoryTrendMemo
{
    // 20 bits of the step's number (four years), 5 of minutes, 7 of per cent, 32 of the slope. Zero is nothing: a word of a step always has minutes or NaN.
    private const int StepMask = (1 << 20) - 1;

    /// <summary>Trends end at so many different times: one for all would make each reader of that moment estimate the trends of all pods.</summary>
    private const int Shares = 24;

    private long _word;

    public void Forget() => _word = 0;

    public MemoryTrend Of(PodEntry pod)
    {
        var newest = pod.Samples.NewestMilliseconds;
        if (newest == 0)
        {
            return MemoryTrend.Unknown;
        }

        var shift = pod.Slot % Shares * (MemoryTrend.StepMilliseconds / Shares);
        var step = (int)MemoryTrend.StepOf(newest, shift) & StepMask;
        var word = Volatile.Read(ref _word);
        if (word != 0 && (int)(word >>> 44) == step)
        {
            return new MemoryTrend(BitConverter.Int32BitsToSingle((int)word), (int)(word >>> 39) & 31, (int)(word >>> 32) & 127);
        }

        var window = newest - (long)MemoryTrend.Window.TotalMilliseconds;
        var trend = MemoryTrend.Of(pod.Samples.Cursor(SampleRing.Sum, window - MemoryTrend.StepMilliseconds), newest, RunningSince(pod.Facts), shift);
        Volatile.Write(
            ref _word,
            (long)step << 44 | (long)trend.Minutes << 39 | (long)trend.RisingPercent << 32 | (uint)BitConverter.SingleToInt32Bits(trend.BytesPerHour));
        return trend;
    }

    /// <summary>When a container last began, or the run before it ended: memory falls back there, and what was before says nothing of this run.</summary>
    private static long RunningSince(PodFacts facts)
    {
        var since = 0L;
        for (var i = 0; i < facts.Containers.Count; i++)
        {
            var container = facts.Containers[i];
            if (container.Kind != ContainerKind.Init)
            {
                since = Math.Max(since, container.StartedAt?.ToUnixTimeMilliseconds() ?? 0);
                since = Math.Max(since, container.LastTermination?.FinishedAt?.ToUnixTimeMilliseconds() ?? 0);
            }
        }

        return since;
    }
}
