using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Memory;

/// <summary>/debug/memory</summary>
internal sealed class MemoryProbe(TimeProvider timeProvider) : Probe<MemorySnapshot>
{
    private readonly MemoryCapture _capture = new(timeProvider);

    public override string Name => "memory";

    public override string Description => "Heap by generation, collections and pauses, allocation rate, resident memory, the container's limit.";

    public override string Unit => "bytes resident";

    protected override JsonTypeInfo<MemorySnapshot> Json => DiagnosticsJson.Default.MemorySnapshot;

    public override long Count() => Environment.WorkingSet;

    protected override MemorySnapshot Capture(ProbeRequest request) => _capture.Read();

    protected override Page LayOut(MemorySnapshot model, ProbeRequest request) => MemoryPage.LayOut(model, this);
}
