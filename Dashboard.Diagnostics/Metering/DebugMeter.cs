using System.Diagnostics.Metrics;
using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Metering;

/// <summary>How a capture ended.</summary>
internal enum CaptureOutcome
{
    /// <summary>It was answered.</summary>
    Success,

    /// <summary>This process cannot do it, or could not at that moment.</summary>
    Failure,

    /// <summary>Another capture was running, or the caller was not let in.</summary>
    Refused,

    /// <summary>The caller went away before its end.</summary>
    Abandoned,
}

/// <summary>
/// The meter "Dashboard.Diagnostics": the library's own work, and what it counts that the runtime's own meter does not tell. What is observed is read when somebody collects, and never
/// otherwise.
/// </summary>
internal sealed class DebugMeter
{
    public const string Name = "Dashboard.Diagnostics";

    private readonly Counter<long> _captures;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _pause;
    private readonly PoolQueueAge _queueAge;
    private readonly Lock _lock = new();
    private readonly OwnSockets _sockets = new();
    private readonly Dictionary<TcpState, long> _byState = [];

    public DebugMeter(IMeterFactory meters, TimeProvider timeProvider)
    {
        _queueAge = new PoolQueueAge(timeProvider);
        var meter = meters.Create(Name);
        _captures = meter.CreateCounter<long>("dashboard.diagnostics.captures", "{capture}", "Profiles that were asked for, by profile and outcome.");
        _duration = meter.CreateHistogram("dashboard.diagnostics.capture.duration", "s", "How long captures took, with the time that was asked for.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
        _pause = meter.CreateHistogram("dashboard.diagnostics.capture.pause", "s", "The longest that a capture held up the process.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] });
        meter.CreateObservableUpDownCounter("dashboard.diagnostics.timers", static () => Timer.ActiveCount, "{timer}", "Active timers.");
        meter.CreateObservableGauge("dashboard.diagnostics.thread_pool.queue.age", _queueAge.Observe, "s", "How long a work item waits for a thread of the pool, as last seen.");
        if (OwnSockets.Supported)
            meter.CreateObservableUpDownCounter("dashboard.diagnostics.sockets", ReadSockets, "{socket}", "TCP sockets of this process by state.");
    }

    /// <summary>Counts a capture that has ended, however it did.</summary>
    /// <param name="profile">A name that exists: what a caller made up would be a series each.</param>
    public void Captured(string profile, CaptureOutcome outcome, TimeSpan duration, TimeSpan? pause = null)
    {
        var name = new KeyValuePair<string, object?>("dashboard.diagnostics.profile", profile);
        _captures.Add(1, name, new("dashboard.diagnostics.outcome", NameOf(outcome)));
        if (outcome != CaptureOutcome.Success)
            return;
        _duration.Record(duration.TotalSeconds, name);
        if (pause is { } held)
            _pause.Record(held.TotalSeconds, name);
    }

    private static string NameOf(CaptureOutcome outcome) => outcome switch
    {
        CaptureOutcome.Success => "success",
        CaptureOutcome.Failure => "failure",
        CaptureOutcome.Refused => "refused",
        _ => "abandoned",
    };

    private List<Measurement<long>> ReadSockets()
    {
        lock (_lock)
        {
            // A state that was seen once stays a series, at 0: a sum that is not told is taken for its last value.
            foreach (var state in _byState.Keys)
                _byState[state] = 0;
            _sockets.ReadDescriptors();
            foreach (ref readonly var socket in _sockets.Open)
                _byState[socket.State] = _byState.GetValueOrDefault(socket.State) + 1;
            return [.. _byState.Select(s => new Measurement<long>(s.Value, new KeyValuePair<string, object?>("network.connection.state", SemanticName(s.Key))))];
        }
    }

    // As the conventions of OpenTelemetry spell them.
    private static string SemanticName(TcpState state) => state switch
    {
        TcpState.FinWait1 => "fin_wait_1",
        TcpState.FinWait2 => "fin_wait_2",
        TcpState.SynReceived or TcpState.NewSynReceived => "syn_received",
        TcpState.Closed => "closed",
        _ => TcpStates.Name(state).ToLowerInvariant(),
    };
}
