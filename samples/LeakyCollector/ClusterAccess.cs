using System.Text;
using Dashboard.Simulator;
using k8s;
using Microsoft.Extensions.Options;

namespace LeakyCollector;

/// <summary>The way to the cluster: a kubeconfig's, or that of a simulated cluster which it starts and stops.</summary>
internal sealed class ClusterAccess(IOptions<CollectorOptions> options) : IAsyncDisposable
{
    private SimulatedApiServer? _simulator;

    public async Task<KubernetesClientConfiguration> ConfigureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Kubeconfig is { } path)
            return await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(path));
        _simulator = await SimulatedApiServer.StartAsync(new SimulatorOptions(), cancellationToken: cancellationToken);
        using var kubeconfig = new MemoryStream(Encoding.UTF8.GetBytes(_simulator.Kubeconfig));
        return await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        if (_simulator is { } simulator)
            await simulator.DisposeAsync();
    }
}
