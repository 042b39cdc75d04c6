using Dashboard.Server.Cluster;
using Dashboard.Simulator;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The way to the cluster: one shared client over one bounded pool.</summary>
internal static class ClusterRegistration
{
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ClusterOptions>().BindConfiguration(ClusterOptions.Section).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<ClusterOptions>, ClusterOptionsValidator>();
        services.AddOptions<SimulatorOptions>().BindConfiguration("Simulator").ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<SimulatorOptions>, SimulatorOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => ClusterSurroundings.Find(provider.GetRequiredService<IConfiguration>()));
        services.TryAddSingleton(provider => new SocketBudget(provider.GetRequiredService<IOptions<ClusterOptions>>().Value.MaxConnections));
        services.TryAddSingleton<ClusterClientFactory>();
        services.TryAddSingleton<ClusterConnection>();
        return builder;
    }

    /// <summary>Section "Simulator": what the embedded cluster is like.</summary>
    private sealed class SimulatorOptionsValidator : IValidateOptions<SimulatorOptions>
    {
        public ValidateOptionsResult Validate(string? name, SimulatorOptions options)
        {
            var result = new ValidateOptionsResultBuilder();
            Range(result, nameof(options.Port), options.Port, 0, 65535);
            Range(result, nameof(options.Pods), options.Pods, 1, 200_000);
            Range(result, nameof(options.Nodes), options.Nodes, 1, 5_000);
            Range(result, nameof(options.Speed), options.Speed, 0.1, 3_600);
            Range(result, nameof(options.Churn), options.Churn, 0, 1);
            return result.Build();
        }

        private static void Range(ValidateOptionsResultBuilder result, string key, double value, double from, double to)
        {
            if (!(value >= from && value <= to))
            {
                result.AddError($"Simulator:{key} is {value}; set it to {from} to {to}.");
            }
        }
    }
}
