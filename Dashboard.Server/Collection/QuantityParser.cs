namespace Dashboard.Server.Collection;

/// <summary>
/// Reads a Kubernetes quantity (<c>12345n</c>, <c>250u</c>, <c>1500m</c>, <c>2</c>, <c>129e6</c>, <c>1E</c>, <c>0.5Gi</c> …) from UTF-8
/// into an exact <see cref="long"/>, without an allocation.
/// </summary>
/// <remarks>
/// The grammar is apimachinery's: a sign, digits with a point before, between or after them, then a binary suffix (Ki … Ei), a decimal one
/// (n, u, m, k, M, G, T, P, E) or an exponent. What is finer than the unit is rounded away from zero, as Quantity does. What does not fit
/// fails: a wrong number would be worse than none.
/// </remarks>
internal static class QuantityParser
{
    /// <summary>38 decimal digits always fit into <see cref="UInt128"/>.</summary>
    private const int MaxDigits = 38;

    /// <summary>Beyond it every number but zero is out of range or rounds to one unit; it also keeps the sum of exponents small.</summary>
    private const int MaxExponent = 1000;

    private static readonly UInt128[] PowersOfTen = MakePowers();

    /// <summary>Reads CPU in nanocores.</summary>
    public static bool TryParseNanocores(ReadOnlySpan<byte> utf8, out long nanocores) => TryParse(utf8, 9, out nanocores);

    /// <summary>Reads memory in bytes.</summary>
    public static bool TryParseBytes(ReadOnlySpan<byte> utf8, out long bytes) => TryParse(utf8, 0, out bytes);

    /// <param name="utf8">The quantity.</param>
    /// <param name="scale">The unit wanted is 10^-scale.</param>
    /// <param name="value">The quantity in that unit.</param>
    private static bool TryParse(ReadOnlySpan<byte> utf8, int scale, out long value)
    {
        value = 0;
        var at = 0;
        var negative = false;
        if (utf8.Length > 0 && utf8[0] is (byte)'-' or (byte)'+')
        {
            negative = utf8[0] == '-';
            at = 1;
        }

        // What metrics-server writes: a few digits and one suffix. 18 digits fit into a long.
        var small = 0UL;
        var first = at;
        while (at < utf8.Length && at - first < 18 && (uint)(utf8[at] - '0') <= 9)
        {
            small = small * 10 + (uint)(utf8[at] - '0');
            at++;
        }

        UInt128 digits = small;
        var digitCount = 0;
        var seen = at > first;
        var decimals = 0;
        if (at < utf8.Length && (utf8[at] == '.' || (uint)(utf8[at] - '0') <= 9))
        {
            digitCount = small == 0 ? 0 : at - first;
            var point = false;
            for (; at < utf8.Length; at++)
            {
                var digit = (uint)(utf8[at] - '0');
                if (digit <= 9)
                {
                    seen = true;
                    digits = digits * 10 + digit;
                    decimals += point ? 1 : 0;
                    digitCount += digits == 0 ? 0 : 1;
                    if (digitCount > MaxDigits || decimals > MaxExponent)
                    {
                        return false;
                    }
                }
                else if (utf8[at] == '.' && !point)
                {
                    point = true;
                }
                else
                {
                    break;
                }
            }
        }

        if (!seen || !TryParseSuffix(utf8[at..], out var exponent, out var binaryShift))
        {
            return false;
        }

        return TryScale(digits, exponent - decimals + scale, binaryShift, negative, out value);
    }

    private static bool TryParseSuffix(ReadOnlySpan<byte> suffix, out int exponent, out int binaryShift)
    {
        exponent = 0;
        binaryShift = 0;
        if (suffix.Length == 0)
        {
            return true;
        }

        if (suffix.Length == 1)
        {
            switch (suffix[0])
            {
                case (byte)'n': exponent = -9; return true;
                case (byte)'u': exponent = -6; return true;
                case (byte)'m': exponent = -3; return true;
                case (byte)'k': exponent = 3; return true;
                case (byte)'M': exponent = 6; return true;
                case (byte)'G': exponent = 9; return true;
                case (byte)'T': exponent = 12; return true;
                case (byte)'P': exponent = 15; return true;
                case (byte)'E': exponent = 18; return true;
                default: return false;
            }
        }

        if (suffix.Length == 2 && suffix[1] == 'i')
        {
            var power = "KMGTPE"u8.IndexOf(suffix[0]) + 1;
            binaryShift = power * 10;
            return power > 0;
        }

        return suffix[0] is (byte)'e' or (byte)'E' && TryParseExponent(suffix[1..], out exponent);
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var negative = text[0] == '-';
        if (text[0] is (byte)'-' or (byte)'+')
        {
            text = text[1..];
        }

        if (text.Length == 0)
        {
            return false;
        }

        foreach (var character in text)
        {
            var digit = (uint)(character - '0');
            if (digit > 9)
            {
                return false;
            }

            exponent = Math.Min(exponent * 10 + (int)digit, MaxExponent);
        }

        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static bool TryScale(UInt128 digits, int exponent, int binaryShift, bool negative, out long value)
    {
        value = 0;
        if (digits == 0)
        {
            return true;
        }

        if (binaryShift > 0)
        {
            if (UInt128.LeadingZeroCount(digits) < (UInt128)binaryShift)
            {
                return false;
            }

            digits <<= binaryShift;
        }

        if (exponent > 0)
        {
            if (exponent > MaxDigits || digits > UInt128.MaxValue / PowersOfTen[exponent])
            {
                return false;
            }

            digits *= PowersOfTen[exponent];
        }
        else if (exponent < 0)
        {
            if (exponent < -MaxDigits)
            {
                digits = 1;
            }
            else
            {
                var (quotient, remainder) = UInt128.DivRem(digits, PowersOfTen[-exponent]);
                digits = quotient + (remainder == 0 ? 0U : 1U);
            }
        }

        if (digits > (UInt128)long.MaxValue)
        {
            return false;
        }

        value = negative ? -(long)digits : (long)digits;
        return true;
    }

    private static UInt128[] MakePowers()
    {
        var powers = new UInt128[MaxDigits + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
