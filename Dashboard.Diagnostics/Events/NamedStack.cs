using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>A stack by the names of its methods, the leaf first; equal when the names are.</summary>
internal sealed class NamedStack : IEquatable<NamedStack>
{
    private const string Own = "Dashboard.Diagnostics.Events.";

    /// <summary>So many of the outermost frames tell whose thread it is, and of the innermost whose wait.</summary>
    private const int TellingFrames = 5;

    /// <summary>Threads of the framework that wait for their next turn, as Go leaves its scheduler out; and the capture itself.</summary>
    private static readonly string[] Observers =
    [
        "System.Threading.TimerQueue.",
        "System.Threading.PortableThreadPool.GateThread.",
        "System.Threading.PortableThreadPool.WaitThread.",
        "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Infrastructure.Heartbeat.",
        Own,
    ];

    private readonly int _hash;

    public NamedStack(MethodName[] frames, int generation)
    {
        Frames = frames;
        Generation = generation;
        var hash = new HashCode();
        foreach (var frame in frames)
            hash.Add(frame.Name, StringComparer.Ordinal);
        _hash = hash.ToHashCode();
        foreach (var frame in frames.AsSpan(Math.Max(0, frames.Length - TellingFrames)))
            IsObserver |= Observers.Any(o => frame.Name.StartsWith(o, StringComparison.Ordinal));
        foreach (var frame in frames.AsSpan(0, Math.Min(TellingFrames, frames.Length)))
            IsObserver |= frame.Name.StartsWith(Own, StringComparison.Ordinal);
    }

    public static NamedStack Empty { get; } = new([], 0);

    public MethodName[] Frames { get; }

    /// <summary>The runtime tells no more than this many methods: the outer ones are missing.</summary>
    public bool IsCut { get; init; }

    /// <summary>Its waits are nothing that the application does.</summary>
    public bool IsObserver { get; }

    /// <summary>Of the names that it was made of.</summary>
    public int Generation { get; }

    public bool Equals(NamedStack? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Frames.AsSpan().SequenceEqual(other.Frames));

    public override bool Equals(object? obj) => Equals(obj as NamedStack);

    public override int GetHashCode() => _hash;
}
