using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LeakyCollector;

internal static class LeakyApplication
{
    /// <summary>The application, ready to run, with its way to the cluster open.</summary>
    public static async Task<WebApplication> BuildAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateBuilder(CollectorOptions.FromCommandLine(args));
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
            builder.WebHost.UseUrls("http://localhost:5090");
        builder.Services.AddOptions<CollectorOptions>().BindConfiguration(CollectorOptions.Section).Validate(o => o.IsValid, CollectorOptions.Remedy).ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddDebugEndpoints();

        // Made here, where it can be waited for; the container disposes them in the opposite order, the clients before the cluster.
        var options = Options.Create(builder.Configuration.GetSection(CollectorOptions.Section).Get<CollectorOptions>() ?? new CollectorOptions());
        var access = new ClusterAccess(options);
        var cluster = await access.ConfigureAsync(cancellationToken);
        builder.Services.AddSingleton(_ => access);
        builder.Services.AddSingleton(cluster);
        builder.Services.AddSingleton<ClientSource>(services =>
        {
            _ = services.GetRequiredService<ClusterAccess>();
            return options.Value.Shared ? new ClientSource.OneForAll(cluster) : new ClientSource.NewEachTick(cluster);
        });
        builder.Services.AddSingleton<PodMetricsCollector>();
        builder.Services.AddHostedService<CollectorLoop>();

        var app = builder.Build();
        app.MapGet("/", (PodMetricsCollector collector) =>
            $"{collector.Ticks} ticks with {(options.Value.Shared ? "one shared client" : "a new client each")}, {collector.LastPods} pods at the last. Look at /debug/connections.\n");
        app.MapDebugEndpoints();
        return app;
    }
}
