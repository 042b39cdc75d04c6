using System.Text.Json;

namespace Dashboard.Server.Collection;

/// <summary>
/// Steps of the projecting readers. Each begins on a property name and ends on the last token of its value; it returns false when the
/// piece ends before that, and sets <c>bad</c> when the value is not what it must be. A null is the same as no value, as in Go.
/// </summary>
internal static class JsonValue
{
    /// <summary>Steps from a property name to its value and into it; bad unless that is an object.</summary>
    public static bool TryEnterObject(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        bad |= reader.TokenType != JsonTokenType.StartObject;
        return true;
    }

    /// <summary>Reads a string as the bytes in the piece; they are valid as long as the piece is.</summary>
    public static bool TryReadBytes(ref Utf8JsonReader reader, ref ReadOnlySpan<byte> value, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            value = reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan;
        }
        else
        {
            bad |= reader.TokenType != JsonTokenType.Null;
        }

        return true;
    }

    /// <summary>Reads a string that often comes again.</summary>
    public static bool TryReadString(ref Utf8JsonReader reader, StringPool pool, ref string? value, ref bool bad)
    {
        ReadOnlySpan<byte> bytes = default;
        if (!TryReadBytes(ref reader, ref bytes, ref bad))
        {
            return false;
        }

        value = reader.TokenType == JsonTokenType.String ? pool.Get(bytes) : null;
        return true;
    }

    public static bool TryReadBoolean(ref Utf8JsonReader reader, ref bool value, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        value = reader.TokenType == JsonTokenType.True;
        bad |= reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null);
        return true;
    }

    public static bool TryReadInt32(ref Utf8JsonReader reader, ref int value, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        bad |= reader.TokenType != JsonTokenType.Null && (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out value));
        return true;
    }

    public static bool TryReadTime(ref Utf8JsonReader reader, ref DateTimeOffset? value, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            value = null;
            return true;
        }

        if (TryTime(ref reader, out var milliseconds))
        {
            value = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        else
        {
            bad = true;
        }

        return true;
    }

    /// <summary>Reads the value under the reader as a time of RFC 3339, in milliseconds since 1970 UTC.</summary>
    public static bool TryTime(ref Utf8JsonReader reader, out long milliseconds)
    {
        milliseconds = 0;
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        if (TryWholeSeconds(reader.ValueSpan, out milliseconds))
        {
            return true;
        }

        if (!reader.TryGetDateTimeOffset(out var time))
        {
            return false;
        }

        milliseconds = time.ToUnixTimeMilliseconds();
        return true;
    }

    /// <summary>Nearly every time of Kubernetes is <c>2026-11-23T21:05:33Z</c>.</summary>
    public static bool TryWholeSeconds(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        {
            return false;
        }

        var year = Two(text, 0) * 100 + Two(text, 2);
        var month = Two(text, 5);
        var day = Two(text, 8);
        var hour = Two(text, 11);
        var minute = Two(text, 14);
        var second = Two(text, 17);
        if (Two(text, 0) < 0 || Two(text, 2) < 0 || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        milliseconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        var tens = text[at] - '0';
        var ones = text[at + 1] - '0';
        return tens is < 0 or > 9 || ones is < 0 or > 9 ? -1 : tens * 10 + ones;
    }

    private static ReadOnlySpan<byte> Unescape(scoped ref Utf8JsonReader reader)
    {
        var buffer = new byte[reader.ValueSpan.Length];
        return buffer.AsSpan(0, reader.CopyString(buffer));
    }
}
