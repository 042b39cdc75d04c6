using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dashboard.Server.Live;

/// <summary>A message that is JSON already: made once, and copied into the socket of everybody who asked for it.</summary>
internal sealed class Payload(byte[] utf8Json)
{
    public ReadOnlyMemory<byte> Utf8Json => utf8Json;

    /// <summary>Whether both say the same. Of each, the version comes first and ends with the first comma.</summary>
    public bool EqualsButVersion(Payload other)
    {
        var mine = Utf8Json.Span;
        var its = other.Utf8Json.Span;
        return mine[mine.IndexOf((byte)',')..].SequenceEqual(its[its.IndexOf((byte)',')..]);
    }

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
