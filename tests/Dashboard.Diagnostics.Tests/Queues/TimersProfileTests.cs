using System.Reflection.Emit;
using Dashboard.Diagnostics.Queues;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;

namespace Dashboard.Diagnostics.Tests.Queues;

[Collection(Collection)]
public sealed class TimersProfileTests
{
    /// <summary>Tests that plant thousands of timers, or count all of them, do not run beside each other.</summary>
    public const string Collection = "planted timers";

    private const string Here = "Dashboard.Diagnostics.Tests.Queues.TimersProfileTests";
    private const string Delay = "System.Threading.Tasks.Task.DelayPromise.TimerCallback";

    [Fact]
    public async Task Five_hundred_timers_are_one_group_with_the_callback_and_its_times()
    {
        var timers = Enumerable.Range(0, 500).Select(i => new Timer(PlantedCallback, i, TimeSpan.FromHours(2), TimeSpan.FromHours(3))).ToList();
        await using var host = await DebugHost.StartAsync();

        var file = await DecodedProfile.FromAsync(host, "/debug/pprof/timers");
        var text = await host.TextAsync("/debug/pprof/timers?debug=1");

        Assert.Equal(["timers/count"], file.SampleTypes);
        var planted = Assert.Single(file.Samples, s => s.Stack[0] == $"{Here}.PlantedCallback");
        Assert.Equal([500], planted.Values);
        Assert.Equal("7200000 milliseconds", planted.Labels["due_ms"]);
        Assert.Equal("10800000 milliseconds", planted.Labels["period_ms"]);
        Assert.Matches($@"(?m)^500 @ 0x[0-9a-f]+\n#\t0x[0-9a-f]+\t{Here}\.PlantedCallback\+0x8\tDashboard\.Diagnostics\.Tests\.dll:0$", text);
        Assert.Matches(@"(?m)^ +\d+  timers +\S", await host.TextAsync("/debug/pprof/"));

        timers.ForEach(t => t.Dispose());
        file = await DecodedProfile.FromAsync(host, "/debug/pprof/timers");
        Assert.DoesNotContain(file.Samples, s => s.Stack[0] == $"{Here}.PlantedCallback");
    }

    [Fact]
    public async Task A_delay_is_named_by_the_async_method_that_awaits_it()
    {
        using var stop = new CancellationTokenSource();
        var pending = Enumerable.Range(0, 30).Select(_ => DelayedMethod(stop.Token))
            .Concat(Enumerable.Range(0, 20).Select(_ => LimitedMethod(stop.Token)))
            .Concat(Enumerable.Range(0, 10).Select(_ => PeriodicMethod(stop.Token))).ToList();
        await using var host = await DebugHost.StartAsync();

        var file = await DecodedProfile.FromAsync(host, "/debug/pprof/timers");
        await stop.CancelAsync();
        await Task.WhenAll(pending).ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);

        var delayed = Assert.Single(file.Samples, s => s.Stack[0] == $"{Here}.DelayedMethod");
        Assert.Equal([$"{Here}.DelayedMethod", Delay], delayed.Stack);
        Assert.Equal([30], delayed.Values);
        Assert.Equal([20], Assert.Single(file.Samples, s => s.Stack[0] == $"{Here}.LimitedMethod").Values);
        var periodic = Assert.Single(file.Samples, s => s.Stack[0] == $"{Here}.PeriodicMethod");
        Assert.Equal([10], periodic.Values);
        Assert.Equal("3600000 milliseconds", periodic.Labels["period_ms"]);
    }

    [Fact]
    public async Task A_callback_that_was_made_at_run_time_has_the_name_that_it_was_given()
    {
        var method = new DynamicMethod("PlantedDynamicMethod", null, [typeof(object)]);
        method.GetILGenerator().Emit(OpCodes.Ret);
        await using var timer = new Timer(method.CreateDelegate<TimerCallback>(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        await using var host = await DebugHost.StartAsync();

        var file = await DecodedProfile.FromAsync(host, "/debug/pprof/timers");
        Assert.Equal([1], Assert.Single(file.Samples, s => s.Stack is ["PlantedDynamicMethod"]).Values);
    }

    [Fact]
    public async Task While_timers_come_and_go_on_every_thread_each_capture_has_all_that_stay()
    {
        using var stop = new CancellationTokenSource();
        var stay = Enumerable.Range(0, 2000).Select(i => new Timer(StayingCallback, null, TimeSpan.FromHours(1 + i % 3), Timeout.InfiniteTimeSpan)).ToList();
        var churn = Enumerable.Range(0, 2).Select(n => new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var passing = Enumerable.Range(0, 50).Select(i => new Timer(_ => { }, null, i % 2 == 0 ? 1 : 100_000, Timeout.Infinite)).ToList();
                passing.ForEach(t => t.Dispose());
            }
        })).ToList();
        churn.ForEach(t => t.Start());
        try
        {
            await using var host = await DebugHost.StartAsync();
            for (var i = 0; i < 30; i++)
            {
                var file = await DecodedProfile.FromAsync(host, "/debug/pprof/timers");
                Assert.Equal(2000, file.Samples.Where(s => s.Stack[0] == $"{Here}.StayingCallback").Sum(s => s.Values[0]));
            }
        }
        finally
        {
            await stop.CancelAsync();
            churn.ForEach(t => t.Join());
            stay.ForEach(t => t.Dispose());
        }
    }

    [Fact]
    public void More_timers_than_a_capture_reads_are_counted_all_the_same()
    {
        var timers = Enumerable.Range(0, 500).Select(i => new Timer(StayingCallback, i, TimeSpan.FromHours(2), Timeout.InfiniteTimeSpan)).ToList();
        var reading = RuntimeTimers.Read(TimeProvider.System, maximum: 100);
        timers.ForEach(t => t.Dispose());
        Assert.Equal(100, reading.Timers.Count);
        Assert.InRange(reading.NotRead, 400, 100_000);

        var profile = TimersProfile.Build(DateTimeOffset.UnixEpoch, reading, TestContext.Current.CancellationToken);
        Assert.Equal(100 + reading.NotRead, profile.Total);
        Assert.Equal(reading.NotRead, Assert.Single(profile.Samples, s => s.Stack[0].Function == "[not read]").Values[0]);
        Assert.Contains(profile.Capture.Notes, n => n.StartsWith($"{reading.NotRead} timers more than one capture reads", StringComparison.Ordinal));
    }

    private static void PlantedCallback(object? state)
    {
    }

    private static void StayingCallback(object? state)
    {
    }

    private static async Task DelayedMethod(CancellationToken stop) => await Task.Delay(TimeSpan.FromHours(1), TimeProvider.System, stop);

    private static async Task LimitedMethod(CancellationToken stop) => await new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromHours(1), stop);

    private static async Task PeriodicMethod(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        await timer.WaitForNextTickAsync(stop);
    }
}
