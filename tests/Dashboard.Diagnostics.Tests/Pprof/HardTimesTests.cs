using System.Net;
using Dashboard.Diagnostics.Cpu;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Frozen;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Pprof;

/// <summary>Over HTTP, with the real captures: a process that does not hold still, callers who leave, a heap that is too large.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class HardTimesTests
{
    [Theory]
    [InlineData("goroutine")]
    [InlineData("threads")]
    [InlineData("threads?seconds=1")]
    [InlineData("heap")]
    [InlineData("profile?seconds=1")]
    [InlineData("block")]
    public async Task A_hundred_threads_that_start_and_end_meanwhile_do_no_harm(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        using var threads = new ChangingThreads();
        var before = threads.Started;
        var first = await ReadAsync(host, path);
        var second = await ReadAsync(host, path);

        Assert.True(threads.Started > before + 2, "No thread started meanwhile.");
        if (path is "goroutine" or "threads")
        {
            // The list of threads and their stacks are not of one moment, so there may be some more than live at once.
            foreach (var file in (DecodedProfile[])[first, second])
                Assert.InRange(file.Samples.Where(s => s.Labels.GetValueOrDefault("thread") == ChangingThreads.Name).Sum(s => s.Values[0]), 1, 10 * ChangingThreads.Living);
        }

        NothingIsLeft();
    }

    [Theory]
    [InlineData("goroutine", "debug snapshot")]
    [InlineData("heap?gc=1", "debug snapshot")]
    [InlineData("threads", "debug capture")]
    [InlineData("profile?seconds=300", "debug profile")]
    public async Task A_caller_who_leaves_halfway_leaves_nothing_and_holds_up_nobody(string path, string thread)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var asked = host.Client.GetAsync($"/debug/pprof/{path}", left.Token);
        // That it has come to an end before anybody looked is as well: there is nothing to leave then.
        await Eventually.TrueAsync(() => asked.IsCompleted || Names().Contains(thread));
        await left.CancelAsync();
        await Task.WhenAny(asked);

        await Eventually.TrueAsync(() => !Names().Contains(thread));
        NothingIsLeft();
        // The place is free at once, not when the 300 s are over.
        using var next = await UntilFreeAsync(host, $"/debug/pprof/{path.Replace("300", "1", StringComparison.Ordinal)}");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Theory]
    [InlineData("goroutine")]
    [InlineData("goroutine?debug=1")]
    [InlineData("goroutine?seconds=1")]
    [InlineData("heap")]
    [InlineData("heap?gc=1")]
    public async Task A_heap_beyond_the_configured_cap_is_refused_with_the_remedy(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var ballast = new byte[8 << 20];
        GC.Collect(); // the collector tells what is committed from its last collection on
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Debug:Snapshot:MaximumHeapBytes"] = "1048576" }).Build();
        await using var host = await DebugHost.StartAsync(services: services =>
        {
            services.AddSingleton<IConfiguration>(configuration);
            services.AddOptions<SnapshotOptions>().BindConfiguration("Debug:Snapshot");
        });
        using var answer = await host.GetAsync($"/debug/pprof/{path}");
        var words = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Matches(@"^The managed heap has [0-9.]+ MiB committed, and snapshots are taken up to 1\.0 MiB.*Raise SnapshotOptions\.MaximumHeapBytes", words);
        // The threads' stacks need no snapshot.
        await ReadAsync(host, "threads");
        GC.KeepAlive(ballast);
    }

    [Fact]
    public async Task Three_quarters_and_a_quarter_of_the_CPU_come_out_so_beside_fifty_threads_that_wait()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "CPU profiles are captured on Linux.");
        using var waiting = new PlantedThreads(50, "waiting-fifty");
        using var burning = new Burning("burning");
        // A second is one of CPU time that was burnt, so that there are as many samples on a busy machine.
        await using var host = await DebugHost.StartAsync(services: services =>
            services.AddSingleton<ProfileSource>(s => new CpuProfile(s.GetRequiredService<SourceLines>(), burning)));
        var file = await ReadAsync(host, "profile?seconds=4");
        // 400 samples: their share has a standard deviation of 2 points, so that one measurement in 50 is outside by chance. 1,200 decide then.
        if (Share() is < 0.70 or > 0.80)
            file = await ReadAsync(host, "profile?seconds=12");

        Assert.InRange(Share(), 0.70, 0.80);
        Assert.InRange(
            file.Samples.Where(s => s.Labels["thread"] == "waiting-fifty").Sum(s => s.Values[1]), 0, 0.02 * (Nanoseconds(Burning.ThreeQuarters) + Nanoseconds(Burning.Quarter)));

        double Share() => (double)Nanoseconds(Burning.ThreeQuarters) / (Nanoseconds(Burning.ThreeQuarters) + Nanoseconds(Burning.Quarter));
        long Nanoseconds(string method) => file.Samples.Where(s => s.Stack.Contains(method)).Sum(s => s.Values[1]);
    }

    private static async Task<DecodedProfile> ReadAsync(DebugHost host, string path)
    {
        using var answer = await ServedProfiles.GetAsync(host, $"/debug/pprof/{path}");
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
        return DecodedProfile.Read(body);
    }

    private static async Task<HttpResponseMessage> UntilFreeAsync(DebugHost host, string path)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var answer = await host.Client.GetAsync(path, limit.Token);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
                return answer;
            answer.Dispose();
        }
    }

    private static void NothingIsLeft() => Assert.Empty(Snapshots.Children());

    private static List<string> Names() => [.. TaskFiles.Ids().Select(TaskFiles.Name)];
}
