using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Dashboard.Server.Live.Api;

/// <summary>A query parameter of the API: read by this table and described from it, so that the two agree.</summary>
internal sealed record ApiParameter(string Name, string Description, Func<OpenApiSchema> Schema)
{
    public static ApiParameter Integer(string name, string description, int minimum, int maximum, int fallback) => new(
        name,
        description,
        () => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = minimum.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Maximum = maximum.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Default = JsonValue.Create(fallback),
        });

    /// <summary>A time in milliseconds since 1970 UTC.</summary>
    public static ApiParameter Time(string name, string description) => new(
        name, description, () => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" });

    /// <summary>One of the names of an enumeration, without a default.</summary>
    public static ApiParameter Choice<TEnum>(string name, string description)
        where TEnum : struct, Enum => new(
        name,
        description,
        () => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. Choices.Of<TEnum>().Select(choice => (JsonNode)JsonValue.Create(choice))],
        });

    public static ApiParameter Text(string name, string description, int maximumLength) => new(
        name, description, () => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = maximumLength });

    public static ApiParameter Flag(string name, string description) => new(
        name, description, () => new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) });

    public static ApiParameter Choice<TEnum>(string name, string description, TEnum fallback)
        where TEnum : struct, Enum => new(
        name,
        description,
        () => new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Enum = [.. Choices.Of<TEnum>().Select(choice => (JsonNode)JsonValue.Create(choice))],
            Default = JsonValue.Create(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(fallback.ToString())),
        });

    /// <summary>A parameter that may be given several times: any of its values will do.</summary>
    public static ApiParameter Repeated(string name, string description, int maximumCount) => new(
        name,
        description,
        () => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            MaxItems = maximumCount,
            Items = new OpenApiSchema { Type = JsonSchemaType.String },
        });
}

/// <summary>The query parameters of an endpoint.</summary>
internal sealed record ApiParameters(IReadOnlyList<ApiParameter> All)
{
    public static ApiParameters None { get; } = new([]);
}
