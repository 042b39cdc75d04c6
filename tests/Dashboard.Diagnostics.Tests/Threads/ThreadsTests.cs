using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Threads;

namespace Dashboard.Diagnostics.Tests.Threads;

[Collection(PlantedThreads.Collection)]
public sealed class ThreadsTests
{
    [Fact]
    public async Task Planted_threads_show_up_grouped_by_name_with_state_time_and_start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Names and states are read from /proc.");
        using var release = new ManualResetEventSlim();
        using var started = new CountdownEvent(12);
        var threads = Enumerable.Range(0, 12).Select(_ => new Thread(() =>
        {
            started.Signal();
            release.Wait();
        })
        { Name = "planted" }).ToList();
        threads.ForEach(t => t.Start());
        started.Wait(TestContext.Current.CancellationToken);
        await using var host = await DebugHost.StartAsync();

        var json = await host.JsonAsync("/debug/threads?format=json");
        var text = await host.TextAsync("/debug/threads");
        release.Set();
        threads.ForEach(t => t.Join());

        var group = json.GetProperty("groups").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "planted");
        Assert.Equal(12, group.GetProperty("count").GetInt32());
        Assert.Equal("application or native", group.GetProperty("role").GetString());
        Assert.Equal(12, group.GetProperty("states").EnumerateObject().Sum(s => s.Value.GetInt32()));
        var each = json.GetProperty("threads").EnumerateArray().Where(t => t.GetProperty("name").GetString() == "planted").ToList();
        Assert.Equal(12, each.Select(t => t.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(each, t => Assert.InRange(t.GetProperty("startedAt").GetDateTimeOffset(),
            TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(5), TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(2)));
        var sizes = json.GetProperty("groups").EnumerateArray().Select(g => g.GetProperty("count").GetInt32()).ToList();
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.Equal(json.GetProperty("total").GetInt32(), sizes.Sum());
        Assert.Matches(@"(?m)^ +12 +\S+ \S+  planted +application or native +", text);
        Assert.Contains(json.GetProperty("groups").EnumerateArray(), g => g.GetProperty("role").GetString() == "pool worker");
        Assert.Contains(json.GetProperty("groups").EnumerateArray(), g => g.GetProperty("role").GetString() == "finalizer");
        Assert.InRange(json.GetProperty("pool").GetProperty("threads").GetInt32(), 1, 1000);
    }

    [Fact]
    public void A_thread_that_works_uses_CPU_time_and_one_that_waits_does_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Read from /proc.");
        using var stop = new ManualResetEventSlim();
        var busy = new Thread(() => { while (!stop.IsSet) { } }) { Name = "busy" };
        var waiting = new Thread(stop.Wait) { Name = "waiting" };
        busy.Start();
        waiting.Start();
        try
        {
            ThreadsSnapshot snapshot;
            do
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                snapshot = ThreadsCapture.Read(TimeProvider.System);
            }
            while (snapshot.Threads.Single(t => t.Name == "busy").CpuSeconds < 0.1);

            Assert.True(snapshot.Threads.Single(t => t.Name == "waiting").CpuSeconds < 0.05);
        }
        finally
        {
            stop.Set();
            busy.Join();
            waiting.Join();
        }
    }

    [Theory]
    [InlineData(".NET TP Worker", false, "pool worker")]
    [InlineData(".NET TP Gate", false, "pool gate")]
    [InlineData(".NET Sockets", false, "socket I/O")]
    [InlineData(".NET Server GC", false, "GC")]
    [InlineData(".NET BGC", false, "GC")]
    [InlineData(".NET Finalizer", false, "finalizer")]
    [InlineData(".NET Tiered Com", false, "tiered compilation")]
    [InlineData("Kestrel Timer", false, "Kestrel")]
    [InlineData(".NET Something", false, "runtime")]
    [InlineData("dotnet", true, "main")]
    [InlineData("worker-7", false, "application or native")]
    [InlineData("", false, "application or native")]
    public void A_name_tells_the_role(string name, bool isMain, string role) => Assert.Equal(role, ThreadRole.Of(name, isMain));
}
