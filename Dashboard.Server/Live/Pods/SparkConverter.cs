using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Server.Live.Pods;

/// <summary>
/// Writes a sparkline's values with four digits, as 2680e6 for 2680125440: a page of fifty rows is mostly these, each browser is sent its own
/// copy of the bytes, and a line twenty pixels high shows no fifth digit.
/// </summary>
internal sealed class SparkConverter : JsonConverter<long?[]>
{
    private const long Digits = 10_000;

    public override long?[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The server sends sparklines and takes none.");

    public override void Write(Utf8JsonWriter writer, long?[] value, JsonSerializerOptions options)
    {
        Span<byte> number = stackalloc byte[24];
        writer.WriteStartArray();
        foreach (var point in value)
        {
            if (point is { } known)
            {
                writer.WriteRawValue(number[..Format(known, number)], skipInputValidation: true);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndArray();
    }

    /// <summary>The shortest JSON number of four digits; usage is never negative.</summary>
    internal static int Format(long value, Span<byte> number)
    {
        var exponent = 0;
        var rest = value;
        while (rest >= Digits || exponent > 0 && rest >= 10 && rest % 10 == 0)
        {
            exponent++;
            rest = (value + Half(exponent)) / PowerOfTen(exponent);
        }

        // 100 is no longer than 1e2.
        if (exponent < 2)
        {
            (rest, exponent) = (rest * PowerOfTen(exponent), 0);
        }

        Utf8Formatter.TryFormat(rest, number, out var length);
        if (exponent > 0)
        {
            number[length++] = (byte)'e';
            Utf8Formatter.TryFormat(exponent, number[length..], out var more);
            length += more;
        }

        return length;
    }

    private static long Half(int exponent) => PowerOfTen(exponent) / 2;

    private static long PowerOfTen(int exponent)
    {
        var power = 1L;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }
}
