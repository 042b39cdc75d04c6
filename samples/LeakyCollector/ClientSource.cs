using Dashboard.Diagnostics;
using k8s;

namespace LeakyCollector;

/// <summary>Where a tick gets its client from: the defect of the story, or its cure.</summary>
internal abstract class ClientSource : IDisposable
{
    /// <summary>As /debug/connections shows it.</summary>
    public const string Owner = "collector";

    /// <summary>The caller does not dispose it.</summary>
    public abstract IKubernetes Get();

    public abstract void Dispose();

    /// <summary>
    /// The defect. Every tick makes a client, and each client has a handler, a pool and a timer of its own. Nothing closes an idle connection
    /// (in the story the transport had no idle timeout), and nothing disposes a client: the list stands for whatever still
    /// reaches it, in the story a cache by credentials whose key was never the same twice.
    /// </summary>
    public sealed class NewEachTick(KubernetesClientConfiguration configuration) : ClientSource
    {
        private readonly List<Kubernetes> _made = [];

        public override IKubernetes Get()
        {
            configuration.FirstMessageHandlerSetup = handler =>
            {
                handler.MeterFactory = HttpClientOwner.Named(Owner);
                handler.PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan;
            };
            var client = new Kubernetes(configuration);
            _made.Add(client);
            return client;
        }

        public override void Dispose() => _made.ForEach(client => client.Dispose());
    }

    /// <summary>The cure. One client, made once, bounded in its connections and their idle time.</summary>
    public sealed class OneForAll : ClientSource
    {
        private readonly Kubernetes _client;

        public OneForAll(KubernetesClientConfiguration configuration)
        {
            configuration.FirstMessageHandlerSetup = handler =>
            {
                handler.MeterFactory = HttpClientOwner.Named(Owner);
                handler.MaxConnectionsPerServer = 20;
                handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1);
            };
            _client = new Kubernetes(configuration);
        }

        public override IKubernetes Get() => _client;

        public override void Dispose() => _client.Dispose();
    }
}
