using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Bench;

/// <summary>Many captures in a row while the target allocates and collects: each must be right, and afterwards nothing may be left.</summary>
internal static partial class ProfileSoak
{
    private sealed record Traces(int Threads, int BesidePool, int Descriptors, int OfAssemblies, int Sockets, int Children, int Mappings, long Resident, double Managed)
    {
        public static async Task<Traces> ReadAsync(TargetProcess target)
        {
            var managed = await target.NumberAsync("/memory");
            return new Traces(
                target.Threads, target.ThreadsBesidePool, target.Descriptors, target.DescriptorsOfAssemblies, target.Sockets, target.Children, target.Mappings, target.ResidentBytes, managed);
        }
    }

    public static async Task<int> RunAsync(TargetProcess target, ProfileArguments arguments)
    {
        // The kept captures of a profile are bounded: they must be full before, or they would count as what is left.
        const int Kept = 50;
        await target.Client.GetStringAsync("/load/start");
        for (var i = 0; i < Math.Max(Kept, arguments.WarmUp); i++)
        {
            await CaptureAsync(target);
        }

        await target.Client.GetStringAsync("/load/stop");
        var before = await Traces.ReadAsync(target);
        await target.Client.GetStringAsync("/load/start");
        var collections = await CollectionsAsync(target);
        var wrong = new List<string>();
        var times = new List<double>();
        Traces? halfway = null;
        for (var i = 0; i < arguments.Soak; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var text = await CaptureAsync(target);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            wrong.AddRange(Faults(text).Select(fault => string.Create(CultureInfo.InvariantCulture, $"capture {i + 1}: {fault}")));
            if (i + 1 == arguments.Soak / 2)
            {
                await target.Client.GetStringAsync("/load/stop");
                halfway = await Traces.ReadAsync(target);
                await target.Client.GetStringAsync("/load/start");
            }
        }

        var collected = (await CollectionsAsync(target)).Zip(collections, (now, then) => now - then).ToArray();
        await target.Client.GetStringAsync("/load/stop");
        var after = await Traces.ReadAsync(target);
        foreach (var fault in wrong)
        {
            Console.WriteLine(fault);
        }

        Print(before, halfway ?? before, after);
        times.Sort();
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{arguments.Soak} captures in a row, {arguments.Soak - wrong.Select(w => w[..w.IndexOf(':', StringComparison.Ordinal)]).Distinct().Count()} right; median {times[times.Count / 2]:0} ms, longest {times[^1]:0} ms; {collected[0]} collections meanwhile, {collected[1]} of them of generation 2."));
        return wrong.Count == 0 ? 0 : 1;
    }

    private static Task<string> CaptureAsync(TargetProcess target) => target.Client.GetStringAsync("/debug/pprof/goroutine?debug=1");

    private static async Task<int[]> CollectionsAsync(TargetProcess target) =>
        [.. (await target.Client.GetStringAsync("/collections")).Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    /// <summary>What is not as it was planted.</summary>
    private static IEnumerable<string> Faults(string text)
    {
        var groups = Groups().Matches(text)
            .Select(g => (Count: int.Parse(g.Groups[1].ValueSpan, CultureInfo.InvariantCulture), Stack: Names().Matches(g.Groups[2].Value).Select(n => n.Groups[1].Value).ToArray()))
            .ToList();
        var chain = ProfileOperations.Chain.Select(m => $"{typeof(ProfileOperations).FullName}.{m}").ToArray();
        var chains = groups.Where(g => g.Stack.Skip(1).SequenceEqual(chain)).Select(g => g.Count).ToArray();
        if (chains is not [ProfileOperations.Chains])
        {
            yield return $"chains of three in groups of [{string.Join(", ", chains)}]";
        }

        foreach (var (method, count, stacks) in ProfileOperations.Shapes)
        {
            var found = groups.Where(g => g.Stack[^1] == $"{typeof(ProfileOperations).FullName}.{method}").Sum(g => g.Count);
            if (found != count * stacks)
            {
                yield return $"{found} of {method} instead of {count * stacks}";
            }
        }

        var blocked = groups.Where(g => g.Stack.Contains($"{typeof(ProfileTarget).FullName}.{ProfileTarget.BlockedMethod}")).Select(g => g.Count).ToArray();
        if (blocked is not [ProfileTarget.BlockedThreads])
        {
            yield return $"blocked threads in groups of [{string.Join(", ", blocked)}]";
        }
    }

    private static void Print(params Traces[] traces)
    {
        Console.WriteLine("| of the target | before | halfway | after |");
        Console.WriteLine("|---|---|---|---|");
        Row("threads", t => t.Threads, "0");
        Row("… without the pool's", t => t.BesidePool, "0");
        Row("descriptors without those of assemblies", t => t.Descriptors - t.OfAssemblies, "0");
        Row("… sockets of them", t => t.Sockets, "0");
        Row("descriptors of assemblies", t => t.OfAssemblies, "0");
        Row("children", t => t.Children, "0");
        Row("memory mappings", t => t.Mappings, "0");
        Row("resident MB", t => t.Resident / 1e6, "0.0");
        Row("living managed MB", t => t.Managed / 1e6, "0.00");

        void Row(string name, Func<Traces, double> of, string format) =>
            Console.WriteLine($"| {name} | {string.Join(" | ", traces.Select(t => of(t).ToString(format, CultureInfo.InvariantCulture)))} |");
    }

    [GeneratedRegex(@"(?m)^(\d+) @(?: 0x[0-9a-f]+)+\n((?:#\t.+\n)+)")]
    private static partial Regex Groups();

    [GeneratedRegex(@"(?m)^#\t0x[0-9a-f]+\t(.+?)\+0x[0-9a-f]+\t")]
    private static partial Regex Names();
}
