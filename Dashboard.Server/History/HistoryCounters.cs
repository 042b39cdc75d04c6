using System.Diagnostics.Metrics;

namespace Dashboard.Server.History;

/// <summary>What became of the samples and the pods that came in, as the meter <c>Dashboard.History</c>. Only the writer counts.</summary>
internal sealed class HistoryCounters
{
    public const string MeterName = "Dashboard.History";

    private long _stored;
    private long _repeated;
    private long _backwards;
    private long _misdated;
    private long _ofGonePods;
    private long _tooManyContainers;
    private long _forgottenEarly;

    public HistoryCounters(IMeterFactory? meters)
    {
        var meter = meters?.Create(MeterName);
        meter?.CreateObservableCounter(
            "dashboard.history.samples",
            () => new Measurement<long>[]
            {
                new(Stored, Outcome("stored")),
                new(Repeated, Outcome("repeated")),
                new(Backwards, Outcome("backwards")),
                new(Misdated, Outcome("misdated")),
                new(OfGonePods, Outcome("of_gone_pod")),
            },
            "{sample}",
            "Rows of metrics answers by what became of them.");
        meter?.CreateObservableCounter(
            "dashboard.history.pods.forgotten_early", () => ForgottenEarly, "{pod}", "Gone pods forgotten before their retention was over, because History:MaxPods was reached.");

        static KeyValuePair<string, object?> Outcome(string name) => new("outcome", name);
    }

    public long Stored => Volatile.Read(ref _stored);

    /// <summary>The sample was known: the API was asked more often than the cluster samples.</summary>
    public long Repeated => Volatile.Read(ref _repeated);

    /// <summary>Older than the newest known: replicas of metrics-server disagree.</summary>
    public long Backwards => Volatile.Read(ref _backwards);

    /// <summary>Without a time, from before the pod was made (a predecessor of the same name), or from more than a day ahead.</summary>
    public long Misdated => Volatile.Read(ref _misdated);

    /// <summary>Of a pod that is gone already: metrics lag behind.</summary>
    public long OfGonePods => Volatile.Read(ref _ofGonePods);

    public long TooManyContainers => Volatile.Read(ref _tooManyContainers);

    public long ForgottenEarly => Volatile.Read(ref _forgottenEarly);

    public void AddStored() => Volatile.Write(ref _stored, _stored + 1);

    /// <summary>Counts a sample that is not stored, by its step from the newest known.</summary>
    public void AddRefused(long stepMilliseconds)
    {
        if (stepMilliseconds == 0)
        {
            AddRepeated();
        }
        else
        {
            AddBackwards();
        }
    }

    public void AddRepeated() => Volatile.Write(ref _repeated, _repeated + 1);

    public void AddBackwards() => Volatile.Write(ref _backwards, _backwards + 1);

    public void AddMisdated() => Volatile.Write(ref _misdated, _misdated + 1);

    public void AddOfGonePod() => Volatile.Write(ref _ofGonePods, _ofGonePods + 1);

    public void AddTooManyContainers() => Volatile.Write(ref _tooManyContainers, _tooManyContainers + 1);

    public void AddForgottenEarly() => Volatile.Write(ref _forgottenEarly, _forgottenEarly + 1);
}
