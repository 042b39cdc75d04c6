using System.Collections.Concurrent;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>A type as a person writes it, and the file name of its module.</summary>
internal readonly record struct TypeName(string Name, string Module);

/// <summary>
/// Names types. A type that cannot be unloaded keeps its method table and its name for the life of the process, so those are remembered from one capture to the next: the explanation of the
/// runtime's memory takes 20 to 50 microseconds for each.
/// </summary>
internal static class TypeNames
{
    private const int MaximumRemembered = 50_000;
    private static readonly ConcurrentDictionary<ulong, TypeName> Remembered = [];

    public static TypeName Of(HeapTypes types, HeapType type)
    {
        if (!type.IsCollectible && Remembered.TryGetValue(type.MethodTable, out var known))
            return known;
        var details = types.DetailsOf(type);
        var name = new TypeName(details?.Name?.Replace('+', '.') ?? "[unknown type]", Path.GetFileName(details?.Module?.Name) ?? "");
        if (!type.IsCollectible && Remembered.Count < MaximumRemembered)
            Remembered[type.MethodTable] = name;
        return name;
    }
}
