using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Reads a PodMetricsList or NodeMetricsList straight into the columns of a <see cref="SampleBatch"/>: no object per pod, no string
/// per quantity. Properties may come in any order; labels, annotations and managedFields are passed over.
/// </summary>
internal sealed class MetricsListReader(bool isOfNodes) : ListReader
{
    /// <summary>Rows of the list that was read last; complete only when the list was read to its end.</summary>
    public SampleBatch Batch { get; } = new();

    /// <summary>The newest timestamp in it, in milliseconds since 1970 UTC; 0 without items.</summary>
    public long NewestMilliseconds { get; private set; }

    public override void Begin()
    {
        base.Begin();
        Batch.Clear();
        NewestMilliseconds = 0;
    }

    protected override bool TryReadItem(ref Utf8JsonReader reader, ref bool bad)
    {
        if (TryReadRow(ref reader, ref bad) && !bad)
        {
            return true;
        }

        Batch.DropRow();
        return false;
    }

    protected override int ReadPlainItem(ReadOnlySpan<byte> item)
    {
        var plain = new PlainJson(item);
        if (ReadPlainRow(ref plain))
        {
            return plain.Position;
        }

        Batch.DropRow();
        return 0;
    }

    private bool ReadPlainRow(ref PlainJson json)
    {
        ReadOnlySpan<byte> @namespace = default;
        if (!json.Take("{\"metadata\":{\"name\":\""u8) || !json.TakeString(out var name) || name.Length == 0
            || !isOfNodes && (!json.Take(",\"namespace\":\""u8) || !json.TakeString(out @namespace) || @namespace.Length == 0)
            || !json.SkipToEndOfObject()
            || !json.Take(",\"timestamp\":\""u8) || !json.TakeString(out var time) || !JsonValue.TryWholeSeconds(time, out var timestamp) || timestamp <= 0
            || !json.Take(",\"window\":\""u8) || !json.TakeString(out var text) || !DurationParser.TryParseMilliseconds(text, out var window))
        {
            return false;
        }

        if (isOfNodes)
        {
            if (!json.Take(""","usage":"""u8) || !AddPlainUsage(ref json, default))
            {
                return false;
            }
        }
        else if (!json.Take(""","containers":["""u8))
        {
            return false;
        }
        else
        {
            do
            {
                if (!json.Take("{\"name\":\""u8) || !json.TakeString(out var container) || container.Length == 0
                    || !json.Take(""","usage":"""u8) || !AddPlainUsage(ref json, container) || !json.Take("}"u8))
                {
                    return false;
                }
            }
            while (json.Take(","u8));

            if (!json.Take("]"u8))
            {
                return false;
            }
        }

        if (!json.Take("}"u8))
        {
            return false;
        }

        Batch.EndRow(@namespace, name, timestamp, window);
        NewestMilliseconds = Math.Max(NewestMilliseconds, timestamp);
        return true;
    }

    private bool AddPlainUsage(ref PlainJson json, ReadOnlySpan<byte> container)
    {
        if (!json.Take("{\"cpu\":\""u8) || !json.TakeString(out var cpuText) || !QuantityParser.TryParseNanocores(cpuText, out var cpu) || cpu < 0
            || !json.Take(",\"memory\":\""u8) || !json.TakeString(out var memoryText) || !QuantityParser.TryParseBytes(memoryText, out var memory) || memory < 0
            || !json.Take("}"u8))
        {
            return false;
        }

        Batch.AddUsage(container, cpu, memory);
        return true;
    }

    private bool TryReadRow(ref Utf8JsonReader reader, ref bool bad)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> @namespace = default;
        var timestamp = 0L;
        var window = 0;
        var sawUsage = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (name.Length == 0 || timestamp <= 0 || !sawUsage || (@namespace.Length == 0) != isOfNodes)
                {
                    bad = true;
                    return false;
                }

                Batch.EndRow(@namespace, name, timestamp, window);
                NewestMilliseconds = Math.Max(NewestMilliseconds, timestamp);
                return true;
            }

            bool complete;
            if (reader.ValueTextEquals("metadata"u8))
            {
                complete = TryReadMetadata(ref reader, ref name, ref @namespace, ref bad);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                complete = reader.Read();
                bad |= complete && !JsonValue.TryTime(ref reader, out timestamp);
            }
            else if (reader.ValueTextEquals("window"u8))
            {
                complete = reader.Read();
                if (complete && (reader.TokenType != JsonTokenType.String || !DurationParser.TryParseMilliseconds(reader.ValueSpan, out window)))
                {
                    // The window is a remark on the rate; a sample without a readable one is still a sample.
                    window = 0;
                    complete = reader.TrySkip();
                }
            }
            else if (!isOfNodes && reader.ValueTextEquals("containers"u8))
            {
                sawUsage = true;
                complete = TryReadContainers(ref reader, ref bad);
            }
            else if (isOfNodes && reader.ValueTextEquals("usage"u8))
            {
                sawUsage = true;
                complete = TryReadUsage(ref reader, out var cpu, out var memory, ref bad);
                if (complete && !bad)
                {
                    Batch.AddUsage(default, cpu, memory);
                }
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

    private static bool TryReadMetadata(ref Utf8JsonReader reader, ref ReadOnlySpan<byte> name, ref ReadOnlySpan<byte> @namespace, ref bool bad)
    {
        if (!JsonValue.TryEnterObject(ref reader, ref bad) || bad)
        {
            return false;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            if (reader.ValueTextEquals("name"u8))
            {
                if (!JsonValue.TryReadBytes(ref reader, ref name, ref bad) || bad)
                {
                    return false;
                }
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                if (!JsonValue.TryReadBytes(ref reader, ref @namespace, ref bad) || bad)
                {
                    return false;
                }
            }
            else if (!reader.TrySkip())
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadContainers(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            bad = true;
            return false;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            bad |= reader.TokenType != JsonTokenType.StartObject;
            if (bad || !TryReadContainer(ref reader, ref bad) || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadContainer(ref Utf8JsonReader reader, ref bool bad)
    {
        ReadOnlySpan<byte> name = default;
        var cpu = -1L;
        var memory = -1L;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                bad |= name.Length == 0 || cpu < 0;
                if (!bad)
                {
                    Batch.AddUsage(name, cpu, memory);
                }

                return !bad;
            }

            var complete = reader.ValueTextEquals("name"u8) ? JsonValue.TryReadBytes(ref reader, ref name, ref bad)
                : reader.ValueTextEquals("usage"u8) ? TryReadUsage(ref reader, out cpu, out memory, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryReadUsage(ref Utf8JsonReader reader, out long cpu, out long memory, ref bool bad)
    {
        cpu = -1;
        memory = -1;
        if (!JsonValue.TryEnterObject(ref reader, ref bad) || bad)
        {
            return false;
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                // Usage is never negative, and absent is not zero: what is missing or below zero cannot be a measurement.
                bad |= cpu < 0 || memory < 0;
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

            // A quantity may be written as a JSON number too.
            bad |= reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)
                || !(isCpu ? QuantityParser.TryParseNanocores(reader.ValueSpan, out cpu) : QuantityParser.TryParseBytes(reader.ValueSpan, out memory));
            if (bad)
            {
                return false;
            }
        }

        return false;
    }
}
