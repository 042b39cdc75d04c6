using System.Diagnostics.Metrics;

namespace Dashboard.Simulator;

/// <summary>Names this server's meters as its own: inside another process its connections are not that process' server's.</summary>
internal sealed class SimulatorMeterFactory : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(new MeterOptions($"Dashboard.Simulator.{options.Name}") { Version = options.Version, Tags = options.Tags, Scope = this });
        lock (_meters) _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        lock (_meters) _meters.ForEach(m => m.Dispose());
    }
}
