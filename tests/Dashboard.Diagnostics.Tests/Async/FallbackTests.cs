using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Frozen;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Async;

[Collection(PlantedThreads.Collection)]
public sealed class FallbackTests
{
    [Theory]
    [InlineData("clone", "the kernel refused to copy the process")]
    [InlineData("process_vm_readv", "the kernel refused to read the copy")]
    public async Task Where_the_kernel_refuses_a_snapshot_methods_are_counted_by_a_heap_dump(string refused, string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        using var planted = new PlantedOperations();
        planted.ThreeDeep(500);
        var calls = new RefusingCalls(refused);
        await using var services = new ServiceCollection().AddLogging().AddDebugEndpoints().AddSingleton<SnapshotCalls>(calls).BuildServiceProvider();
        var source = services.GetServices<ProfileSource>().Single(s => s.Name == "goroutine");

        var profile = await source.CaptureAsync(default, TestContext.Current.CancellationToken);

        foreach (var method in new[] { "OutermostAsync", "MiddleAsync", "LeafAsync" })
        {
            var sample = Assert.Single(profile.Samples, s => s.Stack.Any(f => f.Function == $"{typeof(PlantedOperations).FullName}.{method}"));
            Assert.InRange(sample.Values[0], 500, 520); // and those that other tests in this process let run
        }

        Assert.Equal("heap dump by event session", profile.Capture.Way);
        Assert.Contains(profile.Capture.Notes, n => n.Contains(words, StringComparison.Ordinal) && n.Contains("Operation not permitted", StringComparison.Ordinal));
        Assert.True(profile.Capture.Pause > TimeSpan.Zero);
        Assert.Contains(profile.Samples, s => s.Labels.Contains(new Label("kind", "thread")));
        Assert.False(calls.LastChild > 0 && Directory.Exists($"/proc/{calls.LastChild}"), "The child was left behind.");
    }

    [Fact]
    public async Task Without_the_diagnostic_port_the_snapshot_still_serves_and_a_refusal_names_both_causes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        if (Environment.GetEnvironmentVariable("DOTNET_EnableDiagnostics") != "0")
        {
            // The port is opened or not when a process starts: this very test once more, in a process without it.
            using var child = OwnProcess.Start(
                typeof(FallbackTests), nameof(Without_the_diagnostic_port_the_snapshot_still_serves_and_a_refusal_names_both_causes), ("DOTNET_EnableDiagnostics", "0"));
            var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
            return;
        }

        using var planted = new PlantedOperations();
        planted.ThreeDeep(100);
        await using var services = new ServiceCollection().AddLogging().AddDebugEndpoints().BuildServiceProvider();
        await using var refused = new ServiceCollection().AddLogging().AddDebugEndpoints().AddSingleton<SnapshotCalls>(new RefusingCalls("clone")).BuildServiceProvider();

        var profile = await Goroutine(services).CaptureAsync(default, TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<CaptureException>(() => Goroutine(refused).CaptureAsync(default, TestContext.Current.CancellationToken));

        Assert.Equal("copy-on-write snapshot", profile.Capture.Way);
        var sample = Assert.Single(profile.Samples, s => s.Stack.Any(f => f.Function == $"{typeof(PlantedOperations).FullName}.OutermostAsync"));
        Assert.Equal([100], sample.Values);
        Assert.Contains(profile.Capture.Notes, n => n.StartsWith("The threads' stacks are missing", StringComparison.Ordinal) && n.Contains("DOTNET_EnableDiagnostics", StringComparison.Ordinal));
        Assert.Contains(profile.Samples, s => s.Labels.Contains(new Label("kind", "thread")));
        Assert.Contains("the kernel refused to copy the process", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("DOTNET_EnableDiagnostics", refusal.Message, StringComparison.Ordinal);

        static ProfileSource Goroutine(ServiceProvider provider) => provider.GetServices<ProfileSource>().Single(s => s.Name == "goroutine");
    }
}
