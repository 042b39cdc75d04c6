using System.Diagnostics;
using System.Globalization;
using System.Runtime;

namespace Dashboard.Bench;

/// <summary>
/// What the profiles of a running process cost it, beside the tools of the SDK on the same process: by turns the time as the caller sees it with the target idle, then the longest gap
/// in a thread of the target that looks at the clock, then in one that allocates.
/// </summary>
internal static class ProfileBench
{
    private sealed record Figure(double Milliseconds, double? ToldPause, double GapSpinning, double GapAllocating, double PeakMegabytes);

    public static async Task<int> RunAsync(ProfileArguments arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine("What the kernel knows of the target is read from /proc: Linux only.");
            return 2;
        }

        await using var target = await TargetProcess.StartAsync(arguments.HeapMegabytes);
        if (arguments.Soak > 0)
        {
            return await ProfileSoak.RunAsync(target, arguments);
        }

        var living = await target.NumberAsync("/memory");
        var dump = Path.Join(Path.GetTempPath(), $"bench-{Environment.ProcessId}.gcdump");
        var id = target.Id.ToString(CultureInfo.InvariantCulture);
        List<(string Name, ProfileWay? Way)> ways =
        [
            ("nothing", ProfileWay.Nothing),
            .. new[] { "goroutine", "heap", "threads" }.Select(p => ("", (ProfileWay?)ProfileWay.Of(target, $"/debug/pprof/{p}"))),
            ("dotnet-stack report", ProfileWay.OfTool("dotnet-stack report", arguments.Stack, "report", "-p", id)),
            ("dotnet-gcdump collect", ProfileWay.OfTool("dotnet-gcdump collect", arguments.HeapDump, "collect", "-p", id, "-o", dump)),
        ];
        try
        {
            if (arguments.HasLoad)
            {
                await target.Client.GetStringAsync("/load/start");
            }

            var figures = await MeasureAsync(target, arguments, [.. ways.Select(w => w.Way).OfType<ProfileWay>()], dump);
            Print(ways, figures);
        }
        finally
        {
            File.Delete(dump);
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{living / 1e6:0} MB of living objects, {ProfileOperations.Chains} chains of three and {ProfileOperations.Shapes.Sum(s => s.Count)} other operations, {target.Threads} threads, allocation load {(arguments.HasLoad ? "on" : "off")}; {arguments.Rounds} rounds by turns after {arguments.WarmUp} of each. {Environment.ProcessorCount} cores, load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}, .NET {Environment.Version}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC. Answers of the tools without a word in them: {ProfileWay.EmptyAnswers}."));
        return 0;
    }

    private static async Task<Dictionary<string, List<Figure>>> MeasureAsync(TargetProcess target, ProfileArguments arguments, IReadOnlyList<ProfileWay> ways, string dump)
    {
        var figures = ways.ToDictionary(way => way.Name, _ => new List<Figure>());
        foreach (var way in ways.Where(way => way != ProfileWay.Nothing))
        {
            for (var i = 0; i < arguments.WarmUp; i++)
            {
                File.Delete(dump);
                await way.Run();
            }
        }

        for (var round = 0; round < arguments.Rounds; round++)
        {
            foreach (var way in ways)
            {
                File.Delete(dump);
                target.ForgetPeak();
                var resident = target.ResidentBytes;
                var started = Stopwatch.GetTimestamp();
                var pause = await way.Run();
                var time = Stopwatch.GetElapsedTime(started);
                var peak = target.PeakResidentBytes - resident;
                var spinning = await GapAsync("spin", way);
                var allocating = await GapAsync("allocate", way);
                figures[way.Name].Add(new Figure(time.TotalMilliseconds, pause, spinning, allocating, peak / 1e6));
            }
        }

        return figures;

        async Task<double> GapAsync(string meter, ProfileWay way)
        {
            File.Delete(dump);
            await target.Client.GetStringAsync($"/meter/{meter}");
            await way.Run();
            return await target.NumberAsync("/meter/stop");
        }
    }

    private static void Print(IReadOnlyList<(string Name, ProfileWay? Way)> ways, Dictionary<string, List<Figure>> figures)
    {
        Console.WriteLine("| way | time ms (median) | lowest … highest | pause it tells ms, median (highest) | gap of a spinning thread ms | gap of an allocating thread ms | peak RSS growth MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, way) in ways)
        {
            if (way is null)
            {
                Console.WriteLine($"| {name} | not installed | | | | | |");
                continue;
            }

            var all = figures[way.Name];
            var told = all[0].ToldPause is null ? "" : MedianAndHighest(all, f => f.ToldPause ?? 0);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {way.Name} | {Median(all, f => f.Milliseconds):0} | {all.Min(f => f.Milliseconds):0} … {all.Max(f => f.Milliseconds):0} | {told} | {MedianAndHighest(all, f => f.GapSpinning)} | {MedianAndHighest(all, f => f.GapAllocating)} | {Median(all, f => f.PeakMegabytes):0} |"));
        }
    }

    private static string MedianAndHighest(List<Figure> figures, Func<Figure, double> of) =>
        string.Create(CultureInfo.InvariantCulture, $"{Median(figures, of):0.0} ({figures.Max(of):0.0})");

    private static double Median(List<Figure> figures, Func<Figure, double> of)
    {
        var sorted = figures.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
