using System.Globalization;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>The rules of the options of this folder.</summary>
internal static class EventsOptions
{
    private static readonly string[] Profiles = ["allocs", "block", "exceptions", "mutex"];

    /// <summary>A difference's two captures must be of one count, with a minute to spare.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(PprofRequest.MaximumSeconds) + TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Most = TimeSpan.FromHours(24);

    /// <summary>In words, with the remedy.</summary>
    public static IEnumerable<string> Failures(DebugEndpointsOptions options)
    {
        if (options.KeepEventsFor != TimeSpan.Zero && (options.KeepEventsFor < Least || options.KeepEventsFor > Most))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.KeepEventsFor)} is {options.KeepEventsFor}: use 0 (never count) or {Least} to {Most}.");
        }

        var unknown = options.EventsFromStart.Except(Profiles, StringComparer.OrdinalIgnoreCase).ToList();
        if (unknown.Count > 0)
        {
            yield return $"{nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.EventsFromStart)} names '{string.Join("', '", unknown)}', which counts no events: "
                + $"use {string.Join(", ", Profiles)}.";
        }
    }
}
