using System.Globalization;

namespace Dashboard.Simulator;

/// <summary>The program's options; each error names the option, its range and the remedy.</summary>
internal sealed record CommandLine(SimulatorOptions Options, bool Help)
{
    public const string Usage = """
        Serves a Kubernetes API on loopback TLS, with a living cluster in it.

          --port N             TCP port on 127.0.0.1, 0 to 65535; 0 lets the system choose (default 6443)
          --kubeconfig FILE    where to write the kubeconfig once the API answers
          --pods N             pods, 0 to 200000 (default 200)
          --nodes N            nodes, 1 to 5000 (default 8)
          --seed N             the same seed gives the same cluster (default 1)
          --speed X            how many times faster than real the cluster lives, 0.1 to 3600 (default 1)
          --churn X            share of the pods replaced each simulated minute, 0 to 1 (default 0)
          --watch-history N    changes kept for each kind, 16 to 1000000 (default: 4 for each pod, 8192 to 131072)
          --fault TARGET=KIND[,for=30s][,requests=3][,delay=2s][,retryAfter=5s]
                               something that goes wrong from the start; may be repeated
                               TARGET: all, pods, nodes, podMetrics, nodeMetrics, events, resourceQuotas, reviews
                               KIND: notFound, unauthorized, forbidden, internalError, unavailable, tooManyRequests, empty, expired,
                                     silent, reset, truncated, slow, malformedQuantities, malformedItems, malformedBody, missingContainers
          --fault clockSkew=-90s
                               the server's clock is 90 s behind
          --help               this text

        While it runs: kubectl get --raw /simulator/faults, and with curl and the token of the kubeconfig
          PUT    /simulator/faults?podMetrics=unavailable,for=30s    DELETE /simulator/faults
          POST   /simulator/compact                                  POST   /simulator/replace?share=0.5

        """;

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = new SimulatorOptions { Port = 6_443 };
        var faults = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, value) = Split(arguments[i]);
            if (name is "--help" or "-h" or "-?") return new CommandLine(options, Help: true);
            if (!name.StartsWith("--", StringComparison.Ordinal)) throw new FormatException($"'{name}' is not understood: options begin with --");
            if (!IsKnown(name)) throw new FormatException($"option '{name}' is unknown");
            if (value is null)
            {
                if (i + 1 == arguments.Count) throw new FormatException($"{name} wants a value after it");
                value = arguments[++i];
            }

            options = name switch
            {
                "--port" => options with { Port = Whole(name, value, 0, 65_535) },
                "--kubeconfig" => options with { KubeconfigPath = value.Length > 0 ? value : throw new FormatException("--kubeconfig wants the name of a file") },
                "--pods" => options with { Pods = Whole(name, value, 0, 200_000) },
                "--nodes" => options with { Nodes = Whole(name, value, 1, 5_000) },
                "--seed" => options with { Seed = Whole(name, value, int.MinValue, int.MaxValue) },
                "--speed" => options with { Speed = Number(name, value, 0.1, 3_600) },
                "--churn" => options with { Churn = Number(name, value, 0, 1) },
                "--watch-history" => options with { WatchHistory = Whole(name, value, 16, 1_000_000) },
                _ => AddFault(options, faults, value),
            };
        }

        return new CommandLine(options with { Faults = faults }, Help: false);
    }

    private static bool IsKnown(string name) =>
        name is "--port" or "--kubeconfig" or "--pods" or "--nodes" or "--seed" or "--speed" or "--churn" or "--watch-history" or "--fault";

    private static SimulatorOptions AddFault(SimulatorOptions options, List<string> faults, string value)
    {
        // Tried on faults that nobody meets, so that an error shows before anything starts.
        FaultGrammar.Apply(new SimulatedFaults(TimeProvider.System), value);
        faults.Add(value);
        return options;
    }

    private static int Whole(string name, string value, int low, int high) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw new FormatException($"{name} is '{value}', but must be a whole number from {low} to {high}");

    private static double Number(string name, string value, double low, double high) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number
            : throw new FormatException(FormattableString.Invariant($"{name} is '{value}', but must be a number from {low} to {high}, with a point for the decimals"));

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 0 ? (argument[..equals], argument[(equals + 1)..]) : (argument, null);
    }
}
