using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Flame;

/// <summary>A method under its callers, with the value of all stacks that pass through it here.</summary>
internal sealed class FlameNode(Frame frame)
{
    private readonly Dictionary<(string Function, string Module), FlameNode> _children = [];

    public Frame Frame { get; } = frame;

    public bool IsFramework { get; } = FrameOrigin.IsFramework(frame);

    public long Value { get; set; }

    /// <summary>Frames of the framework that this one stands for besides its own, the caller first; drawn as one.</summary>
    public List<FlameNode> Folded { get; } = [];

    /// <summary>The largest first; by name among equals, so that the picture is the same each time.</summary>
    public IEnumerable<FlameNode> Children => _children.Values.OrderByDescending(c => c.Value).ThenBy(c => c.Frame.Function, StringComparer.Ordinal);

    public bool HasChildren => _children.Count > 0;

    public FlameNode? OnlyChild => _children.Count == 1 ? _children.Values.First() : null;

    public FlameNode Child(Frame frame)
    {
        // Lines of one method are one box.
        if (!_children.TryGetValue((frame.Function, frame.Module), out var child))
            _children[(frame.Function, frame.Module)] = child = new FlameNode(frame);
        return child;
    }
}
