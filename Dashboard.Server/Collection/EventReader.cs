using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Reads events of core/v1 in both shapes: those that are counted (count, lastTimestamp, source), and those of the newer client, which have eventTime,
/// a series when they come again, reportingComponent, and null where the old times are.
/// </summary>
internal sealed class EventReader : IObjectReader<EventFacts>
{
    private readonly StringPool _pool = new();
    private readonly ObjectDraft _metadata = new();
    private readonly ObjectReader _objects;
    private Draft _draft;

    private struct Draft
    {
        public string? Kind, Namespace, Name, Uid, Type, Reason, Message, SourceComponent, ReportingComponent;
        public DateTimeOffset? FirstAt, LastAt, EventTime, SeriesAt;
        public int Count, SeriesCount;
    }

    public EventReader() => _objects = new ObjectReader(_pool);

    public string? ResourceVersion => _metadata.ResourceVersion;

    public bool TryRead(ref Utf8JsonReader reader, out EventFacts? facts, ref bool bad)
    {
        facts = null;
        _metadata.Clear();
        _draft = default;
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                facts = Make();
                bad |= facts is null;
                return !bad;
            }

            if (!TryReadProperty(ref reader, ref bad))
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadProperty(ref Utf8JsonReader reader, ref bool bad) =>
        reader.ValueTextEquals("metadata"u8) ? _objects.TryReadMetadata(ref reader, _metadata, ref bad)
        : reader.ValueTextEquals("involvedObject"u8) ? TryReadSubject(ref reader, ref bad)
        : reader.ValueTextEquals("reason"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.Reason, ref bad)
        : reader.ValueTextEquals("message"u8) ? ObjectReader.TryReadUnpooled(ref reader, ref _draft.Message, ref bad)
        : reader.ValueTextEquals("type"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.Type, ref bad)
        : reader.ValueTextEquals("firstTimestamp"u8) ? JsonValue.TryReadTime(ref reader, ref _draft.FirstAt, ref bad)
        : reader.ValueTextEquals("lastTimestamp"u8) ? JsonValue.TryReadTime(ref reader, ref _draft.LastAt, ref bad)
        : reader.ValueTextEquals("eventTime"u8) ? JsonValue.TryReadTime(ref reader, ref _draft.EventTime, ref bad)
        : reader.ValueTextEquals("count"u8) ? JsonValue.TryReadInt32(ref reader, ref _draft.Count, ref bad)
        : reader.ValueTextEquals("series"u8) ? TryReadSeries(ref reader, ref bad)
        : reader.ValueTextEquals("source"u8) ? TryReadSource(ref reader, ref bad)
        : reader.ValueTextEquals("reportingComponent"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.ReportingComponent, ref bad)
        : reader.TrySkip();

    private bool TryReadSubject(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            // The pool also gives the events of one object one string for its name and UID: they come one after the other.
            var complete = reader.ValueTextEquals("kind"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.Kind, ref bad)
                : reader.ValueTextEquals("namespace"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.Namespace, ref bad)
                : reader.ValueTextEquals("name"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.Name, ref bad)
                : reader.ValueTextEquals("uid"u8) ? JsonValue.TryReadString(ref reader, _pool, ref _draft.Uid, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadSeries(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var complete = reader.ValueTextEquals("count"u8) ? JsonValue.TryReadInt32(ref reader, ref _draft.SeriesCount, ref bad)
                : reader.ValueTextEquals("lastObservedTime"u8) ? JsonValue.TryReadTime(ref reader, ref _draft.SeriesAt, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadSource(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!ObjectReader.TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var complete = reader.ValueTextEquals("component"u8)
                ? JsonValue.TryReadString(ref reader, _pool, ref _draft.SourceComponent, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Null when it does not say what it is of, or when it was.</summary>
    private EventFacts? Make()
    {
        var at = _draft.SeriesAt ?? _draft.LastAt ?? _draft.EventTime ?? _draft.FirstAt ?? _metadata.CreatedAt;
        if (at is not { } last || string.IsNullOrEmpty(_draft.Kind) || string.IsNullOrEmpty(_draft.Name) || string.IsNullOrEmpty(_metadata.Name))
        {
            return null;
        }

        var first = _draft.FirstAt ?? _draft.EventTime ?? last;
        return new EventFacts
        {
            Id = _metadata.Uid ?? $"{_metadata.Namespace}/{_metadata.Name}",
            At = last,
            FirstAt = first < last ? first : last,
            Count = Math.Max(1, Math.Max(_draft.Count, _draft.SeriesCount)),
            Type = _draft.Type == "Warning" ? EventType.Warning : EventType.Normal,
            Reason = _draft.Reason ?? "",
            Message = Shorten(_draft.Message ?? ""),
            Kind = _draft.Kind,
            Namespace = NullIfEmpty(_draft.Namespace),
            Name = _draft.Name,
            Uid = NullIfEmpty(_draft.Uid),
            Reporter = NullIfEmpty(_draft.ReportingComponent) ?? NullIfEmpty(_draft.SourceComponent),
        };
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Shorten(string message)
    {
        if (message.Length <= EventFacts.MaxMessage)
        {
            return message;
        }

        // Not between the halves of a surrogate pair.
        var length = EventFacts.MaxMessage - 1;
        length -= char.IsHighSurrogate(message[length - 1]) ? 1 : 0;
        return string.Concat(message.AsSpan(0, length), "…");
    }
}
