namespace Dashboard.Server.Collection;

/// <summary>Reads Go's text form of a duration, which metrics.k8s.io uses for a window: <c>15s</c>, <c>1m0.5s</c>, <c>20.085s</c>.</summary>
internal static class DurationParser
{
    public static bool TryParseMilliseconds(ReadOnlySpan<byte> utf8, out int milliseconds)
    {
        milliseconds = 0;
        if (utf8.Length == 0)
        {
            return false;
        }

        var total = 0.0;
        while (utf8.Length > 0)
        {
            if (!TryTakeNumber(ref utf8, out var number))
            {
                return false;
            }

            double unit;
            var length = 1;
            if (utf8.StartsWith("ms"u8))
            {
                (unit, length) = (1, 2);
            }
            else if (utf8.StartsWith("us"u8))
            {
                (unit, length) = (1e-3, 2);
            }
            else if (utf8.StartsWith("µs"u8))
            {
                (unit, length) = (1e-3, 3);
            }
            else if (utf8.StartsWith("ns"u8))
            {
                (unit, length) = (1e-6, 2);
            }
            else if (utf8.StartsWith("h"u8))
            {
                unit = 3_600_000;
            }
            else if (utf8.StartsWith("m"u8))
            {
                unit = 60_000;
            }
            else if (utf8.StartsWith("s"u8))
            {
                unit = 1000;
            }
            else
            {
                return false;
            }

            total += number * unit;
            utf8 = utf8[length..];
        }

        if (total > int.MaxValue)
        {
            return false;
        }

        milliseconds = (int)Math.Round(total);
        return true;
    }

    /// <summary>Digits with a point among them; no sign, no exponent.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<byte> utf8, out double number)
    {
        number = 0;
        var digits = 0;
        var at = 0;
        var scale = 0.0;
        for (; at < utf8.Length; at++)
        {
            var digit = (uint)(utf8[at] - '0');
            if (digit <= 9)
            {
                digits++;
                number = scale == 0 ? number * 10 + digit : number + digit * scale;
                scale /= 10;
            }
            else if (utf8[at] == '.' && scale == 0)
            {
                scale = 0.1;
            }
            else
            {
                break;
            }
        }

        utf8 = utf8[at..];
        return digits > 0;
    }
}
