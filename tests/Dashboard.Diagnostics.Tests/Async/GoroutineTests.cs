using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;

namespace Dashboard.Diagnostics.Tests.Async;

[Collection(PlantedThreads.Collection)]
public sealed class GoroutineTests
{
    private const string Planted = "Dashboard.Diagnostics.Tests.Async.PlantedOperations";

    [Fact]
    public async Task A_thousand_methods_three_deep_are_one_group_of_a_thousand_beside_fifty_threads_in_another()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        using var planted = new PlantedOperations();
        planted.ThreeDeep(1000);
        using var threads = new PlantedThreads(50, "blocked-fifty");
        await using var host = await DebugHost.StartAsync();

        var text = await host.TextAsync("/debug/pprof/goroutine?debug=1");
        using var answer = await host.GetAsync("/debug/pprof/goroutine");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        var groups = Regex.Matches(text, @"(?m)^(\d+) @(?: 0x[0-9a-f]+)+\n((?:#\t0x[0-9a-f]+\t.+\+0x[0-9a-f]+\t.*:\d+\n)+)");
        var largest = groups[0];
        Assert.Equal("1000", largest.Groups[1].Value);
        Assert.Matches(
            $@"\A#\t\S+\tSystem\.Threading\.Tasks\.TaskCompletionSource\.Task\+0x8\t.*\n"
            + $@"#\t\S+\t{Regex.Escape(Planted)}\.LeafAsync\+0x8\t\S*Async/PlantedOperations\.cs:{Line("leaf line")}\n"
            + $@"#\t\S+\t{Regex.Escape(Planted)}\.MiddleAsync\+0x8\t\S*Async/PlantedOperations\.cs:{Line("middle line")}\n"
            + $@"#\t\S+\t{Regex.Escape(Planted)}\.OutermostAsync\+0x8\t\S*Async/PlantedOperations\.cs:{Line("outermost line")}\n\z",
            largest.Groups[2].Value);
        Assert.Contains(groups, g => g.Groups[1].Value == "50" && g.Groups[2].Value.Contains("PlantedThreads.BlockedPlantedMethod", StringComparison.Ordinal));

        Assert.Equal(["goroutine/count"], file.SampleTypes);
        Assert.Equal("goroutine/count", file.PeriodType);
        var operations = Assert.Single(file.Samples, s => s.Stack.Contains($"{Planted}.OutermostAsync"));
        Assert.Equal([1000], operations.Values);
        Assert.Equal(("async", "TaskCompletionSource"), (operations.Labels["kind"], operations.Labels["wait"]));
        Assert.Equal(50, file.Samples.Count(s => s.Labels["kind"] == "thread" && s.Labels["thread"] == "blocked-fifty"));
    }

    // What waits, the methods from the innermost, and what the innermost waits for.
    [Theory]
    [InlineData("delay", "DelayAsync", "Task.Delay")]
    [InlineData("semaphore", "SemaphoreAsync", "SemaphoreSlim.WaitAsync")]
    [InlineData("channel read", "ChannelReadAsync", "Channel.ReadAsync")]
    [InlineData("channel wait", "ChannelWaitAsync", "Channel.WaitToReadAsync")]
    [InlineData("channel write", "ChannelWriteAsync", "Channel.WriteAsync")]
    [InlineData("when all", "LeafAsync WhenAllAsync|LeafAsync MiddleAsync WhenAllAsync|DelayAsync WhenAllAsync", "TaskCompletionSource|TaskCompletionSource|Task.Delay")]
    [InlineData("when any", "LeafAsync WhenAnyAsync|DelayAsync WhenAnyAsync|SemaphoreAsync WhenAnyAsync", "TaskCompletionSource|Task.Delay|SemaphoreSlim.WaitAsync")]
    [InlineData("wait async", "LeafAsync WaitAsync", "TaskCompletionSource")]
    [InlineData("value task", "ValueTaskAsync OverValueTaskAsync", "TaskCompletionSource")]
    [InlineData("pooled", "PooledAsync OverPooledAsync", "TaskCompletionSource")]
    [InlineData("iterator", "IteratorAsync OverIteratorAsync", "TaskCompletionSource")]
    [InlineData("void", "VoidAsync", "TaskCompletionSource")]
    [InlineData("lambda", "Start.lambda", "TaskCompletionSource")]
    [InlineData("run", "LeafAsync", "TaskCompletionSource")]
    [InlineData("generic", "GenericAsync", "TaskCompletionSource")]
    [InlineData("periodic", "PeriodicAsync", "PeriodicTimer.WaitForNextTickAsync")]
    [InlineData("synchronous source", "SynchronousSourceAsync", "TaskCompletionSource")]
    [InlineData("continue with", "LeafAsync", "TaskCompletionSource")]
    [InlineData("over continuation", "LeafAsync OverContinuationAsync", "TaskCompletionSource")]
    public async Task Each_shape_of_waiting_is_one_stack_with_what_it_waits_for(string shape, string stacks, string waits)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var host = await DebugHost.StartAsync();
        using var planted = new PlantedOperations();
        planted.Start(shape);

        using var answer = await host.GetAsync("/debug/pprof/goroutine");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        var expected = stacks.Split('|').Zip(waits.Split('|'), (stack, wait) => $"1 {stack} [{wait}]").Order(StringComparer.Ordinal);
        var found = file.Samples
            .Where(s => s.Labels["kind"] == "async" && s.Stack.Any(f => f.StartsWith(Planted, StringComparison.Ordinal)))
            .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Values[0]} {string.Join(' ', s.Stack.Skip(1).Select(f => f[(Planted.Length + 1)..]))} [{s.Labels["wait"]}]"))
            .Order(StringComparer.Ordinal);
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Callers_of_one_operation_are_all_there_and_the_operation_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var host = await DebugHost.StartAsync();
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = SharedOperationAsync(source.Task);
        var callers = Enumerable.Range(0, 7).Select(_ => CallerOfSharedAsync(shared)).ToList();

        using var answer = await host.GetAsync("/debug/pprof/goroutine");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        source.SetResult();
        await Task.WhenAll(callers);

        var name = typeof(GoroutineTests).FullName;
        Assert.Equal(1, file.Samples.Where(s => s.Stack.Contains($"{name}.{nameof(SharedOperationAsync)}")).Sum(s => s.Values[0]));
        Assert.Equal(7, file.Samples.Where(s => s.Stack.Contains($"{name}.{nameof(CallerOfSharedAsync)}")).Sum(s => s.Values[0]));
    }

    [Fact]
    public async Task Operations_that_have_ended_are_not_counted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var host = await DebugHost.StartAsync();
        var planted = new PlantedOperations();
        planted.ThreeDeep(100);
        planted.Start("pooled");
        planted.Start("iterator");
        planted.Start("void");
        planted.Dispose();

        using var answer = await host.GetAsync("/debug/pprof/goroutine");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.DoesNotContain(file.Samples, s => s.Labels["kind"] == "async" && s.Stack.Any(f => f.StartsWith(Planted, StringComparison.Ordinal)));
        GC.KeepAlive(planted.Running);
    }

    private static async Task SharedOperationAsync(Task task) => await task;

    private static async Task CallerOfSharedAsync(Task shared) => await shared;

    // Where the source of the planted methods says so.
    private static int Line(string mark) =>
        Array.FindIndex(File.ReadAllLines(Path.Join(Repository.Root, "tests/Dashboard.Diagnostics.Tests/Async/PlantedOperations.cs")), l => l.EndsWith($"// {mark}", StringComparison.Ordinal)) + 1;
}
