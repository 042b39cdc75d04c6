using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>
/// Turns samples of all threads, waiting ones too, into CPU time: what a thread has used between two readings of its clock is shared among its samples of that interval. Samples in which it waits take part only where it has
/// no other.
/// </summary>
internal static class SamplerWeights
{
    /// <param name="samples">Of one session.</param>
    /// <param name="role">The frame that stands for a thread without any managed one: the collector, the compiler.</param>
    public static void Weigh(IReadOnlyList<WeighedSample> samples, ThreadClocks clocks, Func<int, Frame> role, long periodNanoseconds, CpuTally tally)
    {
        if (clocks.Intervals == 0)
            return;
        var ofThread = samples.GroupBy(s => s.ThreadId).ToDictionary(g => g.Key, g => Working(g.ToList()));
        var ofInterval = samples.GroupBy(s => (clocks.IntervalAt(s.Timestamp), s.ThreadId)).ToDictionary(g => g.Key, g => Working(g.ToList()));
        for (var interval = 0; interval < clocks.Intervals; interval++)
        {
            foreach (var (id, used) in clocks.UsedIn(interval))
            {
                if (used == 0)
                    continue;
                // An interval without a sample that works: those of the whole session tell what the thread does.
                if (ofInterval.TryGetValue((interval, id), out var here) && (here.AreWorking || !ofThread[id].AreWorking))
                    Share(here.Samples, used, here.Samples.Count);
                else if (ofThread.TryGetValue(id, out var anywhere))
                    Share(anywhere.Samples, used, 0);
                else
                    tally.Add(id, [role(id)], Math.Max(1, used / periodNanoseconds), used);
            }

            var ended = ofInterval.Where(g => g.Key.Item1 == interval && clocks.EndedIn(interval, g.Key.ThreadId) && g.Value.AreWorking).SelectMany(g => g.Value.Samples).ToList();
            if (ended.Count > 0)
                Share(ended, clocks.LostIn(interval), ended.Count);
        }

        void Share(IReadOnlyList<WeighedSample> among, double nanoseconds, int count)
        {
            foreach (var sample in among)
                tally.Add(sample.ThreadId, sample.Stack, count > 0 ? 1 : 0, nanoseconds / among.Count);
        }
    }

    private static (IReadOnlyList<WeighedSample> Samples, bool AreWorking) Working(List<WeighedSample> samples)
    {
        var working = samples.Where(s => !s.Waits).ToList();
        return working.Count > 0 ? (working, true) : (samples, false);
    }
}

/// <summary>One stack of one thread at one moment.</summary>
/// <param name="Waits">Its leaf is a known wait.</param>
internal sealed record WeighedSample(int ThreadId, long Timestamp, IReadOnlyList<Frame> Stack, bool Waits);
