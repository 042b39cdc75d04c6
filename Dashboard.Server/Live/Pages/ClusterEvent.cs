using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pages;

/// <summary>An event of core/v1: the cluster's own words.</summary>
internal sealed record ClusterEvent
{
    /// <summary>When it was last seen, in milliseconds since 1970 UTC.</summary>
    public required long At { get; init; }

    public required long FirstAt { get; init; }

    public required int Count { get; init; }

    public required EventType Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    /// <summary>Kind of what it is of.</summary>
    public required string Kind { get; init; }

    public required string? Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>Who says so: kubelet, default-scheduler, deployment-controller.</summary>
    public required string? Reporter { get; init; }

    private static ClusterEvent From(EventFacts facts) => new()
    {
        At = facts.At.ToUnixTimeMilliseconds(),
        FirstAt = facts.FirstAt.ToUnixTimeMilliseconds(),
        Count = facts.Count,
        Type = facts.Type,
        Reason = facts.Reason,
        Message = facts.Message,
        Kind = facts.Kind,
        Namespace = facts.Namespace,
        Name = facts.Name,
        Reporter = facts.Reporter,
    };

    /// <summary>The newest first, at most so many.</summary>
    public static ClusterEvent[] Newest(IEnumerable<EventFacts> events, int most) =>
        [.. events.OrderByDescending(facts => facts.At).ThenBy(facts => facts.Id, StringComparer.Ordinal).Take(most).Select(From)];
}
