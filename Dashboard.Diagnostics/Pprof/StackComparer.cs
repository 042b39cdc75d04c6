namespace Dashboard.Diagnostics.Pprof;

/// <summary>Stacks are the same when their frames are, in order.</summary>
internal sealed class StackComparer : IEqualityComparer<IReadOnlyList<Frame>>
{
    public static readonly StackComparer Instance = new();

    public bool Equals(IReadOnlyList<Frame>? x, IReadOnlyList<Frame>? y) =>
        ReferenceEquals(x, y) || x is not null && y is not null && x.Count == y.Count && x.SequenceEqual(y);

    public int GetHashCode(IReadOnlyList<Frame> stack)
    {
        var hash = new HashCode();
        foreach (var frame in stack)
            hash.Add(frame);
        return hash.ToHashCode();
    }
}
