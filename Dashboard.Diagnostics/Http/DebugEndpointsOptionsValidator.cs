using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Pprof;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics;

internal sealed class DebugEndpointsOptionsValidator(ProbeSet probes, ProfileSet profiles) : IValidateOptions<DebugEndpointsOptions>
{
    public ValidateOptionsResult Validate(string? name, DebugEndpointsOptions options)
    {
        var failures = new List<string>();
        var known = probes.All.Select(p => p.Name).Concat(profiles.Names.Select(n => $"{PprofProbe.Folder}/{n}")).ToList();
        var unknown = options.Disabled.Where(d => !known.Contains(d, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unknown.Count > 0)
        {
            failures.Add($"{nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.Disabled)} names '{string.Join("', '", unknown)}', which is no debug endpoint: "
                + $"use {string.Join(", ", known)}.");
        }

        failures.AddRange(EventsOptions.Failures(options));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
