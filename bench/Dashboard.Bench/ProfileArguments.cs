using System.Globalization;

namespace Dashboard.Bench;

/// <summary>What to measure the profiles on.</summary>
/// <param name="HeapMegabytes">Living objects of the target.</param>
/// <param name="Rounds">Measurements of each way by turns.</param>
/// <param name="WarmUp">Runs of each way before, not measured: the first capture of a process compiles what it runs.</param>
/// <param name="Soak">So many captures in a row under allocation load instead of the measuring; 0 for none.</param>
/// <param name="HasLoad">Whether a thread of the target allocates all the time that is measured.</param>
/// <param name="Stack">The command dotnet-stack.</param>
/// <param name="HeapDump">The command dotnet-gcdump.</param>
internal sealed record ProfileArguments(int HeapMegabytes, int Rounds, int WarmUp, int Soak, bool HasLoad, string Stack, string HeapDump)
{
    public static ProfileArguments Parse(IReadOnlyList<string> args)
    {
        var values = new Dictionary<string, string>
        {
            ["--heap"] = "100",
            ["--rounds"] = "9",
            ["--warmup"] = "5",
            ["--soak"] = "0",
            ["--load"] = "off",
            ["--dotnet-stack"] = "dotnet-stack",
            ["--dotnet-gcdump"] = "dotnet-gcdump",
        };
        for (var i = 0; i < args.Count; i += 2)
        {
            if (!values.ContainsKey(args[i]) || i + 1 == args.Count)
            {
                throw new ArgumentException($"{args[i]} is not known or has no value; there are {string.Join(", ", values.Keys)}.");
            }

            values[args[i]] = args[i + 1];
        }

        return new ProfileArguments(
            Number("--heap"), Number("--rounds"), Number("--warmup"), Number("--soak"), values["--load"] == "on", values["--dotnet-stack"], values["--dotnet-gcdump"]);

        int Number(string name) => int.Parse(values[name], CultureInfo.InvariantCulture);
    }
}
