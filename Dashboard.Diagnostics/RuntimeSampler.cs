using System.Diagnostics;
using Dashboard.Diagnostics.Connections;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Memory;

namespace Dashboard.Diagnostics;

/// <summary>Takes <see cref="RuntimeSample"/>s of this process. Registered by AddDebugEndpoints; safe for concurrent use.</summary>
public sealed class RuntimeSampler
{
    private readonly TimeProvider _timeProvider;
    private readonly MemoryLimit _memoryLimit = new();
    private readonly Lock _lock = new();
    private readonly OwnSockets _sockets = new();
    private readonly Dictionary<(TcpEndpoint Endpoint, bool Incoming), int> _counts = [];

    /// <summary>Begins to count exceptions, if nothing in this process has begun before.</summary>
    /// <param name="timeProvider">The clock of <see cref="RuntimeSample.At"/>.</param>
    public RuntimeSampler(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        ExceptionCount.Start();
    }

    /// <summary>
    /// Takes a sample now. Costs 0.1 ms, and 3 microseconds more for each open socket (15 ms at 5,000), and 2 kB of garbage. On another system than Linux
    /// threads and memory come from the process object, and connections are empty.
    /// </summary>
    public RuntimeSample Take()
    {
        var (threads, residentBytes) = ReadProcess();
        var gc = GC.GetGCMemoryInfo(GCKind.Any);
        var generations = gc.GenerationInfo;
        var heap = new long[generations.Length];
        for (var generation = 0; generation < heap.Length; generation++)
            heap[generation] = generations[generation].SizeAfterBytes;

        return new RuntimeSample
        {
            At = _timeProvider.GetUtcNow(),
            Threads = threads,
            ThreadPoolThreads = ThreadPool.ThreadCount,
            ThreadPoolQueueLength = ThreadPool.PendingWorkItemCount,
            ThreadPoolCompletedItems = ThreadPool.CompletedWorkItemCount,
            Timers = Timer.ActiveCount,
            LockContentions = Monitor.LockContentionCount,
            Exceptions = ExceptionCount.Value,
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
            HeapBytesByGeneration = heap,
            Collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            GcPause = GC.GetTotalPauseDuration(),
            ResidentBytes = residentBytes,
            MemoryLimitBytes = _memoryLimit.ReadLimitBytes(),
            CpuTime = OperatingSystem.IsWindows() || OperatingSystem.IsLinux() || OperatingSystem.IsMacOS() ? Environment.CpuUsage.TotalTime : default,
            Connections = ReadConnections(),
        };
    }

    private static (int Threads, long ResidentBytes) ReadProcess()
    {
        if (OperatingSystem.IsLinux())
        {
            Span<byte> buffer = stackalloc byte[1024];
            if (ProcStat.TryParse(ProcFile.Read("/proc/self/stat", buffer), out var stat))
                return (stat.Threads, stat.ResidentPages * Environment.SystemPageSize);
        }

        using var process = Process.GetCurrentProcess();
        return (process.Threads.Count, process.WorkingSet64);
    }

    private EndpointConnections[] ReadConnections()
    {
        if (!OwnSockets.Supported)
            return [];
        lock (_lock)
        {
            _counts.Clear();
            _sockets.ReadDescriptors();
            foreach (ref readonly var socket in _sockets.Open)
            {
                if (socket.State != TcpState.Established)
                    continue;
                var incoming = _sockets.IsIncoming(socket);
                var endpoint = incoming ? new TcpEndpoint(default, socket.Local.Port) : socket.Remote;
                _counts[(endpoint, incoming)] = _counts.GetValueOrDefault((endpoint, incoming)) + 1;
            }

            return [.. _counts
                .Select(c => new EndpointConnections(c.Key.Incoming ? $":{c.Key.Endpoint.Port}" : c.Key.Endpoint.ToString(), c.Key.Incoming, c.Value))
                .OrderByDescending(c => c.Count).ThenBy(c => c.Endpoint, StringComparer.Ordinal)];
        }
    }
}
