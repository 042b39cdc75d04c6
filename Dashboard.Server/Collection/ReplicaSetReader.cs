using System.Text.Json;

namespace Dashboard.Server.Collection;

/// <summary>Reads of a ReplicaSet only its name and who controls it.</summary>
internal sealed class ReplicaSetReader : IObjectReader<ReplicaSetOwner>
{
    private readonly ObjectDraft _metadata = new();
    private readonly ObjectReader _objects = new(new StringPool());

    public string? ResourceVersion => _metadata.ResourceVersion;

    public bool TryRead(ref Utf8JsonReader reader, out ReplicaSetOwner? facts, ref bool bad)
    {
        facts = null;
        _metadata.Clear();
        bad |= reader.TokenType != JsonTokenType.StartObject;
        while (!bad && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                bad |= string.IsNullOrEmpty(_metadata.Name) || string.IsNullOrEmpty(_metadata.Namespace);
                facts = bad ? null : new ReplicaSetOwner(_metadata.Namespace!, _metadata.Name!, _metadata.OwnerKind, _metadata.OwnerName);
                return !bad;
            }

            if (!(reader.ValueTextEquals("metadata"u8) ? _objects.TryReadMetadata(ref reader, _metadata, ref bad) : reader.TrySkip()))
            {
                return false;
            }
        }

        return false;
    }
}

/// <summary>A ReplicaSet and what controls it, null when nothing does.</summary>
internal sealed record ReplicaSetOwner(string Namespace, string Name, string? OwnerKind, string? OwnerName);
