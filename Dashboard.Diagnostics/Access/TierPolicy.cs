using Dashboard.Diagnostics.Pprof;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Access;

/// <summary>
/// The further demand of a tier, after the gate. It holds for callers of this machine too: who names a policy means it. The caller is the one that the application's
/// authentication found.
/// </summary>
internal static class TierPolicy
{
    public static string? Of(DebugEndpointsOptions options, ProfileTier tier) => tier switch
    {
        ProfileTier.Counters => options.CountersPolicy,
        ProfileTier.Heap => options.HeapPolicy,
        _ => options.StacksPolicy,
    };

    /// <summary>Null lets the caller in; otherwise the words for the refusal, with the remedy.</summary>
    public static async ValueTask<string?> RefuseAsync(HttpContext context, DebugEndpointsOptions options, ProfileTier tier)
    {
        if (Of(options, tier) is not { } policy)
            return null;
        var option = $"DebugEndpointsOptions.{tier}Policy";
        if (context.RequestServices.GetService<IAuthorizationService>() is not { } authorization)
            return $"{option} is '{policy}', but the application has no authorization: add builder.Services.AddAuthorization() with this policy.";
        try
        {
            var result = await authorization.AuthorizeAsync(context.User, context, policy);
            return result.Succeeded ? null : $"This endpoint demands the authorization policy '{policy}' ({option}), which the caller does not meet. Send credentials that do.";
        }
        catch (InvalidOperationException) when (context.RequestServices.GetService<IAuthorizationPolicyProvider>() is { } policies)
        {
            if (await policies.GetPolicyAsync(policy) is null)
                return $"{option} names '{policy}', which is no authorization policy of the application: add it with AddAuthorizationBuilder().AddPolicy(…).";
            throw;
        }
    }
}
