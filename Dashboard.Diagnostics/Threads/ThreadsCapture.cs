using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Threads;

/// <summary>Reads the threads: on Linux from /proc/self/task (about 30 microseconds each), elsewhere from the process object, without names.</summary>
internal static class ThreadsCapture
{
    public static ThreadsSnapshot Read(TimeProvider timeProvider)
    {
        var now = timeProvider.GetUtcNow();
        var threads = OperatingSystem.IsLinux() ? ReadLinux(now) : ReadElsewhere();
        threads.Sort((a, b) => b.CpuSeconds.CompareTo(a.CpuSeconds) is not 0 and var order ? order : a.Id.CompareTo(b.Id));
        return new ThreadsSnapshot
        {
            At = now,
            Total = threads.Count,
            Pool = ReadPool(),
            Timers = Timer.ActiveCount,
            LockContentions = Monitor.LockContentionCount,
            Groups = [.. threads
                .GroupBy(t => (t.Name, t.Role))
                .Select(g => new ThreadGroup(g.Key.Name, g.Key.Role, g.Count(), g.Sum(t => t.CpuSeconds),
                    g.GroupBy(t => t.State).OrderByDescending(s => s.Count()).ToDictionary(s => s.Key, s => s.Count())))
                .OrderByDescending(g => g.Count).ThenByDescending(g => g.CpuSeconds)],
            Threads = threads,
        };
    }

    /// <summary>How many there are, in microseconds.</summary>
    public static long Count()
    {
        Span<byte> buffer = stackalloc byte[1024];
        if (OperatingSystem.IsLinux() && ProcStat.TryParse(ProcFile.Read("/proc/self/stat", buffer), out var stat))
            return stat.Threads;
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private static PoolFacts ReadPool()
    {
        ThreadPool.GetMinThreads(out var minWorkers, out var minIo);
        ThreadPool.GetMaxThreads(out var maxWorkers, out var maxIo);
        ThreadPool.GetAvailableThreads(out var availableWorkers, out _);
        return new PoolFacts
        {
            Threads = ThreadPool.ThreadCount,
            Busy = maxWorkers - availableWorkers,
            MinWorkers = minWorkers,
            MaxWorkers = maxWorkers,
            MinIo = minIo,
            MaxIo = maxIo,
            QueueLength = ThreadPool.PendingWorkItemCount,
            CompletedItems = ThreadPool.CompletedWorkItemCount,
        };
    }

    private static List<OsThread> ReadLinux(DateTimeOffset now)
    {
        var threads = new List<OsThread>();
        Span<byte> buffer = stackalloc byte[1024];
        var booted = ReadUptime(buffer) is { } uptime ? now - uptime : (DateTimeOffset?)null;
        foreach (var directory in Directory.EnumerateDirectories("/proc/self/task"))
        {
            // A thread that ended since it was listed leaves no line.
            if (!ProcStat.TryParse(ProcFile.Read(Path.Join(directory, "stat"), buffer), out var stat))
                continue;
            var name = stat.Name;
            threads.Add(new OsThread(
                stat.Id,
                name,
                ThreadRole.Of(name, isMain: stat.Id == Environment.ProcessId),
                StateName(stat.State),
                stat.CpuTime.TotalSeconds,
                booted + TimeSpan.FromSeconds((double)stat.StartTicks / ProcStat.TicksPerSecond)));
        }

        return threads;
    }

    private static TimeSpan? ReadUptime(Span<byte> buffer)
    {
        var text = Encoding.ASCII.GetString(ProcFile.Read("/proc/uptime", buffer)).Split(' ')[0];
        return double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static string StateName(char state) => state switch
    {
        'R' => "running",
        'S' => "sleeping",
        'D' => "disk wait",
        'T' or 't' => "stopped",
        'Z' or 'X' or 'x' => "dead",
        'I' => "idle",
        _ => state.ToString(),
    };

    private static List<OsThread> ReadElsewhere()
    {
        using var process = Process.GetCurrentProcess();
        var threads = new List<OsThread>();
        foreach (ProcessThread thread in process.Threads)
        {
            try
            {
                DateTimeOffset? started = OperatingSystem.IsWindows() || OperatingSystem.IsLinux() ? thread.StartTime.ToUniversalTime() : null;
                var cpu = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? thread.TotalProcessorTime : TimeSpan.Zero;
                threads.Add(new OsThread(thread.Id, "", "unnamed", thread.ThreadState.ToString().ToLowerInvariant(), cpu.TotalSeconds, started));
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It ended meanwhile.
            }
        }

        return threads;
    }
}
