using System.Text.Json.Serialization.Metadata;
using Dashboard.Diagnostics;
using Dashboard.Server.Live;
using Dashboard.Server.Live.Api;
using Dashboard.Server.Live.Charts;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Runtime;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What browsers and scripts read: the hub /hubs/live and the HTTP API /api/v1.</summary>
internal static class LiveRegistration
{
    public static TBuilder AddLive<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var services = builder.Services;
        services.AddOptions<LiveOptions>().BindConfiguration(LiveOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RuntimeSampler>();
        services.TryAddSingleton<RuntimeHistory>();
        services.TryAddSingleton<RuntimeFeed>();
        services.AddHostedService<RuntimeWatch>();
        services.TryAddSingleton<ViewCache>();
        services.TryAddSingleton<LivePace>();
        services.TryAddSingleton<LiveFeed>();
        services.TryAddSingleton<PodFeed>();
        services.TryAddSingleton<SeriesFeed>();
        services.AddSignalR().AddJsonProtocol(json =>
        {
            // What LiveJson does not know are the plain arguments of the hub's methods.
            json.PayloadSerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(LiveJson.Default, new DefaultJsonTypeInfoResolver());
            json.PayloadSerializerOptions.Converters.Add(new PayloadConverter());
        });
        services.AddOptions<HubOptions<LiveHub>>()
            .Configure<IOptions<LiveOptions>>((hub, live) => hub.MaximumReceiveMessageSize = live.Value.MaximumMessageBytes);
        services.AddLiveApi();
        return builder;
    }

    /// <summary>Maps the hub, the API and its description.</summary>
    public static WebApplication MapLive(this WebApplication app)
    {
        app.MapHub<LiveHub>(LiveHub.Path);
        app.MapLiveApi();
        return app;
    }
}
