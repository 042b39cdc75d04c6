using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Diagnostics.Metering;

internal static class MeteringRegistration
{
    public static IServiceCollection AddDebugMeter(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<DebugMeter>();
        return services;
    }
}
