using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>What the heap's objects of one method table are like, as far as a walk must know.</summary>
internal sealed class HeapType
{
    /// <summary>The place in <see cref="HeapTypes.All"/>.</summary>
    public required int Index { get; init; }

    public required ulong MethodTable { get; init; }

    /// <summary>0 for the type of all types and for free space.</summary>
    public required ulong Parent { get; init; }

    public required uint BaseBytes { get; init; }

    /// <summary>Of an element of an array or a character of a string; 0 for all others.</summary>
    public required uint ComponentBytes { get; init; }

    public required bool HasReferences { get; init; }

    /// <summary>Belongs to an assembly that can be unloaded and keeps it loaded.</summary>
    public required bool IsCollectible { get; init; }

    /// <summary>No object, but the space between two.</summary>
    public required bool IsFree { get; init; }

    /// <summary>What ClrMD knows of it: asked only for those that somebody looks at, for it costs 20 to 50 microseconds.</summary>
    public ClrType? Details { get; set; }

    /// <summary>Where its references lie; read when first asked for.</summary>
    public ReferenceMap? References { get; set; }
}
