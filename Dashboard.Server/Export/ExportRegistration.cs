using System.Diagnostics.Metrics;
using Dashboard.Server.Export;
using Dashboard.Server.History;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;

namespace Microsoft.Extensions.DependencyInjection
{
    internal static class ExportRegistration
    {
        private const int MaxProcessBytes = 8 * 1024 * 1024;

        // Meters of the platform that say something of this server; everything of its own begins with Dashboard.
        private static readonly string[] Meters =
        [
            "System.Runtime",
            "System.Net.Http",
            "System.Net.NameResolution",
            "Microsoft.AspNetCore.Hosting",
            "Microsoft.AspNetCore.Server.Kestrel",
            "Microsoft.AspNetCore.Http.Connections",
            "Dashboard.*",
        ];

        /// <summary>Adds what <c>/metrics</c> needs, configured by the section <c>Export</c>.</summary>
        public static TBuilder AddExport<TBuilder>(this TBuilder builder)
            where TBuilder : IHostApplicationBuilder
        {
            builder.Services.AddOptions<ExportOptions>().BindConfiguration(ExportOptions.Section);
            builder.Services.TryAddSingleton(TimeProvider.System);
            builder.Services.TryAddSingleton<MetricsEndpoint>();
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
                .AddMeter(Meters)
                .AddPrometheusExporter(exporter =>
                {
                    exporter.ScopeInfoEnabled = false;
                    exporter.TargetInfoEnabled = false;
                    exporter.MaxScrapeResponseSizeBytes = MaxProcessBytes;
                }));
            builder.Services.ConfigureOpenTelemetryMeterProvider(static (services, metrics) =>
                metrics.AddView(new ProcessInstruments(services.GetService<IMeterFactory>()).Choose));
            return builder;
        }
    }
}

namespace Microsoft.AspNetCore.Builder
{
    internal static class ExportEndpoints
    {
        /// <summary>Maps <c>/metrics</c>, and for anybody <c>/healthz</c> (the process answers) and <c>/readyz</c> (its sources do).</summary>
        public static IEndpointRouteBuilder MapExport(this IEndpointRouteBuilder endpoints)
        {
            var exporter = endpoints.CreateApplicationBuilder().UseOpenTelemetryPrometheusScrapingEndpoint(static _ => true).Build();
            var process = new ProcessExposition(exporter);
            var metrics = endpoints.ServiceProvider.GetRequiredService<MetricsEndpoint>();
            var history = endpoints.ServiceProvider.GetRequiredService<ClusterHistory>();
            endpoints.MapMethods("/metrics", GetOrHead, context => metrics.AnswerAsync(context, process)).ExcludeFromDescription();
            endpoints.MapMethods("/healthz", GetOrHead, static context => context.Response.WriteAsync("ok\n")).AllowAnonymous().ExcludeFromDescription();
            endpoints.MapMethods("/readyz", GetOrHead, context => Readiness.AnswerAsync(context, history)).AllowAnonymous().ExcludeFromDescription();
            return endpoints;
        }

        private static readonly string[] GetOrHead = [HttpMethods.Get, HttpMethods.Head];
    }
}
