using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// The kinds of events that profiles are made of. Each has a session of its own, so that one begins and ends without another losing events, and none is more detailed than it needs to be.
/// </summary>
internal sealed class EventFeeds : IDisposable
{
    public EventFeeds(Func<TimeSpan> keepFor, TimeProvider timeProvider, SourceLines? lines = null)
    {
        Allocations = new(AllocationCounter.Provider, t => new AllocationCounter(t, lines), keepFor, timeProvider);
        Contentions = new(ContentionCounter.Provider, t => new ContentionCounter(t, lines), keepFor, timeProvider);
        Waits = new(WaitCounter.Provider, t => new WaitCounter(t, lines), keepFor, timeProvider);
        Exceptions = new(ExceptionCounter.Provider, t => new ExceptionCounter(t, lines), keepFor, timeProvider);
    }

    public EventFeed<AllocationCounter> Allocations { get; }

    public EventFeed<ContentionCounter> Contentions { get; }

    public EventFeed<WaitCounter> Waits { get; }

    public EventFeed<ExceptionCounter> Exceptions { get; }

    public void Dispose()
    {
        Allocations.Dispose();
        Contentions.Dispose();
        Waits.Dispose();
        Exceptions.Dispose();
    }
}

internal static class EventsRegistration
{
    public static IServiceCollection AddEventProfiles(this IServiceCollection services)
    {
        // The options' validator knows the profiles, so they ask for the options only when they need them.
        services.TryAddSingleton(s => new EventFeeds(() => s.GetRequiredService<IOptionsMonitor<DebugEndpointsOptions>>().CurrentValue.KeepEventsFor, s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<SourceLines>()));
        services.TryAddSingleton<SourceLines>();
        services.AddSingleton<ProfileSource, AllocationProfile>();
        services.AddSingleton<ProfileSource, BlockProfile>();
        services.AddSingleton<ProfileSource, ExceptionProfile>();
        services.AddSingleton<ProfileSource, MutexProfile>();
        services.TryAddSingleton<TraceHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EventsFromStart>());
        return services;
    }
}
