using System.Net;
using System.Text.Json;

namespace Dashboard.Server.Collection;

internal enum WatchEventKind
{
    /// <summary>It could not be read, or is of a kind that did not exist when this was written.</summary>
    Bad,

    /// <summary>ADDED or MODIFIED.</summary>
    Upserted,

    Deleted,

    Bookmark,

    Error,
}

/// <summary>One event of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Facts">The object, when it was changed or deleted.</param>
/// <param name="ResourceVersion">From here a watch can go on.</param>
/// <param name="Code">Of an error: its status code.</param>
/// <param name="Message">Of an error: its text.</param>
internal readonly record struct WatchEvent<TFacts>(
    WatchEventKind Kind, TFacts? Facts = null, string? ResourceVersion = null, HttpStatusCode Code = 0, string? Message = null)
    where TFacts : class;

/// <summary>Reads a watch's line, <c>{"type":"ADDED","object":{…}}</c>, in either order.</summary>
internal sealed class WatchEventReader<TFacts>(IObjectReader<TFacts> objects)
    where TFacts : class
{
    /// <exception cref="JsonException">The line is not JSON: what answers is not an API server.</exception>
    public WatchEvent<TFacts> Read(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        var kind = WatchEventKind.Bad;
        Utf8JsonReader @object = default;
        var sawObject = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                kind = KindOf(ref reader);
                if (sawObject)
                {
                    return ReadObject(kind, ref @object);
                }
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                if (kind != WatchEventKind.Bad)
                {
                    return ReadObject(kind, ref reader);
                }

                @object = reader;
                sawObject = true;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        return default;
    }

    private static WatchEventKind KindOf(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.String ? WatchEventKind.Bad
        : reader.ValueTextEquals("ADDED"u8) || reader.ValueTextEquals("MODIFIED"u8) ? WatchEventKind.Upserted
        : reader.ValueTextEquals("DELETED"u8) ? WatchEventKind.Deleted
        : reader.ValueTextEquals("BOOKMARK"u8) ? WatchEventKind.Bookmark
        : reader.ValueTextEquals("ERROR"u8) ? WatchEventKind.Error
        : WatchEventKind.Bad;

    private WatchEvent<TFacts> ReadObject(WatchEventKind kind, ref Utf8JsonReader reader)
    {
        if (kind == WatchEventKind.Error)
        {
            return ReadStatus(ref reader);
        }

        var bad = false;
        var read = objects.TryRead(ref reader, out var facts, ref bad) && !bad;

        // A bookmark's object has nothing but its kind and resourceVersion.
        return kind == WatchEventKind.Bookmark || read
            ? new WatchEvent<TFacts>(kind, facts, objects.ResourceVersion)
            : new WatchEvent<TFacts>(WatchEventKind.Bad, null, objects.ResourceVersion);
    }

    private static WatchEvent<TFacts> ReadStatus(ref Utf8JsonReader reader)
    {
        var code = 0;
        string? message = null;
        var bad = false;
        while (reader.TokenType != JsonTokenType.Null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("code"u8))
            {
                JsonValue.TryReadInt32(ref reader, ref code, ref bad);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                ObjectReader.TryReadUnpooled(ref reader, ref message, ref bad);
            }
            else
            {
                reader.Skip();
            }
        }

        return new WatchEvent<TFacts>(WatchEventKind.Error, null, null, (HttpStatusCode)(code == 0 ? 500 : code), message);
    }
}
