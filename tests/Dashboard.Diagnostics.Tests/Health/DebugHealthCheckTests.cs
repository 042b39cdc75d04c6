using Dashboard.Diagnostics.Health;
using Dashboard.Diagnostics.Memory;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Tests.Health;

public sealed class DebugHealthCheckTests
{
    [Fact]
    public async Task A_process_that_is_well_is_healthy_and_tells_its_numbers()
    {
        // A busy machine: only the time limit of the test bounds the wait for the pool.
        await using var services = Services(o => o.MaximumQueueWait = TimeSpan.FromMinutes(1));
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        var (name, entry) = Assert.Single(report.Entries);
        Assert.Equal("debug", name);
        Assert.True(entry.Status == HealthStatus.Healthy, entry.Description);
        Assert.InRange((double)entry.Data["thread_pool.queue_wait_ms"], 0.0001, 60_000);
        Assert.True((int)entry.Data["thread_pool.threads"] > 0);
    }

    [Fact]
    public async Task A_pool_whose_threads_are_all_blocked_is_found_while_they_are()
    {
        if (!ChildProcess.IsHere)
        {
            await ChildProcess.RunAsync(typeof(DebugHealthCheckTests), nameof(A_pool_whose_threads_are_all_blocked_is_found_while_they_are));
            return;
        }

        await using var services = Services(o => o.MaximumQueueWait = TimeSpan.FromMilliseconds(300), HealthStatus.Degraded);
        // Not disposed of: some of those who wait for it may begin after the test has ended.
        var release = new ManualResetEventSlim();
        var result = WhileBlocked(services, release);

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("Work waits for 0.3 s or longer for a thread of the pool; all ", result.Description, StringComparison.Ordinal);
        Assert.Contains("/debug/pprof/threads", result.Description, StringComparison.Ordinal);
        Assert.Equal(300.0, result.Data["thread_pool.queue_wait_ms"]);
    }

    // Nothing here may wait for the pool.
    private static HealthReportEntry WhileBlocked(ServiceProvider services, ManualResetEventSlim release)
    {
        ThreadPool.SetMinThreads(1, 1);
        Assert.True(ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount));
        try
        {
            for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
                ThreadPool.UnsafeQueueUserWorkItem(static gate => ((ManualResetEventSlim)gate!).Wait(TimeSpan.FromSeconds(60)), release);
            var registration = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
            var check = registration.Factory(services);
            var result = check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, TestContext.Current.CancellationToken);
            // It ends on its own thread, though no thread of the pool comes.
            Assert.True(((IAsyncResult)result).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
            var told = result.Result;
            return new HealthReportEntry(told.Status, told.Description, TimeSpan.Zero, null, told.Data);
        }
        finally
        {
            release.Set();
        }
    }

    [Theory]
    [InlineData(1000, 890, true)]
    [InlineData(1000, 910, false)]
    [InlineData(0, 910, true)] // no limit
    public async Task Memory_near_to_the_containers_limit_is_found(int limitMegabytes, int usedMegabytes, bool isHealthy)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the files of a cgroup.");
        var folder = Directory.CreateTempSubdirectory("cgroup");
        try
        {
            File.WriteAllText(Path.Join(folder.FullName, "cgroup"), "0::/pod\n");
            var pod = folder.CreateSubdirectory("pod").FullName;
            File.WriteAllText(Path.Join(pod, "memory.max"), limitMegabytes == 0 ? "max\n" : $"{(long)limitMegabytes << 20}\n");
            File.WriteAllText(Path.Join(pod, "memory.current"), $"{(long)(usedMegabytes + 50) << 20}\n");
            File.WriteAllText(Path.Join(pod, "memory.stat"), $"anon 1\ninactive_file {50L << 20}\n");
            await using var services = Services(o => o.MaximumQueueWait = TimeSpan.FromMinutes(1));
            var check = new DebugHealthCheck(
                new MemoryLimit(Path.Join(folder.FullName, "cgroup"), folder.FullName), services.GetRequiredService<IOptionsMonitor<DebugHealthOptions>>(), TimeProvider.System);
            var registration = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
            var result = await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, TestContext.Current.CancellationToken);

            Assert.Equal(isHealthy ? HealthStatus.Healthy : HealthStatus.Unhealthy, result.Status);
            if (!isHealthy)
                Assert.Equal("The container has 910 MiB, 91.0 % of its limit, where the kernel kills: see /debug/memory.", result.Description);
            Assert.Equal(limitMegabytes > 0, result.Data.ContainsKey("memory.container_share"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_heap_near_to_what_the_collector_may_use_is_found()
    {
        GC.Collect(); // from here on the share is known
        await using var services = Services(o =>
        {
            o.MaximumQueueWait = TimeSpan.FromMinutes(1);
            o.MaximumHeapShare = 1e-9;
        });
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Matches(@"^The heap has [0-9.]+ .iB, .* of what the collector may use: see /debug/memory\.$", report.Entries["debug"].Description);
        Assert.InRange((double)report.Entries["debug"].Data["memory.heap_share"], 0, 1);
    }

    [Theory]
    [InlineData(0.005, 0.9, 0.9, "DebugHealthOptions.MaximumQueueWait of the health check 'pool' is 00:00:00.0050000: use a time from 10 milliseconds to 1 minute.")]
    [InlineData(61, 0.9, 0.9, "MaximumQueueWait")]
    [InlineData(1, 0, 0.9, "DebugHealthOptions.MaximumMemoryShare of the health check 'pool' is 0: use a share above 0 and up to 1, as 0.9.")]
    [InlineData(1, 1.1, 0.9, "MaximumMemoryShare")]
    [InlineData(1, 0.9, double.NaN, "MaximumHeapShare")]
    [InlineData(1, 0.9, 90, "MaximumHeapShare")]
    public async Task A_limit_out_of_range_stops_the_start(double seconds, double memory, double heap, string words)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHealthChecks().AddDebugEndpoints(name: "pool", configure: o =>
        {
            o.MaximumQueueWait = TimeSpan.FromSeconds(seconds);
            o.MaximumMemoryShare = memory;
            o.MaximumHeapShare = heap;
        });
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_checks_have_limits_of_their_own()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks()
            .AddDebugEndpoints(o => o.MaximumQueueWait = TimeSpan.FromMinutes(1))
            .AddDebugEndpoints(o => (o.MaximumQueueWait, o.MaximumHeapShare) = (TimeSpan.FromMinutes(1), 1e-9), "early", HealthStatus.Degraded, ["ready"]);
        GC.Collect();
        await using var built = services.BuildServiceProvider();
        var report = await built.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HealthStatus.Healthy, HealthStatus.Degraded), (report.Entries["debug"].Status, report.Entries["early"].Status));
        Assert.Equal(["ready"], report.Entries["early"].Tags);
    }

    private static ServiceProvider Services(Action<DebugHealthOptions> configure, HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddDebugEndpoints(configure, failureStatus: failureStatus);
        return services.BuildServiceProvider();
    }
}
