using Dashboard.Server.History;

namespace Dashboard.Server.Live;

/// <summary>Something that happened to a pod, drawn in its charts.</summary>
internal record EventMark
{
    /// <summary>When, in milliseconds since 1970 UTC.</summary>
    public required long At { get; init; }

    public required MarkKind Kind { get; init; }

    public required string Pod { get; init; }

    public required string? Container { get; init; }

    /// <summary>The cluster's words: reason and exit code, images or nodes.</summary>
    public required string Text { get; init; }

    public static EventMark From(Mark mark) => new()
    {
        At = mark.At.ToUnixTimeMilliseconds(),
        Kind = mark.Kind,
        Pod = mark.Pod,
        Container = mark.Container,
        Text = mark.Text,
    };
}

/// <summary>A restart or an OOM kill anywhere in the cluster.</summary>
internal sealed record RestartEvent : EventMark
{
    public required string Namespace { get; init; }
}
