using System.Globalization;
using Dashboard.Diagnostics.Memory;
using Dashboard.Diagnostics.Pages;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Health;

/// <summary>Fails while work waits too long for the thread pool, or memory is near to the limit.</summary>
internal sealed class DebugHealthCheck(MemoryLimit memory, IOptionsMonitor<DebugHealthOptions> options, TimeProvider timeProvider) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var limits = options.Get(context.Registration.Name);
        var wait = await PoolWait.MeasureAsync(limits.MaximumQueueWait, timeProvider).ConfigureAwait(false);
        var troubles = new List<string>();
        var data = new Dictionary<string, object>
        {
            ["thread_pool.queue_wait_ms"] = Math.Round(wait.TotalMilliseconds, 3),
            ["thread_pool.queue_length"] = ThreadPool.PendingWorkItemCount,
            ["thread_pool.threads"] = ThreadPool.ThreadCount,
        };
        if (wait >= limits.MaximumQueueWait)
        {
            troubles.Add(string.Create(CultureInfo.InvariantCulture,
                $"Work waits for {limits.MaximumQueueWait.TotalSeconds:0.###} s or longer for a thread of the pool; all {ThreadPool.ThreadCount} are busy and {ThreadPool.PendingWorkItemCount} items wait: see the stacks in /debug/pprof/threads for what blocks them."));
        }

        if (memory.ReadLimitBytes() is { } limit && memory.ReadWorkingSetBytes() is { } used)
            Compare("container", used, limit, limits.MaximumMemoryShare, "its limit, where the kernel kills: see /debug/memory", data, troubles);
        var gc = GC.GetGCMemoryInfo(GCKind.Any);
        // Before the first collection nothing is known.
        if (gc.Index > 0 && gc.TotalAvailableMemoryBytes > 0)
            Compare("heap", gc.HeapSizeBytes, gc.TotalAvailableMemoryBytes, limits.MaximumHeapShare, "what the collector may use: see /debug/memory", data, troubles);
        return troubles.Count == 0
            ? HealthCheckResult.Healthy("Work is taken up at once, and there is memory left.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join(' ', troubles), data: data);
    }

    private static void Compare(string what, long bytes, long limitBytes, double maximumShare, string of, Dictionary<string, object> data, List<string> troubles)
    {
        var share = (double)bytes / limitBytes;
        data[$"memory.{what}_share"] = Math.Round(share, 4);
        if (share >= maximumShare)
            troubles.Add($"The {what} has {Units.Bytes(bytes)}, {Units.Percent(share)} of {of}.");
    }
}
