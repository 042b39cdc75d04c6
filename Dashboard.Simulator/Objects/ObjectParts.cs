using System.Text.Json;

namespace Dashboard.Simulator.Objects;

internal static class ObjectParts
{
    public static void WriteOwner(Utf8JsonWriter json, OwnerReference owner)
    {
        json.WriteStartArray("ownerReferences"u8);
        json.WriteStartObject();
        json.WriteString("apiVersion"u8, owner.ApiVersion);
        json.WriteString("kind"u8, owner.Kind);
        json.WriteString("name"u8, owner.Name);
        json.WriteString("uid"u8, owner.Uid);
        json.WriteBoolean("controller"u8, true);
        json.WriteBoolean("blockOwnerDeletion"u8, true);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
