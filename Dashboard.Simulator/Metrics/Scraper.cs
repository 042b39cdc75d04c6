using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Metrics;

/// <summary>
/// metrics-server: every 15 s (with speed as often as once a second) it reads each node. A pod is known when every running container of it
/// has been seen twice since its start; the pods of a node that does not answer are not known at all.
/// </summary>
internal sealed class Scraper
{
    public const double ResolutionSeconds = 15;

    private readonly LivingCluster _cluster;
    private readonly double _periodSeconds;
    private volatile MetricsSnapshot _latest;

    public Scraper(LivingCluster cluster)
    {
        _cluster = cluster;
        _periodSeconds = Math.Max(1, ResolutionSeconds / cluster.Clock.Speed);
        lock (cluster.Revision.Gate)
        {
            _latest = Read(0, 0);
            cluster.Agenda.At(Simulated, Scrape);
        }
    }

    /// <summary>Raised within the cluster's lock.</summary>
    public event Action? Scraped;

    public MetricsSnapshot Latest => _latest;

    public TimeSpan Period => TimeSpan.FromSeconds(_periodSeconds);

    private double Simulated => _periodSeconds * _cluster.Clock.Speed;

    private void Scrape(double at)
    {
        _cluster.Agenda.At(at + Simulated, Scrape);
        foreach (var pod in _cluster.PodLives)
        {
            if (pod.Node is not { Reachable: true }) continue;
            foreach (var container in pod.Containers)
            {
                if (container.Running && container.StartedAt < at && container.Scrapes < 2) container.Scrapes++;
            }
        }

        _latest = Read(at, _latest.Version + 1);
        Scraped?.Invoke();
    }

    private MetricsSnapshot Read(double at, long version)
    {
        var from = at - Simulated;
        var wall = _cluster.Clock.Wall(at);
        var cpuByNode = new long[_cluster.NodeLives.Count];
        var memoryByNode = new long[_cluster.NodeLives.Count];
        var pods = new List<PodSample>(_cluster.PodLives.Count);
        foreach (var life in _cluster.PodLives)
        {
            if (life.Node is not { Reachable: true } node || Sample(life, from, at) is not { } containers) continue;
            foreach (var container in containers)
            {
                cpuByNode[node.Index] += container.CpuNanocores;
                memoryByNode[node.Index] += container.MemoryBytes;
            }

            var (timestamp, window) = Stamp(life.Containers[0].Seed, version, wall);
            pods.Add(new PodSample(life, timestamp, window, containers));
        }

        pods.Sort(static (a, b) => string.CompareOrdinal(a.Pod.Key, b.Pod.Key));
        var nodes = new List<NodeSample>(_cluster.NodeLives.Count);
        foreach (var node in _cluster.NodeLives)
        {
            if (!node.Reachable) continue;
            var (timestamp, window) = Stamp((ulong)node.Index + 1, version, wall);
            var system = 1 + (0.2 * Math.Sin((at / 200) + node.Index));
            nodes.Add(new NodeSample(
                node.Object,
                timestamp,
                window,
                Math.Min((long)node.Object.Cores * 1_000_000_000, cpuByNode[node.Index] + (long)(140_000_000 * system)),
                memoryByNode[node.Index] + (long)(740 * system * 1_024 * 1_024)));
        }

        nodes.Sort(static (a, b) => string.CompareOrdinal(a.Node.Key, b.Node.Key));
        return new MetricsSnapshot(version, [.. pods], [.. nodes]);
    }

    /// <summary>Null while a running container has no rate yet, or none runs.</summary>
    private ContainerSample[]? Sample(PodLife life, double from, double at)
    {
        if (life.Object.Phase != "Running") return null;
        var running = 0;
        foreach (var container in life.Containers)
        {
            if (!container.Running) continue;
            if (container.Scrapes < 2) return null;
            running++;
        }

        if (running == 0) return null;
        var samples = new ContainerSample[running];
        var next = 0;
        foreach (var container in life.Containers)
        {
            if (!container.Running) continue;
            var cpu = Usage.CpuNanocores(container, from, at, _cluster.Clock);
            samples[next++] = new ContainerSample(container.Spec.Name, cpu, Usage.MemoryBytes(container, at));
        }

        return samples;
    }

    /// <summary>
    /// Each kubelet reads its containers in its own rhythm, so a sample is some seconds older than the scrape that brings it. At the
    /// fastest rhythm the lag does not vary: whole seconds would repeat otherwise, and a sample would look already seen.
    /// </summary>
    private (DateTimeOffset Timestamp, TimeSpan Window) Stamp(ulong seed, long version, DateTimeOffset scraped)
    {
        var own = (SeededRandom.Mix(seed) >> 40) / (double)(1 << 24);
        var thisTime = Wobble(version);
        var lag = 0.1 + (own * Math.Min(8, _periodSeconds * 0.4)) + thisTime;
        var window = _periodSeconds + Wobble(version - 1) - thisTime;
        return (scraped - TimeSpan.FromSeconds(lag), TimeSpan.FromMilliseconds(Math.Round(window * 1_000)));

        double Wobble(long scrape) => _periodSeconds < 5 ? 0 : (SeededRandom.Mix(seed + ((ulong)scrape * 7_919)) >> 40) / (double)(1 << 24) * 0.4;
    }
}
