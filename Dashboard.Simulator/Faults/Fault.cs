namespace Dashboard.Simulator;

/// <summary>What a part of the simulated API does wrong.</summary>
public enum FaultKind
{
    /// <summary>Nothing: it answers as it should.</summary>
    None,

    /// <summary>404, as when metrics-server is not installed. Discovery hides metrics.k8s.io too.</summary>
    NotFound,

    /// <summary>401 with a Status.</summary>
    Unauthorized,

    /// <summary>403 with a Status.</summary>
    Forbidden,

    /// <summary>500 with a Status.</summary>
    InternalError,

    /// <summary>503 with a Status: installed, but not available.</summary>
    Unavailable,

    /// <summary>429 with Retry-After and a plain-text body, as API priority and fairness sends it.</summary>
    TooManyRequests,

    /// <summary>200 with no items; a watch goes on without events.</summary>
    Empty,

    /// <summary>410: an ERROR event in the middle of every watch, and a Status for every page of a list after the first.</summary>
    Expired,

    /// <summary>Sends the headers, then nothing, and keeps the connection open. Running watches fall silent too, bookmarks included.</summary>
    Silent,

    /// <summary>Cuts the connection (a stream on HTTP/2) before the headers. Running watches are cut too.</summary>
    Reset,

    /// <summary>Cuts the connection in the middle of the body.</summary>
    Truncated,

    /// <summary>Waits <see cref="Fault.Delay"/> before it answers.</summary>
    Slow,

    /// <summary>200 with every tenth pod's or node's quantities unreadable ("12..5n", "", 7, null). Metrics only.</summary>
    MalformedQuantities,

    /// <summary>200 with every tenth item of the wrong shape (a string, null, without metadata, containers an object). Metrics only.</summary>
    MalformedItems,

    /// <summary>200 whose body is not JSON, as a proxy between sends it.</summary>
    MalformedBody,

    /// <summary>Pods with several containers lack their last one, as after a counter that fell: their sums dip falsely. Pod metrics only.</summary>
    MissingContainers,
}

/// <summary>A fault, and how long it goes on: until it is replaced, for a time, or for a number of requests. A kind converts to it.</summary>
public readonly record struct Fault(FaultKind Kind)
{
    /// <summary>How long from its setting, on the simulator's clock; null: until it is replaced.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>How many requests meet it; null: all. Running watches count for nothing.</summary>
    public int? Requests { get; init; }

    /// <summary>Of <see cref="FaultKind.Slow"/>; 3 s unless told.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>Of <see cref="FaultKind.TooManyRequests"/> and <see cref="FaultKind.Unavailable"/>; 1 s and none unless told.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static implicit operator Fault(FaultKind kind) => new(kind);

    public static Fault FromFaultKind(FaultKind kind) => new(kind);
}
