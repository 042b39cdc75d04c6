namespace Dashboard.Diagnostics.Pprof;

/// <summary>Stacks are the same when their frames are, in order.</summary>
internal sealed class StackComparer : IEqualityComparer<IReadOnlyList<Frame>>
{
    public static readonly StackComparer Instance = new();

    public bool Equals(IReadOnlyList<Frame>? x, IReadOnlyList<Frame>? y)
    {
        if (ReferenceEquals(x, y))
            return true;
        if (x is null || y is null || x.Count != y.Count)
            return false;
        for (var i = 0; i < x.Count; i++)
        {
            if (x[i] != y[i])
                return false;
        }

        return true;
    }

    public int GetHashCode(IReadOnlyList<Frame> stack)
    {
        var hash = new HashCode();
        for (var i = 0; i < stack.Count; i++)
            hash.Add(FrameComparer.Instance.GetHashCode(stack[i]));
        return hash.ToHashCode();
    }
}

/// <summary>Frames by content. A snapshot has millions: the hash looks at a few letters of the name, which a stack of them tells apart well enough.</summary>
internal sealed class FrameComparer : IEqualityComparer<Frame>
{
    public static readonly FrameComparer Instance = new();

    public bool Equals(Frame x, Frame y) => x == y;

    public int GetHashCode(Frame frame)
    {
        var name = frame.Function;
        return name.Length == 0 ? frame.Line : HashCode.Combine(frame.Line, name.Length, name[^1], name[name.Length / 2], name[name.Length * 3 / 4], name[name.Length * 7 / 8]);
    }
}
