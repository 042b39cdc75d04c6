using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>Reads nodes, of a list or of a watch, into <see cref="NodeFacts"/>; STATUS by the rules of kubectl get nodes.</summary>
internal sealed class NodeFactsReader : IObjectReader<NodeFacts>
{
    private const string RolePrefix = "node-role.kubernetes.io/";

    private readonly StringPool _pool = new();
    private readonly LabelSet.Pool _labels = new();
    private readonly ObjectDraft _metadata = new();
    private readonly List<ConditionDraft> _conditions = [];
    private readonly ObjectReader _objects;
    private bool _unschedulable;
    private string? _kubeletVersion;
    private string? _internalIp;
    private NodeResources _capacity;
    private NodeResources _allocatable;

    private record struct NodeResources(long? Cpu, long? Memory, int? Pods);

    public NodeFactsReader() => _objects = new ObjectReader(_pool);

    public string? ResourceVersion => _metadata.ResourceVersion;

    public bool TryRead(ref Utf8JsonReader reader, out NodeFacts? facts, ref bool bad)
    {
        facts = null;
        _metadata.Clear();
        _conditions.Clear();
        _unschedulable = false;
        (_kubeletVersion, _internalIp, _capacity, _allocatable) = (null, null, default, default);
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                bad |= string.IsNullOrEmpty(_metadata.Name);
                facts = bad ? null : Make();
                return !bad;
            }

            var complete = reader.ValueTextEquals("metadata"u8) ? _objects.TryReadMetadata(ref reader, _metadata, ref bad)
                : reader.ValueTextEquals("spec"u8) ? TryReadSpec(ref reader, ref bad)
                : reader.ValueTextEquals("status"u8) ? TryReadStatus(ref reader, ref bad)
                : reader.TrySkip();
            if (!complete)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadSpec(ref Utf8JsonReader reader, ref bool bad)
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

            var complete = reader.ValueTextEquals("unschedulable"u8)
                ? JsonValue.TryReadBoolean(ref reader, ref _unschedulable, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadStatus(ref Utf8JsonReader reader, ref bool bad)
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

            var complete = reader.ValueTextEquals("conditions"u8) ? _objects.TryReadConditions(ref reader, _conditions, ref bad)
                : reader.ValueTextEquals("capacity"u8) ? TryReadResources(ref reader, ref _capacity, ref bad)
                : reader.ValueTextEquals("allocatable"u8) ? TryReadResources(ref reader, ref _allocatable, ref bad)
                : reader.ValueTextEquals("addresses"u8) ? TryReadAddresses(ref reader, ref bad)
                : reader.ValueTextEquals("nodeInfo"u8) ? TryReadInfo(ref reader, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryReadResources(ref Utf8JsonReader reader, ref NodeResources resources, ref bool bad)
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

            var isCpu = reader.ValueTextEquals("cpu"u8);
            var isMemory = reader.ValueTextEquals("memory"u8);
            if (!isCpu && !isMemory && !reader.ValueTextEquals("pods"u8))
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

            resources = isCpu ? resources with { Cpu = value }
                : isMemory ? resources with { Memory = value }
                : resources with { Pods = (int)Math.Min(value, int.MaxValue) };
        }

        return false;
    }

    private bool TryReadAddresses(ref Utf8JsonReader reader, ref bool bad)
    {
        if (!ObjectReader.TryEnterArray(ref reader, out var isNull, ref bad) || bad || isNull)
        {
            return isNull;
        }

        string? type = null, address = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                type = address = null;
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                // The first is the primary one on a dual-stack node.
                _internalIp = type == "InternalIP" ? _internalIp ?? address : _internalIp;
            }
            else if (reader.TokenType != JsonTokenType.PropertyName)
            {
                bad = true;
                return false;
            }
            else if (!(reader.ValueTextEquals("type"u8) ? JsonValue.TryReadString(ref reader, _pool, ref type, ref bad)
                : reader.ValueTextEquals("address"u8) ? JsonValue.TryReadString(ref reader, _pool, ref address, ref bad)
                : reader.TrySkip()) || bad)
            {
                return false;
            }
        }

        return false;
    }

    private bool TryReadInfo(ref Utf8JsonReader reader, ref bool bad)
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

            var complete = reader.ValueTextEquals("kubeletVersion"u8)
                ? JsonValue.TryReadString(ref reader, _pool, ref _kubeletVersion, ref bad)
                : reader.TrySkip();
            if (!complete || bad)
            {
                return false;
            }
        }

        return false;
    }

    private NodeFacts Make()
    {
        ConditionDraft? ready = null;
        foreach (var condition in _conditions)
        {
            ready = condition.Type == "Ready" ? condition : ready;
        }

        var isReady = ready?.Status == "True";
        var status = ready is null ? "Unknown" : isReady ? "Ready" : "NotReady";
        return new NodeFacts
        {
            Name = _metadata.Name!,
            Uid = _metadata.Uid ?? _metadata.Name!,
            CreatedAt = _metadata.CreatedAt ?? DateTimeOffset.UnixEpoch,
            Labels = _labels.Get(_metadata.Labels),
            Status = _unschedulable ? status + ",SchedulingDisabled" : status,
            Ready = isReady,
            StatusMessage = isReady ? null : ready?.Message,
            Roles = Roles(),
            KubeletVersion = _kubeletVersion,
            InternalIp = _internalIp,
            CpuCapacityNanocores = _capacity.Cpu,
            MemoryCapacityBytes = _capacity.Memory,
            CpuAllocatableNanocores = _allocatable.Cpu,
            MemoryAllocatableBytes = _allocatable.Memory,
            PodsAllocatable = _allocatable.Pods,
        };
    }

    private string[] Roles()
    {
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in _metadata.Labels)
        {
            if (key.StartsWith(RolePrefix, StringComparison.Ordinal) && key.Length > RolePrefix.Length)
            {
                roles.Add(key[RolePrefix.Length..]);
            }
            else if (key == "kubernetes.io/role" && value.Length > 0)
            {
                roles.Add(value);
            }
        }

        return [.. roles];
    }
}
