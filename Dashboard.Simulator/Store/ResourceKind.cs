using System.Text.Json;

namespace Dashboard.Simulator.Store;

/// <summary>A kind that the API serves, with the columns that kubectl prints.</summary>
internal sealed record ResourceKind(string Group, string Version, string Plural, string Singular, string Kind, bool Namespaced)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public IReadOnlyList<string> Verbs { get; init; } = ["get", "list", "watch"];

    public IReadOnlyList<TableColumn> Columns { get; init; } = [];

    /// <summary>About how long one object is in JSON, to decide whether an answer is worth compressing.</summary>
    public int TypicalBytes { get; init; } = 1_500;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As Status details and messages of authorisation name it: pods, deployments.apps.</summary>
    public string Qualified => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

/// <param name="WriteCell">Writes the one value of the cell; the time is that of the request, for ages.</param>
internal sealed record TableColumn(string Name, string Type, int Priority, Action<Utf8JsonWriter, ApiObject, DateTimeOffset> WriteCell)
{
    public string Format { get; init; } = "";
}
