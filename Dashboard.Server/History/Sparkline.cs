namespace Dashboard.Server.History;

/// <summary>A line in equal steps that end now.</summary>
internal static class Sparkline
{
    /// <summary>
    /// Each step has the mean of its samples; a step without one goes on with the last value while that is no older than samples usually are apart.
    /// A sample that is a gap ends that. Steps are NaN before.
    /// </summary>
    public static void Fill(SampleCursor samples, long nowMilliseconds, long windowMilliseconds, long intervalMilliseconds, Span<float> cpu, Span<float> memory)
    {
        var steps = cpu.Length;
        var begin = nowMilliseconds - windowMilliseconds;
        var stepMilliseconds = windowMilliseconds / (double)steps;
        var (filled, lastCpu, lastMemory, lastAt, count) = (-1, float.NaN, float.NaN, 0L, 0);
        while (samples.MoveNext())
        {
            // A sample from a clock that runs ahead belongs to the last step.
            var step = samples.Milliseconds <= begin ? -1 : Math.Min(steps - 1, (int)((samples.Milliseconds - begin) / stepMilliseconds));
            Carry(step, cpu, memory);
            if (step >= 0 && !float.IsNaN(samples.Cpu))
            {
                count = float.IsNaN(cpu[step]) ? 1 : count + 1;
                cpu[step] = count == 1 ? samples.Cpu : cpu[step] + (samples.Cpu - cpu[step]) / count;
                memory[step] = count == 1 ? samples.Memory : memory[step] + (samples.Memory - memory[step]) / count;
            }

            (filled, lastCpu, lastMemory, lastAt) = (step, samples.Cpu, samples.Memory, samples.Milliseconds);
        }

        Carry(steps, cpu, memory);

        void Carry(int before, Span<float> cpu, Span<float> memory)
        {
            for (var step = filled + 1; step < before; step++)
            {
                if (begin + step * stepMilliseconds - lastAt > SeriesBuilder.GapIntervals * intervalMilliseconds)
                {
                    return;
                }

                (cpu[step], memory[step]) = (lastCpu, lastMemory);
            }
        }
    }
}
