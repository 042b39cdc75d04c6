using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

internal enum Representation
{
    Object,
    Table,
    Metadata,
}

/// <summary>One request for a kind of object, after who asks and whether he may are settled.</summary>
internal sealed record ApiRequest(HttpContext Context, ApiPath Path, Selectors Selectors, Fault Fault, TimeSpan ClockSkew)
{
    public Representation Representation { get; } = Negotiate(Context.Request.Headers.Accept.ToString());

    public bool Watch => Context.Request.Query["watch"].ToString() is "1" or "true" or "True";

    public string Query(string name) => Context.Request.Query[name].ToString();

    /// <summary>In the namespace that was asked for and selected.</summary>
    public bool Shows(ApiObject candidate) =>
        (Path.Namespace.Length == 0 || string.Equals(candidate.Namespace, Path.Namespace, StringComparison.Ordinal)) && Selectors.Match(candidate);

    private static Representation Negotiate(string accept)
    {
        // The client's order of preference; what this server cannot write (protobuf) is passed over.
        foreach (var range in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!range.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) && !range.StartsWith("*/*", StringComparison.Ordinal)) continue;
            if (range.Contains("as=Table", StringComparison.Ordinal)) return Representation.Table;
            return range.Contains("as=PartialObjectMetadata", StringComparison.Ordinal) ? Representation.Metadata : Representation.Object;
        }

        return Representation.Object;
    }
}
