using System.Globalization;

namespace Dashboard.Bench;

/// <summary>What to measure on.</summary>
/// <param name="Pods">Pods of the simulated cluster.</param>
/// <param name="Interval">Pause between two measurements: hot loops flatter.</param>
/// <param name="Rounds">Measurements of each way; the medians are printed.</param>
/// <param name="WarmUp">
/// Runs of each way before, without a pause and not measured: a server polls for days, so the compiler's work of its first minutes is not a poll's.
/// </param>
internal sealed record BenchArguments(int Pods, TimeSpan Interval, int Rounds, int WarmUp)
{
    public static BenchArguments Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>
        {
            ["--pods"] = "10000",
            ["--interval"] = "1",
            ["--rounds"] = "15",
            ["--warmup"] = "40",
        };
        for (var i = 0; i + 1 < args.Count; i += 2)
        {
            if (!values.ContainsKey(args[i]))
            {
                throw new ArgumentException($"{args[i]} is not known; there are {string.Join(", ", values.Keys)}.");
            }

            values[args[i]] = args[i + 1];
        }

        return new BenchArguments(
            int.Parse(values["--pods"], CultureInfo.InvariantCulture),
            TimeSpan.FromSeconds(double.Parse(values["--interval"], CultureInfo.InvariantCulture)),
            int.Parse(values["--rounds"], CultureInfo.InvariantCulture),
            int.Parse(values["--warmup"], CultureInfo.InvariantCulture));
    }

    public static int Usage()
    {
        Console.Error.WriteLine("""
            dotnet run -c Release --project bench/Dashboard.Bench -- poll|list [--pods 10000] [--interval SECONDS] [--rounds N] [--warmup N]
                   … -- apply|views|export|push
                   … -- profiles [--heap MB] [--rounds N] [--warmup N] [--load on|off] [--soak N] [--dotnet-stack COMMAND] [--dotnet-gcdump COMMAND]

              poll   one poll of pod metrics (fetch, parse, store) against reading the bytes and against KubernetesClient
              list   the first list of pods, likewise
              apply  a tick into History
              views  the pages of 30,000 pods in every version, against storing it
              export a scrape
              push   pages to many browsers
              profiles  the profiles of a running process beside dotnet-stack and dotnet-gcdump, or, with --soak, many captures in a row and what they leave
            """);
        return 2;
    }
}
