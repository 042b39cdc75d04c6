using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;
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
}
