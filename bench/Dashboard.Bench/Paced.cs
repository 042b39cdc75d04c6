using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace Dashboard.Bench;

/// <summary>Measures several ways to do the same, by turns and with pauses, and prints medians and ratios.</summary>
internal static class Paced
{
    private sealed record Figure(double CpuMilliseconds, double WallMilliseconds, double AllocatedBytes);

    /// <param name="arguments">How often and how far apart.</param>
    /// <param name="ways">Each gives back how many items it read, which must be the same for all.</param>
    /// <param name="floor">The way that the others are compared with.</param>
    public static async Task MeasureAsync(BenchArguments arguments, IReadOnlyList<(string Name, Func<Task<long>> Run)> ways, string floor)
    {
        var figures = ways.ToDictionary(way => way.Name, _ => new List<Figure>());
        foreach (var (name, run) in ways)
        {
            Console.WriteLine($"{name}: {await run()} items");
            for (var i = 1; i < arguments.WarmUp; i++)
            {
                await run();
            }
        }

        for (var round = 0; round < arguments.Rounds; round++)
        {
            foreach (var (name, run) in ways)
            {
                await Task.Delay(arguments.Interval, TimeProvider.System);
                var allocated = GC.GetTotalAllocatedBytes(precise: true);
                var cpu = Environment.CpuUsage.TotalTime;
                var started = Stopwatch.GetTimestamp();
                await run();
                var wall = Stopwatch.GetElapsedTime(started);
                cpu = Environment.CpuUsage.TotalTime - cpu;
                figures[name].Add(new Figure(cpu.TotalMilliseconds, wall.TotalMilliseconds, GC.GetTotalAllocatedBytes(precise: true) - allocated));
            }
        }

        var floorCpu = Median(figures[floor], figure => figure.CpuMilliseconds);
        Console.WriteLine();
        Console.WriteLine("| way | CPU ms (median) | lowest … highest | wall ms | allocated kB | CPU against the floor |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, _) in ways)
        {
            var cpu = Median(figures[name], figure => figure.CpuMilliseconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {cpu:0.0} | {figures[name].Min(figure => figure.CpuMilliseconds):0.0} … {figures[name].Max(figure => figure.CpuMilliseconds):0.0} | {Median(figures[name], figure => figure.WallMilliseconds):0.0} | {Median(figures[name], figure => figure.AllocatedBytes) / 1000:0} | {cpu / floorCpu:0.00} x |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{arguments.Pods} pods; {arguments.Rounds} rounds by turns, {arguments.Interval.TotalSeconds} s apart, after {arguments.WarmUp} of each without a pause; CPU of this process, the simulator is another. {Environment.ProcessorCount} cores, .NET {Environment.Version}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC, tiered PGO {Environment.GetEnvironmentVariable("DOTNET_TieredPGO") ?? "default"}, ReadyToRun {Environment.GetEnvironmentVariable("DOTNET_ReadyToRun") ?? "default"}."));
    }

    private static double Median(List<Figure> figures, Func<Figure, double> of)
    {
        var sorted = figures.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
