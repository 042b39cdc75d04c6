namespace Dashboard.Simulator;

/// <summary>
/// Faults on demand, one at a time for each part of the API. All take effect at once, for running watches too, and can be set from any thread:
/// <code>
/// server.Faults.PodMetrics = FaultKind.Unavailable;                                        // until it is replaced
/// server.Faults.Pods = new Fault(FaultKind.TooManyRequests) { Requests = 3, RetryAfter = TimeSpan.FromSeconds(2) };
/// server.Faults.NodeMetrics = new Fault(FaultKind.Empty) { For = TimeSpan.FromMinutes(1) };
/// server.Faults.ClockSkew = TimeSpan.FromMinutes(-5);                                      // the server's clock is 5 minutes late
/// server.Faults.Clear();
/// </code>
/// The same from outside, by the administrator: <c>GET</c>, <c>PUT</c> and <c>DELETE</c> on <c>/simulator/faults</c>, where PUT takes
/// <c>?podMetrics=Unavailable&amp;pods=TooManyRequests,requests=3,retryAfter=2s&amp;clockSkew=-5m</c>; and from the command line with
/// <c>--fault podMetrics=Empty,for=1m</c> (repeatable).
/// </summary>
public sealed class SimulatedFaults
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ActiveFault[] _active = new ActiveFault[Enum.GetValues<FaultTarget>().Length];
    private TimeSpan _clockSkew;

    internal SimulatedFaults(TimeProvider time) => _time = time;

    internal event Action? Changed;

    /// <summary>metrics.k8s.io pods, in one namespace and in all.</summary>
    public Fault PodMetrics { get => Get(FaultTarget.PodMetrics); set => Set(FaultTarget.PodMetrics, value); }

    /// <summary>metrics.k8s.io nodes.</summary>
    public Fault NodeMetrics { get => Get(FaultTarget.NodeMetrics); set => Set(FaultTarget.NodeMetrics, value); }

    /// <summary>Lists and watches of pods.</summary>
    public Fault Pods { get => Get(FaultTarget.Pods); set => Set(FaultTarget.Pods, value); }

    /// <summary>Lists and watches of nodes.</summary>
    public Fault Nodes { get => Get(FaultTarget.Nodes); set => Set(FaultTarget.Nodes, value); }

    /// <summary>Lists and watches of events.</summary>
    public Fault Events { get => Get(FaultTarget.Events); set => Set(FaultTarget.Events, value); }

    /// <summary>Lists and watches of ResourceQuotas.</summary>
    public Fault ResourceQuotas { get => Get(FaultTarget.ResourceQuotas); set => Set(FaultTarget.ResourceQuotas, value); }

    /// <summary>TokenReview and the access reviews.</summary>
    public Fault Reviews { get => Get(FaultTarget.Reviews); set => Set(FaultTarget.Reviews, value); }

    /// <summary>Every request that has no fault of its own, discovery included; <c>/simulator</c> always answers.</summary>
    public Fault All { get => Get(FaultTarget.All); set => Set(FaultTarget.All, value); }

    /// <summary>How far the server's clock is ahead of the client's (negative: behind): in the Date header and in every timestamp.</summary>
    public TimeSpan ClockSkew
    {
        get
        {
            lock (_gate) return _clockSkew;
        }

        set
        {
            lock (_gate) _clockSkew = value;
        }
    }

    /// <summary>Ends all faults, the skew of the clock too.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_active);
            _clockSkew = TimeSpan.Zero;
        }

        Changed?.Invoke();
    }

    internal Fault Get(FaultTarget target)
    {
        lock (_gate) return Current(target);
    }

    internal void Set(FaultTarget target, Fault fault)
    {
        lock (_gate)
        {
            _active[(int)target] = new ActiveFault(
                fault, fault.For is { } lasting ? _time.GetUtcNow() + lasting : DateTimeOffset.MaxValue, fault.Requests ?? int.MaxValue);
        }

        Changed?.Invoke();
    }

    /// <summary>The fault that a request to the target meets, and whose it is; the request is one of the fault's number of requests.</summary>
    /// <param name="continues">A watch, or a page of a list after the first: what <see cref="FaultKind.Expired"/> is for.</param>
    internal (Fault Fault, FaultTarget Of) Meet(FaultTarget target, bool continues)
    {
        lock (_gate)
        {
            var which = Current(target).Kind != FaultKind.None ? target : FaultTarget.All;
            var fault = Current(which);
            if (fault.Kind == FaultKind.Expired && !continues) return (FaultKind.None, which);
            if (fault is { Kind: not FaultKind.None, Requests: not null }) _active[(int)which].RequestsLeft--;
            return (fault, which);
        }
    }

    /// <summary>The fault that was set last and whose time is not over, however many requests it has met.</summary>
    internal Fault Held(FaultTarget target)
    {
        lock (_gate)
        {
            var active = _active[(int)target];
            return _time.GetUtcNow() < active.Until ? active.Fault : FaultKind.None;
        }
    }

    /// <summary>The fault that a running watch of the target meets.</summary>
    internal Fault Running(FaultTarget target)
    {
        lock (_gate)
        {
            var own = Current(target);
            var fault = own.Kind != FaultKind.None ? own : Current(FaultTarget.All);
            return fault.Requests is null ? fault : FaultKind.None;
        }
    }

    private Fault Current(FaultTarget target)
    {
        ref var active = ref _active[(int)target];
        return active.RequestsLeft > 0 && _time.GetUtcNow() < active.Until ? active.Fault : FaultKind.None;
    }

    private record struct ActiveFault(Fault Fault, DateTimeOffset Until, int RequestsLeft);
}

internal enum FaultTarget
{
    All,
    PodMetrics,
    NodeMetrics,
    Pods,
    Nodes,
    Reviews,
    Events,
    ResourceQuotas,
}
