using Dashboard.Diagnostics.Pprof;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Queues;

internal static class QueuesRegistration
{
    public static IServiceCollection AddQueueProfiles(this IServiceCollection services)
    {
        services.AddSingleton<ProfileSource, TimersProfile>();
        services.AddSingleton<ProfileSource, ThreadPoolProfile>();
        return services;
    }
}
