using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>
/// What a container uses at a moment: a function of its seed and the time and nothing else, so it may be asked at any time, in any order,
/// as often as one likes.
/// </summary>
internal static class Usage
{
    private const double Mebibyte = 1_024 * 1_024;

    /// <summary>The mean over a window, in simulated seconds, as a rate between two readings of a counter is.</summary>
    public static long CpuNanocores(ContainerLife container, double from, double to, ClusterClock clock)
    {
        var mean = (Millicores(container, from, clock) + Millicores(container, (from + to) / 2, clock) + Millicores(container, to, clock)) / 3;
        return Math.Max(12_000, (long)(mean * 1_000_000));
    }

    public static long MemoryBytes(ContainerLife container, double at)
    {
        var load = container.Spec.Memory;
        var age = Math.Max(0, at - container.StartedAt);
        var own = 0.94 + (0.12 * Share(container.Seed, 1));
        var warm = 1 - (0.4 * Math.Exp(-age / 40));
        var noise = 1 + (0.015 * Noise(container.Seed ^ 0xA5, at / 90)) + (0.004 * Noise(container.Seed ^ 0x5A, at / 11));
        var mebibytes = load.Pattern switch
        {
            // A leak keeps its own pace: neither warm-up nor spread, so that it meets its limit when it should.
            MemoryPattern.Leaking => (load.BaseMebibytes + (load.PeakMebibytes * age / load.PeriodSeconds)) * (1 + (0.004 * Noise(container.Seed ^ 0x5A, at / 11))),
            MemoryPattern.SawTooth => own * noise * warm * (load.BaseMebibytes + ((load.PeakMebibytes - load.BaseMebibytes) * Phase(container, age))),
            MemoryPattern.Filling => own * noise * (load.BaseMebibytes + ((load.PeakMebibytes - load.BaseMebibytes) * (1 - Math.Exp(-age / load.PeriodSeconds)))),
            _ => own * noise * warm * load.BaseMebibytes,
        };
        if (container.Spec.MemoryLimit > 0) mebibytes = Math.Min(mebibytes, container.Spec.MemoryLimit * 0.998);
        return Math.Max(4_096, (long)(mebibytes * Mebibyte));
    }

    /// <summary>How long after its start a leaking container meets its limit; null: never.</summary>
    public static double? SecondsToLimit(ContainerSpec spec) => spec is { MemoryLimit: > 0, Memory.Pattern: MemoryPattern.Leaking }
        ? Math.Max(1, (spec.MemoryLimit - spec.Memory.BaseMebibytes) / spec.Memory.PeakMebibytes * spec.Memory.PeriodSeconds)
        : null;

    private static double Millicores(ContainerLife container, double at, ClusterClock clock)
    {
        var load = container.Spec.Cpu;
        var own = 0.75 + (0.5 * Share(container.Seed, 2));
        var day = 1 + (load.DailyShare * Math.Sin((clock.HourOfDay(at) - 8.5) / 24 * 2 * Math.PI));
        var noise = 1 + (load.NoiseShare * ((0.6 * Noise(container.Seed, at / 23)) + (0.6 * Noise(container.Seed ^ 0x77, at / 170))));
        var start = 1 + (2.5 * Math.Exp(-Math.Max(0, at - container.StartedAt) / 20));
        var millicores = load.BaseMillicores * own * day * noise * start;
        if (load.BurstMillicores > 0)
        {
            var place = ((at / load.BurstPeriodSeconds) + Share(container.Seed, 3)) % 1;
            if (place < 0.2) millicores += load.BurstMillicores * Math.Sin(place / 0.2 * Math.PI);
        }

        return container.Spec.CpuLimit > 0 ? Math.Min(millicores, container.Spec.CpuLimit) : millicores;
    }

    private static double Phase(ContainerLife container, double age) => ((age / container.Spec.Memory.PeriodSeconds) + Share(container.Seed, 4)) % 1;

    private static double Share(ulong seed, ulong which) => (SeededRandom.Mix(seed + (which * 0x9E37)) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Smooth noise between -1 and 1 with a new value at each whole number.</summary>
    private static double Noise(ulong seed, double at)
    {
        var whole = Math.Floor(at);
        var part = at - whole;
        var smooth = part * part * (3 - (2 * part));
        var left = Point(seed, (long)whole);
        return left + ((Point(seed, (long)whole + 1) - left) * smooth);
    }

    private static double Point(ulong seed, long at) => ((SeededRandom.Mix(seed ^ ((ulong)at * 0xD1B54A32D192ED03UL)) >> 11) * (2.0 / (1UL << 53))) - 1;
}
