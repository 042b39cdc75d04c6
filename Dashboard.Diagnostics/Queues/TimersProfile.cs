using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Queues;

/// <summary>/debug/pprof/timers: active timers by callback, and before the runtime's own callbacks the async method that waits.</summary>
internal sealed class TimersProfile(TimeProvider timeProvider) : ProfileSource
{
    public override string Name => "timers";

    public override string Description => "Active timers by callback and by the async method that waits for it; due time and period in milliseconds.";

    public override long? Count() => Timer.ActiveCount;

    public override Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var reading = RuntimeTimers.Read(timeProvider);
        return Task.FromResult(Build(at, reading, cancellationToken));
    }

    internal static Profile Build(DateTimeOffset at, RuntimeTimers.Reading reading, CancellationToken cancellationToken)
    {
        var names = new CallbackNames();
        var groups = new QueuedGroups();
        foreach (var timer in reading.Timers)
        {
            cancellationToken.ThrowIfCancellationRequested();
            groups.Add(names.OfTimer(timer), timer.DueMilliseconds ?? 0, timer.PeriodMilliseconds ?? 0);
        }

        List<string> notes = ["The due time is the one that was asked for, not what is left of it."];
        if (reading.NotRead > 0)
        {
            groups.Add([QueuedGroups.NotRead], reading.NotRead);
            notes.Add($"{reading.NotRead} timers more than one capture reads are counted under {QueuedGroups.NotRead.Function}.");
        }

        var type = new SampleType("timers", "count");
        return new Profile
        {
            Name = "timers",
            SampleTypes = [type],
            PeriodType = type,
            At = at,
            Samples = groups.ToSamples("due_ms", "period_ms", "milliseconds"),
            Capture = new CaptureFacts("the runtime's lists of timers") { Pause = reading.LongestHold, Notes = notes },
        };
    }
}
