namespace Dashboard.Simulator.Store;

/// <summary>
/// One version of one object. A change makes a new version and leaves the old one to the watchers and to the lists that are still being
/// written, so nothing is copied for a reader and nothing moves under it.
/// </summary>
internal abstract record ApiObject
{
    /// <summary>Empty for a cluster-scoped object.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required LabelSet Labels { get; init; }

    /// <summary>Set by the store.</summary>
    public long ResourceVersion { get; init; }

    public int Generation { get; init; } = 1;

    /// <summary>namespace/name: ordinal order of keys is the order of a list, as in etcd.</summary>
    public string Key => field ??= Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";

    /// <summary>The object as a JSON value without apiVersion and kind, which the caller has written where they belong.</summary>
    public abstract void WriteBody(ObjectWriter writer);

    /// <summary>The value of a field that a field selector may name; null when the kind does not support that field.</summary>
    public virtual string? Field(string path) => path switch
    {
        "metadata.name" => Name,
        "metadata.namespace" => Namespace,
        _ => null,
    };
}
