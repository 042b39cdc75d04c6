using System.Text.Json;

namespace Dashboard.Server.Collection;

/// <summary>Reads what objects of all kinds have in common: metadata, conditions, resources. Conventions as in <see cref="JsonValue"/>.</summary>
internal sealed class ObjectReader(StringPool pool)
{
    public bool TryReadMetadata(ref Utf8JsonReader reader, ObjectDraft draft, ref bool bad)
    {
        if (!JsonValue.TryEnterObject(ref reader, ref bad) || bad)
        {
            return false;
        }

        string? text = null;
        DateTimeOffset? time = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            bool complete;
            if (reader.ValueTextEquals("name"u8))
            {
                complete = TryReadUnpooled(ref reader, ref text, ref bad);
                draft.Name = text;
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                complete = JsonValue.TryReadString(ref reader, pool, ref text, ref bad);
                draft.Namespace = text;
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                complete = TryReadUnpooled(ref reader, ref text, ref bad);
                draft.Uid = text;
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                complete = TryReadUnpooled(ref reader, ref text, ref bad);
                draft.ResourceVersion = text;
            }
            else if (reader.ValueTextEquals("creationTimestamp"u8))
            {
                complete = JsonValue.TryReadTime(ref reader, ref time, ref bad);
                draft.CreatedAt = time;
            }
            else if (reader.ValueTextEquals("deletionTimestamp"u8))
            {
                complete = JsonValue.TryReadTime(ref reader, ref time, ref bad);
                draft.DeletionRequestedAt = time;
            }
            else if (reader.ValueTextEquals("labels"u8))
            {
                complete = TryReadLabels(ref reader, draft.Labels, ref bad);
            }
            else if (reader.ValueTextEquals("ownerReferences"u8))
            {
                complete = TryReadOwners(ref reader, draft, ref bad);
            }
            else
            {
                complete = reader.TrySkip();
            }

            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    public bool TryReadConditions(ref Utf8JsonReader reader, List<ConditionDraft> conditions, ref bool bad)
    {
        conditions.Clear();
        if (!TryEnterArray(ref reader, out var isNull, ref bad) || bad)
        {
            return false;
        }

        while (!isNull)
        {
            if (!reader.Read())
            {
                return false;
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                break;
            }

            ConditionDraft condition = default;
            if (!TryReadCondition(ref reader, ref condition, ref bad) || bad)
            {
                return false;
            }

            conditions.Add(condition);
        }

        return true;
    }

    /// <summary>Reads {"requests":{…},"limits":{…}}.</summary>
    public static bool TryReadResources(ref Utf8JsonReader reader, ref ResourcesDraft resources, ref bool bad)
    {
        if (!TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            long? cpu = null;
            long? memory = null;
            if (reader.ValueTextEquals("requests"u8))
            {
                if (!TryReadCpuAndMemory(ref reader, ref cpu, ref memory, ref bad) || bad)
                {
                    return false;
                }

                resources.CpuRequest = cpu;
                resources.MemoryRequest = memory;
            }
            else if (reader.ValueTextEquals("limits"u8))
            {
                if (!TryReadCpuAndMemory(ref reader, ref cpu, ref memory, ref bad) || bad)
                {
                    return false;
                }

                resources.CpuLimit = cpu;
                resources.MemoryLimit = memory;
            }
            else if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>Reads a resource list's cpu and memory.</summary>
    public static bool TryReadCpuAndMemory(ref Utf8JsonReader reader, ref long? cpu, ref long? memory, ref bool bad)
    {
        if (!TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var isCpu = reader.ValueTextEquals("cpu"u8);
            if (!isCpu && !reader.ValueTextEquals("memory"u8))
            {
                if (!reader.TrySkip())
                {
                    return false;
                }

                continue;
            }

            if (!reader.Read())
            {
                return false;
            }

            var value = 0L;
            bad |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)
                || !(isCpu ? QuantityParser.TryParseNanocores(reader.ValueSpan, out value) : QuantityParser.TryParseBytes(reader.ValueSpan, out value));
            if (bad)
            {
                return false;
            }

            cpu = isCpu ? value : cpu;
            memory = isCpu ? memory : value;
        }

        return false;
    }

    /// <summary>Steps into an array; null is one without items.</summary>
    public static bool TryEnterArray(ref Utf8JsonReader reader, out bool isNull, ref bool bad)
    {
        isNull = false;
        if (!reader.Read())
        {
            return false;
        }

        isNull = reader.TokenType == JsonTokenType.Null;
        bad |= !isNull && reader.TokenType != JsonTokenType.StartArray;
        return true;
    }

    /// <summary>Steps into an object; null is one without properties.</summary>
    public static bool TryEnterOptionalObject(ref Utf8JsonReader reader, out bool isNull, ref bool bad)
    {
        isNull = false;
        if (!reader.Read())
        {
            return false;
        }

        isNull = reader.TokenType == JsonTokenType.Null;
        bad |= !isNull && reader.TokenType != JsonTokenType.StartObject;
        return true;
    }

    /// <summary>Reads a string that is not expected again.</summary>
    public static bool TryReadUnpooled(ref Utf8JsonReader reader, ref string? value, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        value = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        bad |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
        return true;
    }

    private bool TryReadLabels(ref Utf8JsonReader reader, List<KeyValuePair<string, string>> labels, ref bool bad)
    {
        labels.Clear();
        if (!TryEnterOptionalObject(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var key = reader.ValueIsEscaped ? reader.GetString()! : pool.Get(reader.ValueSpan);
            string? value = null;
            if (!JsonValue.TryReadString(ref reader, pool, ref value, ref bad) || bad)
            {
                return false;
            }

            labels.Add(new(key, value ?? string.Empty));
        }

        return false;
    }

    private bool TryReadOwners(ref Utf8JsonReader reader, ObjectDraft draft, ref bool bad)
    {
        if (!TryEnterArray(ref reader, out var isNull, ref bad) || bad)
        {
            return false;
        }

        while (!isNull)
        {
            if (!reader.Read())
            {
                return false;
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                break;
            }

            if (!TryReadOwner(ref reader, draft, ref bad) || bad)
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadOwner(ref Utf8JsonReader reader, ObjectDraft draft, ref bool bad)
    {
        string? kind = null;
        string? name = null;
        var controls = false;
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (controls)
                {
                    draft.OwnerKind = kind;
                    draft.OwnerName = name;
                }

                return true;
            }

            var complete = reader.ValueTextEquals("kind"u8) ? JsonValue.TryReadString(ref reader, pool, ref kind, ref bad)
                : reader.ValueTextEquals("name"u8) ? JsonValue.TryReadString(ref reader, pool, ref name, ref bad)
                : reader.ValueTextEquals("controller"u8) ? JsonValue.TryReadBoolean(ref reader, ref controls, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadCondition(ref Utf8JsonReader reader, ref ConditionDraft condition, ref bool bad)
    {
        bad |= reader.TokenType != JsonTokenType.StartObject;
        string? type = null, status = null, reason = null, message = null;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                condition = new ConditionDraft { Type = type, Status = status, Reason = reason, Message = message };
                return true;
            }

            var complete = reader.ValueTextEquals("type"u8) ? JsonValue.TryReadString(ref reader, pool, ref type, ref bad)
                : reader.ValueTextEquals("status"u8) ? JsonValue.TryReadString(ref reader, pool, ref status, ref bad)
                : reader.ValueTextEquals("reason"u8) ? JsonValue.TryReadString(ref reader, pool, ref reason, ref bad)
                : reader.ValueTextEquals("message"u8) ? JsonValue.TryReadString(ref reader, pool, ref message, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }
}
