using Dashboard.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the debug endpoints.</summary>
public static class DebugEndpointsServiceCollectionExtensions
{
    /// <summary>Adds what MapDebugEndpoints serves, and <see cref="RuntimeSampler"/>.</summary>
    public static IServiceCollection AddDebugEndpoints(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RuntimeSampler>();
        return services;
    }
}
