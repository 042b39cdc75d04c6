using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dashboard.Server.Live;

/// <summary>A message that is JSON already: made once, and copied into the socket of everybody who asked for it.</summary>
internal sealed class Payload(byte[] utf8Json)
{
    public ReadOnlyMemory<byte> Utf8Json => utf8Json;

    /// <summary>Whether both say the same of whatever they are of: their version, and the time that follows it in most, do not count.</summary>
    public bool SaysTheSameAs(Payload other) => WithoutVersion(Utf8Json.Span).SequenceEqual(WithoutVersion(other.Utf8Json.Span));

    private static ReadOnlySpan<byte> WithoutVersion(ReadOnlySpan<byte> message)
    {
        message = AfterFirstValue(message);
        return message.StartsWith("\"at\":"u8) ? AfterFirstValue(message) : message;
    }

    private static ReadOnlySpan<byte> AfterFirstValue(ReadOnlySpan<byte> message) => message[(message.IndexOf((byte)',') + 1)..];

    public static Payload Of<T>(T message, JsonTypeInfo<T> type) => new(JsonSerializer.SerializeToUtf8Bytes(message, type));
}

/// <summary>Writes a <see cref="Payload"/> as it is into the message of the hub.</summary>
internal sealed class PayloadConverter : JsonConverter<Payload>
{
    public override Payload Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The server sends payloads and takes none.");

    // Our own serializer wrote it a moment ago: validating it again for each of 500 browsers would cost more than copying it.
    public override void Write(Utf8JsonWriter writer, Payload value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8Json.Span, skipInputValidation: true);
}
