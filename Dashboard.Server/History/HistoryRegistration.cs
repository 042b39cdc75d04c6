using System.Diagnostics.Metrics;
using Dashboard.Server.History;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

internal static class HistoryRegistration
{
    /// <summary>Adds <see cref="ClusterHistory"/>, configured by the section <c>History</c>.</summary>
    public static TBuilder AddHistory<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddOptions<HistoryOptions>()
            .BindConfiguration(HistoryOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.TryAddSingleton(services => new ClusterHistory(
            services.GetRequiredService<IOptions<HistoryOptions>>().Value,
            services.GetService<IMeterFactory>(),
            services.GetService<ILogger<ClusterHistory>>()));
        return builder;
    }
}
