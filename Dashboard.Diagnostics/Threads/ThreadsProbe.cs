using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Threads;

/// <summary>/debug/threads</summary>
internal sealed class ThreadsProbe(TimeProvider timeProvider) : Probe<ThreadsSnapshot>
{
    public override string Name => "threads";

    public override string Description => "Threads of the operating system by name and state, the thread pool, timers, lock contention.";

    public override string Unit => "threads";

    protected override JsonTypeInfo<ThreadsSnapshot> Json => DiagnosticsJson.Default.ThreadsSnapshot;

    public override long Count() => ThreadsCapture.Count();

    protected override ThreadsSnapshot Capture(ProbeRequest request) => ThreadsCapture.Read(timeProvider);

    protected override Page LayOut(ThreadsSnapshot model, ProbeRequest request) => ThreadsPage.LayOut(model, this);
}
