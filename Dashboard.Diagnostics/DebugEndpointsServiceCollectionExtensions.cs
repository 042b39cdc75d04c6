using Dashboard.Diagnostics;
using Dashboard.Diagnostics.Async;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Cpu;
using Dashboard.Diagnostics.Events;
using Dashboard.Diagnostics.Heap;
using Dashboard.Diagnostics.Live;
using Dashboard.Diagnostics.Metering;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Queues;
using Dashboard.Diagnostics.Stacks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the debug endpoints.</summary>
public static class DebugEndpointsServiceCollectionExtensions
{
    /// <summary>
    /// Adds what MapDebugEndpoints serves, and <see cref="RuntimeSampler"/>. From this call on exceptions and connections are counted.
    /// </summary>
    public static IServiceCollection AddDebugEndpoints(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(s => s.ServiceType == typeof(ProfileSet)))
            return services;
        // Now, not with the first request: what is opened before cannot be counted afterwards.
        ExceptionCount.Start();
        ConnectionMeters.Start();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RuntimeSampler>();
        services.AddThreadProfiles();
        services.AddCpuProfile();
        services.AddEventProfiles();
        services.AddConnectionProfiles();
        services.AddQueueProfiles();
        services.AddDebugMeter();
        services.AddGoroutineProfile();
        services.AddHeapProfile();
        services.TryAddSingleton<FrameAddresses>();
        services.TryAddSingleton<ProfileSet>();
        services.TryAddSingleton<LiveFeed>();
        services.TryAddSingleton<LiveHandler>();
        services.TryAddSingleton<ProbeSet>();
        services.TryAddSingleton<DebugAnswer>();
        services.TryAddSingleton<PprofAccess>();
        services.TryAddSingleton<PprofHandler>();
        services.TryAddSingleton<SymbolHandler>();
        services.TryAddSingleton<KeptCaptures>();
        services.TryAddSingleton<ProfileCaptures>();
        services.TryAddSingleton<CaptureSelector>();
        services.TryAddSingleton<DebugHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DebugEndpointsOptions>, DebugEndpointsOptionsValidator>());
        services.AddOptions<DebugEndpointsOptions>().ValidateOnStart();
        return services;
    }

    /// <summary>Adds what MapDebugEndpoints serves, with options.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets who may look, and what.</param>
    public static IServiceCollection AddDebugEndpoints(this IServiceCollection services, Action<DebugEndpointsOptions> configure)
    {
        services.AddDebugEndpoints();
        services.Configure(configure);
        return services;
    }
}
