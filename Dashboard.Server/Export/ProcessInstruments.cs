using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Dashboard.Server.Export;

/// <summary>Which instruments are exported, and under which name.</summary>
/// <param name="meters">This application's.</param>
internal sealed class ProcessInstruments(IMeterFactory? meters)
{
    private const string Count = ".count";

    /// <summary>
    /// Leaves out the meters of another application in this process (the simulated cluster has a Kestrel of its own): listening is process-wide, and their
    /// series would stand there twice. System's own are this application's whoever made them: a handler with a named owner has a factory of its own. And in an exposition <c>_count</c> belongs to histograms: what can go down and is named so gets its plural, so that
    /// dotnet.timer.count is dotnet.timers.
    /// </summary>
    public MetricStreamConfiguration? Choose(Instrument instrument)
    {
        if (instrument.Meter.Scope is IMeterFactory scope && scope != meters && !instrument.Meter.Name.StartsWith("System.", StringComparison.Ordinal))
        {
            return MetricStreamConfiguration.Drop;
        }

        var type = instrument.GetType().GetGenericTypeDefinition();
        var renamed = type != typeof(Counter<>) && type != typeof(ObservableCounter<>) && type != typeof(Histogram<>)
            && instrument.Name.EndsWith(Count, StringComparison.Ordinal);
        return renamed ? new MetricStreamConfiguration { Name = Plural(instrument.Name[..^Count.Length]) } : null;
    }

    private static string Plural(string name) => name.EndsWith('y') ? name[..^1] + "ies" : name + "s";
}
