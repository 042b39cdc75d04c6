using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Connections;

/// <summary>/debug/connections</summary>
internal sealed class ConnectionsProbe(TimeProvider timeProvider) : Probe<ConnectionsSnapshot>
{
    private readonly ConnectionsCapture _capture = new(timeProvider, ConnectionMeters.Start());

    public override string Name => "connections";

    public override string Description => "Sockets of this process by endpoint, direction and TCP state, with HttpClient and Kestrel beside them.";

    public override string Unit => "established";

    protected override JsonTypeInfo<ConnectionsSnapshot> Json => DiagnosticsJson.Default.ConnectionsSnapshot;

    public override long Count() => _capture.CountEstablished();

    protected override ConnectionsSnapshot Capture(ProbeRequest request) => _capture.Read(eachSocket: request.Detail == 2);

    protected override Page LayOut(ConnectionsSnapshot model, ProbeRequest request) => ConnectionsPage.LayOut(model, this);
}
