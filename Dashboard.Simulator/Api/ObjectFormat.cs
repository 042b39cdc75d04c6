using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>An object as itself, as its metadata only, or as a row of a Table, which is what kubectl prints.</summary>
internal static class ObjectFormat
{
    public static void WriteSingle(ObjectWriter writer, ResourceKind kind, ApiObject value, Representation representation, DateTimeOffset now, bool withColumns, string includeObject)
    {
        var json = writer.Json;
        switch (representation)
        {
            case Representation.Table:
                json.WriteStartObject();
                StartTable(json, kind, withColumns);
                WriteRow(writer, kind, value, now, includeObject);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            case Representation.Metadata:
                WriteMetadata(writer, value);
                break;
            default:
                WriteWhole(writer, kind, value);
                break;
        }
    }

    /// <summary>With kind and apiVersion, as an object alone has them and an item of a list does not.</summary>
    public static void WriteWhole(ObjectWriter writer, ResourceKind kind, ApiObject value)
    {
        writer.Json.WriteStartObject();
        writer.Json.WriteString("kind"u8, kind.Kind);
        writer.Json.WriteString("apiVersion"u8, kind.ApiVersion);
        value.WriteBody(writer);
        writer.Json.WriteEndObject();
    }

    public static void WriteItem(ObjectWriter writer, ResourceKind kind, ApiObject value, Representation representation, DateTimeOffset now, string includeObject)
    {
        switch (representation)
        {
            case Representation.Table:
                WriteRow(writer, kind, value, now, includeObject);
                break;
            case Representation.Metadata:
                WriteMetadata(writer, value);
                break;
            default:
                writer.Json.WriteStartObject();
                value.WriteBody(writer);
                writer.Json.WriteEndObject();
                break;
        }
    }

    /// <summary>Up to and with the beginning of rows.</summary>
    public static void StartTable(Utf8JsonWriter json, ResourceKind kind, bool withColumns)
    {
        json.WriteString("kind"u8, "Table"u8);
        json.WriteString("apiVersion"u8, "meta.k8s.io/v1"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        WriteColumns(json, kind, withColumns);
        json.WriteStartArray("rows"u8);
    }

    public static void WriteColumns(Utf8JsonWriter json, ResourceKind kind, bool withColumns)
    {
        json.WriteStartArray("columnDefinitions"u8);
        foreach (var column in withColumns ? kind.Columns : [])
        {
            json.WriteStartObject();
            json.WriteString("name"u8, column.Name);
            json.WriteString("type"u8, column.Type);
            json.WriteString("format"u8, column.Format);
            json.WriteString("description"u8, ""u8);
            json.WriteNumber("priority"u8, column.Priority);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRow(ObjectWriter writer, ResourceKind kind, ApiObject value, DateTimeOffset now, string includeObject)
    {
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteStartArray("cells"u8);
        foreach (var column in kind.Columns) column.WriteCell(json, value, now);
        json.WriteEndArray();
        if (includeObject is not "None")
        {
            json.WritePropertyName("object"u8);
            if (includeObject is "Object") WriteWhole(writer, kind, value);
            else WriteMetadata(writer, value);
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(ObjectWriter writer, ApiObject value)
    {
        writer.Json.WriteStartObject();
        writer.Json.WriteString("kind"u8, "PartialObjectMetadata"u8);
        writer.Json.WriteString("apiVersion"u8, "meta.k8s.io/v1"u8);
        writer.StartMetadata(value);
        writer.Json.WriteEndObject();
        writer.Json.WriteEndObject();
    }
}
