using Dashboard.Server.Collection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The collector. Needs AddCluster and the history.</summary>
internal static class CollectionRegistration
{
    public static WebApplicationBuilder AddCollection(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<CollectionOptions>().BindConfiguration(CollectionOptions.Section).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<CollectionOptions>, CollectionOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CollectionMeter>();
        services.AddHostedService<Collector>();
        return builder;
    }
}
