using System.Diagnostics;
using Dashboard.Server.History;

namespace Dashboard.Bench;

/// <summary>What History costs: time and garbage of a tick, and the heap after hours and days of simulated time.</summary>
internal static class ApplyBench
{
    public static void Run(int pods = 10_000)
    {
        var cluster = new SyntheticCluster(pods);
        var facts = GC.GetTotalMemory(forceFullCollection: true);
        using var history = new ClusterHistory();
        var list = new ClusterDelta { At = SyntheticCluster.Start, Pods = cluster.Facts, PodsAreComplete = true };
        history.Apply(list);
        var known = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"{pods} pods x 2 containers, a sample every 15 s");
        Console.WriteLine($"  known, no sample yet: {(known - facts) / 1e6:F1} MB");
        var tick = 0;
        foreach (var hours in new[] { 1, 3 })
        {
            var times = new List<double>();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var from = tick;
            for (; tick < hours * 240; tick++)
            {
                var at = SyntheticCluster.Start + TimeSpan.FromSeconds(15 * tick);
                cluster.Sample(at);
                var delta = new ClusterDelta { At = at, PodSamples = cluster.Batch };
                var began = Stopwatch.GetTimestamp();
                history.Apply(delta);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (tick - from);
            times.Sort();
            Console.WriteLine(
                $"  up to hour {hours}: a tick median {times[times.Count / 2]:F2} ms, 99th percentile {times[times.Count * 99 / 100]:F2} ms, "
                + $"{allocated / 1e3:F1} kB allocated, heap {(GC.GetTotalMemory(forceFullCollection: true) - facts) / 1e6:F1} MB");
        }

        // The same answer again, as every poll between two samples brings it.
        var again = new ClusterDelta { At = SyntheticCluster.Start + TimeSpan.FromSeconds(15 * tick - 10), PodSamples = cluster.Batch };
        var repeated = Stopwatch.GetTimestamp();
        var garbage = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            history.Apply(again);
        }

        Console.WriteLine(
            $"  a known answer: {Stopwatch.GetElapsedTime(repeated).TotalMilliseconds / 50:F2} ms, {(GC.GetAllocatedBytesForCurrentThread() - garbage) / 50} B allocated");

        // Last, because what changes stays changed.
        Console.WriteLine($"  the whole list again: {Median(200, _ => list):F2} ms");
        Console.WriteLine($"  100 pods that changed: {Median(2_000, Changed) * 1000:F0} us");

        // As a watch brings it: pods all over the cluster, each with other requests than before.
        ClusterDelta Changed(int round) => new()
        {
            At = SyntheticCluster.Start,
            Pods = [.. Enumerable.Range(0, 100).Select(i => cluster.Facts[(i * 97 + round) % pods]).Select(pod => pod with
            {
                Containers = [pod.Containers[0] with { CpuRequestNanocores = 100_000_000 + round }, .. pod.Containers.Skip(1)],
            })],
        };

        double Median(int rounds, Func<int, ClusterDelta> next)
        {
            var times = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                var delta = next(round);
                var began = Stopwatch.GetTimestamp();
                history.Apply(delta);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            times.Sort();
            return times[rounds / 2];
        }
    }
}
