using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Queues;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;

namespace Dashboard.Diagnostics.Tests.Queues;

public sealed class ThreadPoolProfileTests
{
    private const string Here = "Dashboard.Diagnostics.Tests.Queues.ThreadPoolProfileTests";

    [Fact]
    public async Task What_waits_while_the_pool_is_kept_busy_is_named_by_the_method_that_will_run()
    {
        // All threads of the pool are blocked: not in the process of the other tests.
        if (!ChildProcess.IsHere)
        {
            await ChildProcess.RunAsync(typeof(ThreadPoolProfileTests), nameof(What_waits_while_the_pool_is_kept_busy_is_named_by_the_method_that_will_run));
            return;
        }

        // Not disposed of: some of those who wait for it may begin after the test has ended.
        var release = new ManualResetEventSlim();
        Capture(release, out var profile, out var pending);
        release.Set();

        var file = DecodedProfile.Read(ProtoWriter.Write(profile, new FrameAddresses()));
        Assert.Equal(["threadpool/count"], file.SampleTypes);
        Assert.Equal(60, Count(file, $"{Here}.PlantedWork"));
        Assert.Equal(50, Count(file, $"{Here}.PlantedTask"));
        Assert.Equal(40, Count(file, $"{Here}.PlantedAsync"));
        Assert.Equal(30, Count(file, $"{Here}.PlantedItem.Execute"));
        Assert.Equal(20, Count(file, $"{Here}.PlantedTyped"));
        Assert.Equal(10, Count(file, $"{Here}.PlantedPooled"));
        Assert.Equal([60], file.Samples[0].Values); // the most first
        // What the test runner queues meanwhile is the only difference.
        Assert.InRange(profile.Total, 210, pending + 20);
        Assert.Contains(profile.Samples, s => s.Stack[0].Module == "Dashboard.Diagnostics.Tests.dll");
    }

    // Everything here on this thread: an await would wait for the pool.
    private static void Capture(ManualResetEventSlim release, out Profile profile, out long pending)
    {
        ThreadPool.SetMinThreads(1, 1);
        Assert.True(ThreadPool.SetMaxThreads(Environment.ProcessorCount, Environment.ProcessorCount));
        try
        {
            for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
                ThreadPool.UnsafeQueueUserWorkItem(static gate => ((ManualResetEventSlim)gate!).Wait(TimeSpan.FromSeconds(60)), release);
            for (var i = 0; i < 60; i++)
                ThreadPool.UnsafeQueueUserWorkItem(PlantedWork, null);
            for (var i = 0; i < 50; i++)
                _ = Task.Factory.StartNew(PlantedTask, default, TaskCreationOptions.PreferFairness, TaskScheduler.Default);
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            for (var i = 0; i < 40; i++)
                _ = PlantedAsync();
            for (var i = 0; i < 10; i++)
                _ = PlantedPooled().AsTask();
            SynchronizationContext.SetSynchronizationContext(context);
            for (var i = 0; i < 30; i++)
                ThreadPool.UnsafeQueueUserWorkItem(new PlantedItem(), preferLocal: false);
            for (var i = 0; i < 20; i++)
                ThreadPool.QueueUserWorkItem(PlantedTyped, i, preferLocal: false);

            var source = new ThreadPoolProfile(TimeProvider.System);
            pending = source.Count()!.Value;
            var capture = source.CaptureAsync(default, TestContext.Current.CancellationToken);
            Assert.True(capture.IsCompleted);
            profile = capture.Result;
        }
        finally
        {
            release.Set();
        }
    }

    private static long Count(DecodedProfile file, string method) => file.Samples.Where(s => s.Stack is [var leaf] && leaf == method).Sum(s => s.Values[0]);

    private static void PlantedWork(object? state)
    {
    }

    private static void PlantedTyped(int number)
    {
    }

    private static void PlantedTask()
    {
    }

    private static async Task PlantedAsync() => await Task.Yield();

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask PlantedPooled() => await Task.Yield();

    private sealed class PlantedItem : IThreadPoolWorkItem
    {
        public void Execute()
        {
        }
    }
}
