using Dashboard.Diagnostics.Access;
using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Pprof;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics;

internal sealed class DebugEndpointsOptionsValidator(ProbeSet probes, ProfileSet profiles, IServiceProvider services) : IValidateOptions<DebugEndpointsOptions>
{
    public ValidateOptionsResult Validate(string? name, DebugEndpointsOptions options)
    {
        List<string> failures = [.. UnknownNames(options), .. Sizes(options), .. EventsOptions.Failures(options), .. Enum.GetValues<ProfileTier>().Select(t => UnknownPolicy(options, t)).OfType<string>()];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> UnknownNames(DebugEndpointsOptions options)
    {
        var known = probes.All.Select(p => p.Name).Concat(profiles.Names.Select(n => $"{PprofProbe.Folder}/{n}")).ToList();
        var unknown = options.Disabled.Where(d => !known.Contains(d, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unknown.Count > 0)
        {
            yield return $"{nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.Disabled)} names '{string.Join("', '", unknown)}', which is no debug endpoint: "
                + $"use {string.Join(", ", known)}.";
        }
    }

    private static IEnumerable<string> Sizes(DebugEndpointsOptions options)
    {
        if (options.KeptCaptures is < 0 or > DebugEndpointsOptions.MostKeptCaptures)
        {
            yield return $"{nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.KeptCaptures)} is {options.KeptCaptures}: "
                + $"use 0 to {DebugEndpointsOptions.MostKeptCaptures} captures of each profile.";
        }

        if (options.KeptCaptureBytes is < 0 or > DebugEndpointsOptions.MostKeptCaptureBytes)
        {
            yield return $"{nameof(DebugEndpointsOptions)}.{nameof(DebugEndpointsOptions.KeptCaptureBytes)} is {options.KeptCaptureBytes}: "
                + $"use 0 to {DebugEndpointsOptions.MostKeptCaptureBytes} bytes.";
        }
    }

    private string? UnknownPolicy(DebugEndpointsOptions options, ProfileTier tier)
    {
        if (TierPolicy.Of(options, tier) is not { } policy)
            return null;
        var option = $"{nameof(DebugEndpointsOptions)}.{tier}Policy";
        if (services.GetService<IAuthorizationPolicyProvider>() is not { } policies)
            return $"{option} is '{policy}', but the application has no authorization: add builder.Services.AddAuthorization() with this policy.";
        // The application's own policies are there at once. A provider that has to ask elsewhere is not waited for: then the first request tells.
        var found = policies.GetPolicyAsync(policy);
        return found.IsCompletedSuccessfully && found.Result is null
            ? $"{option} names '{policy}', which is no authorization policy of the application: add it with AddAuthorizationBuilder().AddPolicy(…)."
            : null;
    }
}
