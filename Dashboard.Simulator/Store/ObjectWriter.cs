using System.Buffers.Text;
using System.Text.Json;

namespace Dashboard.Simulator.Store;

/// <summary>A JSON writer that knows Kubernetes' timestamps, moved by the skew of the simulated server's clock.</summary>
internal readonly struct ObjectWriter(Utf8JsonWriter json, TimeSpan skew)
{
    public static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Utf8JsonWriter Json { get; } = json;

    /// <summary>RFC 3339 in seconds, as metav1.Time is written.</summary>
    public void Time(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[20];
        FormatTime(text, time + skew);
        Json.WriteString(name, text);
    }

    /// <summary>RFC 3339 in microseconds, as metav1.MicroTime is written.</summary>
    public void MicroTime(ReadOnlySpan<byte> name, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[27];
        var moved = time + skew;
        FormatTime(text, moved);
        text[19] = (byte)'.';
        Digits(text[20..26], (int)(moved.UtcTicks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
        text[26] = (byte)'Z';
        Json.WriteString(name, text);
    }

    public static void FormatTime(Span<byte> text, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        Digits(text[..4], utc.Year);
        text[4] = (byte)'-';
        Digits(text[5..7], utc.Month);
        text[7] = (byte)'-';
        Digits(text[8..10], utc.Day);
        text[10] = (byte)'T';
        Digits(text[11..13], utc.Hour);
        text[13] = (byte)':';
        Digits(text[14..16], utc.Minute);
        text[16] = (byte)':';
        Digits(text[17..19], utc.Second);
        text[19] = (byte)'Z';
    }

    public void ResourceVersion(long version)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(version, text, out var length);
        Json.WriteString("resourceVersion"u8, text[..length]);
    }

    /// <summary>Opens "metadata" with what every object has; the caller adds its own and closes it.</summary>
    public void StartMetadata(ApiObject of)
    {
        Json.WriteStartObject("metadata"u8);
        Json.WriteString("name"u8, of.Name);
        if (of.Namespace.Length > 0) Json.WriteString("namespace"u8, of.Namespace);
        Json.WriteString("uid"u8, of.Uid);
        ResourceVersion(of.ResourceVersion);
        if (of.Generation > 1) Json.WriteNumber("generation"u8, of.Generation);
        Time("creationTimestamp"u8, of.Created);
        if (of.Labels.All.Count > 0) Raw("labels"u8, of.Labels.Json);
    }

    public void Raw(ReadOnlySpan<byte> name, byte[] json)
    {
        Json.WritePropertyName(name);
        Json.WriteRawValue(json, skipInputValidation: true);
    }

    private static void Digits(Span<byte> into, int value)
    {
        for (var i = into.Length - 1; i >= 0; i--, value /= 10) into[i] = (byte)('0' + (value % 10));
    }
}
