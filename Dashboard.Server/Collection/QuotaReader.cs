using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>Reads ResourceQuotas, of a list or of a watch, into <see cref="QuotaFacts"/>.</summary>
internal sealed class QuotaReader : IObjectReader<QuotaFacts>
{
    private readonly StringPool _pool = new();
    private readonly ObjectDraft _metadata = new();
    private readonly ObjectReader _objects;
    private readonly SortedDictionary<string, long> _specHard = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _statusHard = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _used = new(StringComparer.Ordinal);

    public QuotaReader() => _objects = new ObjectReader(_pool);

    public string? ResourceVersion => _metadata.ResourceVersion;

    /// <summary>CPU is counted in nanocores, memory and storage in bytes, all else in pieces; the resource's name tells, with or without a prefix.</summary>
    public static QuotaUnit UnitOf(ReadOnlySpan<char> resource)
    {
        if (resource.StartsWith("count/"))
        {
            return QuotaUnit.Count;
        }

        // requests.cpu; requests.storage of a class is gold.storageclass.storage.k8s.io/requests.storage.
        var name = resource[(resource.LastIndexOf('/') + 1)..];
        name = name.StartsWith("requests.") ? name["requests.".Length..] : name.StartsWith("limits.") ? name["limits.".Length..] : name;
        return name is "cpu" ? QuotaUnit.Nanocores
            : name is "memory" or "storage" or "ephemeral-storage" || name.StartsWith("hugepages-") ? QuotaUnit.Bytes
            : QuotaUnit.Count;
    }

    public bool TryRead(ref Utf8JsonReader reader, out QuotaFacts? facts, ref bool bad)
    {
        facts = null;
        _metadata.Clear();
        _specHard.Clear();
        _statusHard.Clear();
        _used.Clear();
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                bad |= string.IsNullOrEmpty(_metadata.Name) || string.IsNullOrEmpty(_metadata.Namespace);
                facts = bad ? null : Make();
                return !bad;
            }

            var complete = reader.ValueTextEquals("metadata"u8) ? _objects.TryReadMetadata(ref reader, _metadata, ref bad)
                : reader.ValueTextEquals("spec"u8) ? TryReadHardAndUsed(ref reader, _specHard, null, ref bad)
                : reader.ValueTextEquals("status"u8) ? TryReadHardAndUsed(ref reader, _statusHard, _used, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadHardAndUsed(ref Utf8JsonReader reader, SortedDictionary<string, long> hard, SortedDictionary<string, long>? used, ref bool bad)
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

            var complete = reader.ValueTextEquals("hard"u8) ? TryReadQuantities(ref reader, hard, ref bad)
                : used is not null && reader.ValueTextEquals("used"u8) ? TryReadQuantities(ref reader, used, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadQuantities(ref Utf8JsonReader reader, SortedDictionary<string, long> into, ref bool bad)
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

            var resource = reader.ValueIsEscaped ? reader.GetString()! : _pool.Get(reader.ValueSpan);
            if (!reader.Read())
            {
                return false;
            }

            var value = 0L;
            bad |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)
                || !(UnitOf(resource) == QuotaUnit.Nanocores
                    ? QuantityParser.TryParseNanocores(reader.ValueSpan, out value)
                    : QuantityParser.TryParseBytes(reader.ValueSpan, out value));
            if (bad)
            {
                return false;
            }

            into[resource] = value;
        }

        return false;
    }

    /// <summary>What the spec wants counts, as in kubectl describe; the status may be a moment behind.</summary>
    private QuotaFacts Make()
    {
        var hard = _specHard.Count > 0 ? _specHard : _statusHard;
        var items = new QuotaItemFacts[hard.Count];
        var at = 0;
        foreach (var (resource, value) in hard)
        {
            items[at++] = new QuotaItemFacts(resource, UnitOf(resource), value, _used.TryGetValue(resource, out var used) ? used : null);
        }

        return new QuotaFacts { Namespace = _metadata.Namespace!, Name = _metadata.Name!, Items = items };
    }
}
