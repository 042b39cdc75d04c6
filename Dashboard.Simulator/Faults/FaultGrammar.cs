using System.Globalization;

namespace Dashboard.Simulator;

/// <summary>
/// Faults as text, the same on the command line and for the admin endpoint: <c>podMetrics=TooManyRequests,requests=3,retryAfter=2s</c>,
/// <c>nodes=Silent,for=1m</c>, <c>clockSkew=-90s</c>.
/// </summary>
internal static class FaultGrammar
{
    /// <summary>Sets one assignment; throws <see cref="FormatException"/> with the cause and what is accepted.</summary>
    public static void Apply(SimulatedFaults faults, string assignment)
    {
        var (name, value) = Split(assignment);
        if (value is null) throw new FormatException($"fault '{assignment}' has no value; write target=Kind, such as podMetrics=Unavailable,for=30s");
        Apply(faults, name, value);
    }

    public static void Apply(SimulatedFaults faults, string name, string value)
    {
        if (name.Equals("clockSkew", StringComparison.OrdinalIgnoreCase))
        {
            faults.ClockSkew = Duration(value);
            return;
        }

        if (int.TryParse(name, CultureInfo.InvariantCulture, out _) || !Enum.TryParse<FaultTarget>(name, ignoreCase: true, out var target))
        {
            throw new FormatException($"fault target '{name}' is unknown; it is one of {string.Join(", ", Enum.GetNames<FaultTarget>())} or ClockSkew");
        }

        faults.Set(target, Parse(value));
    }

    public static Fault Parse(string text)
    {
        var parts = text.Split(',');
        if (int.TryParse(parts[0], CultureInfo.InvariantCulture, out _) || !Enum.TryParse<FaultKind>(parts[0], ignoreCase: true, out var kind))
        {
            throw new FormatException($"fault kind '{parts[0]}' is unknown; it is one of {string.Join(", ", Enum.GetNames<FaultKind>())}");
        }

        var fault = new Fault(kind);
        foreach (var part in parts.Skip(1))
        {
            var (name, value) = Split(part);
            fault = (name.ToUpperInvariant(), value) switch
            {
                ("FOR", { } v) => fault with { For = Positive(v) },
                ("DELAY", { } v) => fault with { Delay = Positive(v) },
                ("RETRYAFTER", { } v) => fault with { RetryAfter = Positive(v) },
                ("REQUESTS", { } v) when int.TryParse(v, CultureInfo.InvariantCulture, out var n) && n > 0 => fault with { Requests = n },
                _ => throw new FormatException($"'{part}' is no setting of a fault; they are for=30s, requests=3, delay=2s, retryAfter=5s"),
            };
        }

        return fault;
    }

    public static string Format(Fault fault)
    {
        var text = fault.Kind.ToString();
        if (fault.For is { } lasting) text += $",for={Format(lasting)}";
        if (fault.Requests is { } requests) text += string.Create(CultureInfo.InvariantCulture, $",requests={requests}");
        if (fault.Delay is { } delay) text += $",delay={Format(delay)}";
        if (fault.RetryAfter is { } after) text += $",retryAfter={Format(after)}";
        return text;
    }

    public static string Format(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.###}s");

    /// <summary>90s, -5m, 250ms, 1h.</summary>
    private static TimeSpan Duration(string text)
    {
        var (digits, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1.0),
            _ when text.EndsWith('m') => (text[..^1], 60.0),
            _ when text.EndsWith('h') => (text[..^1], 3_600.0),
            _ => ("", 0.0),
        };
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number * unit) <= 365 * 86_400
            ? TimeSpan.FromSeconds(number * unit)
            : throw new FormatException($"'{text}' is no duration; write 250ms, 90s, 5m or 1h");
    }

    private static TimeSpan Positive(string text) =>
        Duration(text) is var duration && duration > TimeSpan.Zero ? duration : throw new FormatException($"'{text}' must be more than nothing");

    private static (string Name, string? Value) Split(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text.Trim(), null) : (text[..equals].Trim(), text[(equals + 1)..].Trim());
    }
}
