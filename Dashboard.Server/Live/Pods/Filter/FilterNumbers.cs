using System.Buffers;
using System.Globalization;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>Reads the numbers of comparisons with their units.</summary>
internal static class FilterNumbers
{
    /// <summary>More than any machine has, and far from what a decimal cannot hold.</summary>
    private const decimal Most = 1_000_000_000_000_000;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private const string Sizes = "plain bytes, 500Ki, 200Mi, 1.5Gi, 1Ti, and k, M, G, T for powers of 1000";

    /// <summary>What may stand after the field, for a person.</summary>
    public static string Allowed(NumberField field) => field switch
    {
        NumberField.Cpu => "cores (2, 0.5), 500m, 2000000n, 80% of the limit and 80%req of the request",
        NumberField.Mem => Sizes + ", 80% of the limit and 80%req of the request",
        NumberField.Restarts => "whole numbers",
        NumberField.Age => "30s, 15m, 12h, 7d and combinations as 1h30m",
        _ => "bytes an hour: " + Sizes + "; below zero with -",
    };

    /// <summary>Reads a number; the problem is null when it could be read.</summary>
    public static FilterNumber Read(NumberField field, string text, out string? problem)
    {
        problem = null;
        if (field == NumberField.Age)
        {
            return new FilterNumber(Duration(text, ref problem));
        }

        var negative = text.StartsWith('-');
        var (number, unit) = Split(text.AsSpan(negative ? 1 : 0), ref problem);
        if (negative && field != NumberField.Growth)
        {
            problem ??= $"{NumberTerm.Name(field)} is never below zero";
        }

        if (problem is not null)
        {
            return default;
        }

        if (field is NumberField.Cpu or NumberField.Mem && unit is "%" or "%lim" or "%limit" or "%req" or "%request")
        {
            return new FilterNumber(number, unit.StartsWith("%r", StringComparison.Ordinal) ? NumberScale.OfRequest : NumberScale.OfLimit);
        }

        var factor = field switch
        {
            NumberField.Cpu => CpuFactor(unit),
            NumberField.Restarts => unit.Length == 0 && number == decimal.Truncate(number) ? 1 : null,
            _ => SizeFactor(unit),
        };
        if (factor is null)
        {
            problem = (field, unit) switch
            {
                (NumberField.Mem or NumberField.Growth, "m") => "\"m\" would be thousandths of a byte; M and Mi are millions",
                (NumberField.Growth, "%") => "growth is bytes an hour and no share",
                (NumberField.Restarts, "") => "half a restart is none",
                _ => $"{NumberTerm.Name(field)} has no unit \"{unit}\"",
            };
            return default;
        }

        var value = number * factor.Value;
        return new FilterNumber(negative ? -value : value);
    }

    private static decimal? CpuFactor(string unit) => unit switch
    {
        "" => 1_000_000_000,
        "m" => 1_000_000,
        "u" => 1_000,
        "n" => 1,
        _ => null,
    };

    private static decimal? SizeFactor(string unit) => unit switch
    {
        "" or "b" or "B" => 1,
        "m" => null,
        _ => unit.ToLowerInvariant() switch
        {
            "k" => 1_000m,
            "m" => 1_000_000m,
            "g" => 1_000_000_000m,
            "t" => 1_000_000_000_000m,
            "ki" => 1024m,
            "mi" => 1024m * 1024,
            "gi" => 1024m * 1024 * 1024,
            "ti" => 1024m * 1024 * 1024 * 1024,
            _ => null,
        },
    };

    private static decimal Duration(string text, ref string? problem)
    {
        var seconds = 0m;
        var rest = text.AsSpan();
        do
        {
            var digits = DigitsOf(rest);
            var unit = digits.Length < rest.Length ? rest[digits.Length] : ' ';
            var (number, _) = Split(digits, ref problem);
            var factor = unit switch
            {
                's' => 1,
                'm' => 60,
                'h' => 3600,
                'd' => 86_400,
                'w' => 604_800,
                _ => 0,
            };
            if (factor == 0)
            {
                problem ??= unit == ' ' ? "a unit is missing" : $"age has no unit \"{rest[digits.Length..]}\"";
            }

            if (problem is not null)
            {
                return 0;
            }

            seconds += number * factor;
            rest = rest[(digits.Length + 1)..];
        }
        while (rest.Length > 0);

        return seconds;
    }

    private static ReadOnlySpan<char> DigitsOf(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExcept(Digits);
        return end < 0 ? text : text[..end];
    }

    private static (decimal Number, string Unit) Split(ReadOnlySpan<char> text, ref string? problem)
    {
        var digits = DigitsOf(text);
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            problem ??= "a number is expected here";
        }
        else if (number > Most)
        {
            problem ??= "the number is too large";
        }

        return (number, text[digits.Length..].ToString());
    }
}
