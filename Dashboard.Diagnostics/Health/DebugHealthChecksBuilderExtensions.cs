using Dashboard.Diagnostics;
using Dashboard.Diagnostics.Health;
using Dashboard.Diagnostics.Memory;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the health check of the debug endpoints.</summary>
public static class DebugHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that fails while work waits too long for a thread of the pool, or while the memory is near to the container's limit or the heap to what the collector may use. It needs
    /// no other part of the debug endpoints, and costs one work item and one short-lived thread a check.
    /// <code>builder.Services.AddHealthChecks().AddDebugEndpoints(o => o.MaximumQueueWait = TimeSpan.FromSeconds(2));</code>
    /// </summary>
    /// <param name="builder">Of AddHealthChecks.</param>
    /// <param name="configure">Sets from when on it fails; the defaults are those of <see cref="DebugHealthOptions"/>. What is out of range stops the start.</param>
    /// <param name="name">The check's name. Two checks with names of their own may have limits of their own: one that degrades, one that fails.</param>
    /// <param name="failureStatus">What a failure is; null is Unhealthy.</param>
    /// <param name="tags">To choose checks by.</param>
    public static IHealthChecksBuilder AddDebugEndpoints(
        this IHealthChecksBuilder builder, Action<DebugHealthOptions>? configure = null, string name = "debug", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DebugHealthOptions>, DebugHealthOptionsValidator>());
        builder.Services.AddOptions<DebugHealthOptions>(name).Configure(o => configure?.Invoke(o)).ValidateOnStart();
        // Where the container's files lie is found out once, with the first check.
        var memory = new Lazy<MemoryLimit>(() => new MemoryLimit());
        return builder.Add(new HealthCheckRegistration(
            name,
            s => new DebugHealthCheck(memory.Value, s.GetRequiredService<IOptionsMonitor<DebugHealthOptions>>(), s.GetRequiredService<TimeProvider>()),
            failureStatus,
            tags));
    }
}
