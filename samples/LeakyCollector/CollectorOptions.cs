namespace LeakyCollector;

/// <summary>How the sample collects. On the command line: <c>--shared</c>, <c>--interval SECONDS</c>, <c>--kubeconfig FILE</c>.</summary>
internal sealed class CollectorOptions
{
    public const string Section = "Collector";

    /// <summary>One bounded client for every tick, instead of a new one for each. Default: false.</summary>
    public bool Shared { get; set; }

    /// <summary>Seconds between two ticks, 0.1 to 300; 0 ticks only when it is asked to. Default: 5.</summary>
    public double IntervalSeconds { get; set; } = 5;

    /// <summary>The cluster to collect from. Default: a simulated one in this process.</summary>
    public string? Kubeconfig { get; set; }

    public bool IsValid => IntervalSeconds is 0 or (>= 0.1 and <= 300);

    public const string Remedy = "Collector:IntervalSeconds (--interval) must be 0.1 to 300 seconds, or 0 for no ticks of its own.";

    /// <summary>The command line's words as keys of the configuration; the rest, such as --urls, is the host's.</summary>
    public static string[] FromCommandLine(string[] args)
    {
        var translated = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var key = args[i] switch
            {
                "--shared" => nameof(Shared),
                "--interval" => nameof(IntervalSeconds),
                "--kubeconfig" => nameof(Kubeconfig),
                _ => null,
            };
            if (key is null)
                translated.Add(args[i]);
            else if (key == nameof(Shared))
                translated.Add($"--{Section}:{key}=true");
            else if (i + 1 < args.Length)
                translated.Add($"--{Section}:{key}={args[++i]}");
            else
                throw new ArgumentException($"{args[i]} needs a value after it.");
        }

        return [.. translated];
    }
}
