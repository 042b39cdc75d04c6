using k8s;

namespace LeakyCollector;

/// <summary>One tick: the CPU and memory of every pod, and how many there were.</summary>
internal sealed partial class PodMetricsCollector(ClientSource clients, TimeProvider timeProvider, ILogger<PodMetricsCollector> logger)
{
    private int _ticks;

    public int Ticks => Volatile.Read(ref _ticks);

    public int LastPods { get; private set; }

    public async Task TickAsync(CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var metrics = await clients.Get().GetKubernetesPodsMetricsAsync().WaitAsync(cancellationToken);
        LastPods = metrics.Items.Count();
        LogTick(logger, Interlocked.Increment(ref _ticks), LastPods, timeProvider.GetElapsedTime(started).TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Information, "Tick {Tick}: {Pods} pods in {Milliseconds:0.0} ms")]
    private static partial void LogTick(ILogger logger, int tick, int pods, double milliseconds);
}
