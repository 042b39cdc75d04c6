using System.Diagnostics;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Frozen;

[Collection(PlantedThreads.Collection)]
public sealed class FrozenProcessTests
{
    private const string OrphanFile = "DASHBOARD_TESTS_ORPHAN";

    [Fact]
    public void What_is_written_afterwards_is_not_in_the_copy()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var (before, after) = Snapshots.OnOwnThread(() =>
        {
            var numbers = GC.AllocateArray<long>(1, pinned: true);
            numbers[0] = 1;
            using var copy = FrozenProcess.Take(new SnapshotCalls(), TimeProvider.System);
            numbers[0] = 2;
            var seen = new byte[8];
            Assert.Equal(8, copy.Read((ulong)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(numbers, 0), seen));
            Assert.Equal(0, copy.Read(8, seen)); // no memory there
            return (BitConverter.ToInt64(seen), numbers[0]);
        });

        Assert.Equal((1, 2), (before, after));
    }

    [Fact]
    public void The_copy_has_one_thread_that_waits_and_is_gone_after_dispose()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var child = Snapshots.OnOwnThread(() =>
        {
            using var copy = FrozenProcess.Take(new SnapshotCalls(), TimeProvider.System);
            var folder = $"/proc/{copy.ProcessId}";
            Assert.Single(Directory.EnumerateDirectories(Path.Join(folder, "task")));
            Assert.Contains(copy.ProcessId, Snapshots.Children());
            // Every signal that can be blocked is: none of the runtime's handlers runs in it.
            var blocked = File.ReadLines(Path.Join(folder, "status")).Single(l => l.StartsWith("SigBlk:", StringComparison.Ordinal));
            Assert.Equal("fffffffffffbfeff", blocked.Split('\t')[1]); // all but SIGKILL and SIGSTOP
            return copy.ProcessId;
        });

        Assert.False(Directory.Exists($"/proc/{child}"));
    }

    [Fact]
    public async Task Children_of_others_end_as_they_do_without_snapshots()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        using var piped = Process.Start(new ProcessStartInfo("sh", ["-c", "read line; exit 7"]) { RedirectStandardInput = true })!;
        for (var i = 0; i < 5; i++)
            Snapshots.OnOwnThread(() => FrozenProcess.Take(new SnapshotCalls(), TimeProvider.System) is var copy && Dispose(copy));
        piped.StandardInput.WriteLine("go");
        await piped.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(7, piped.ExitCode);
        static bool Dispose(FrozenProcess copy)
        {
            copy.Dispose();
            return true;
        }
    }

    [Fact]
    public async Task The_copy_dies_with_its_parent()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        if (Environment.GetEnvironmentVariable(OrphanFile) is { } file)
        {
            Snapshots.OnOwnThread(() =>
            {
                var copy = FrozenProcess.Take(new SnapshotCalls(), TimeProvider.System);
                File.WriteAllText(file, $"{copy.ProcessId}");
                Process.GetCurrentProcess().Kill();
                new ManualResetEventSlim().Wait(TimeSpan.FromMinutes(1)); // killed while it waits
                return copy.ProcessId;
            });
        }

        var path = Path.GetTempFileName();
        try
        {
            using var parent = OwnProcess.Start(typeof(FrozenProcessTests), nameof(The_copy_dies_with_its_parent), (OrphanFile, path));
            await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
            var child = int.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);

            var started = Stopwatch.GetTimestamp();
            while (IsAlive(child))
            {
                Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "The copy outlived its parent.");
                await Task.Yield();
            }
        }
        finally
        {
            File.Delete(path);
        }

        // A zombie has ended; whoever inherited it may be slow to reap it.
        static bool IsAlive(int child)
        {
            try
            {
                return File.ReadAllText($"/proc/{child}/stat").Split(") ")[1][0] is not ('Z' or 'X');
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("clone", "the kernel refused to copy the process (error 1: Operation not permitted)")]
    [InlineData("process_vm_readv", "the kernel refused to read the copy (error 1: Operation not permitted)")]
    public async Task A_refusal_is_told_in_words_and_leaves_no_child(string refused, string words)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var calls = new RefusingCalls(refused);
        await using var services = Services(calls);

        var refusal = await Assert.ThrowsAsync<SnapshotRefusedException>(
            () => services.GetRequiredService<SnapshotCapture>().ReadAsync((_, _) => (0, 0L), TestContext.Current.CancellationToken));

        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
        Assert.False(calls.LastChild > 0 && Directory.Exists($"/proc/{calls.LastChild}"));
    }

    [Fact]
    public async Task A_heap_beyond_the_cap_is_refused_with_the_remedy_before_anything_is_copied()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var ballast = new byte[8 << 20];
        GC.Collect(); // the collector tells what is committed from its last collection on
        await using var services = Services(new RefusingCalls("clone"), o => o.MaximumHeapBytes = 1 << 20);

        var refusal = await Assert.ThrowsAsync<CaptureException>(
            () => services.GetRequiredService<SnapshotCapture>().ReadAsync((_, _) => (0, 0L), TestContext.Current.CancellationToken));

        Assert.Matches(@"^The managed heap has [0-9.]+ MiB committed, and snapshots are taken up to 1\.0 MiB.*SnapshotOptions\.MaximumHeapBytes", refusal.Message);
        Assert.False(refusal.IsTransient);
        GC.KeepAlive(ballast);
    }

    [Fact]
    public async Task One_that_takes_too_long_or_that_nobody_waits_for_is_given_up_and_leaves_no_child()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var services = Services(new SnapshotCalls(), o => o.Timeout = TimeSpan.FromSeconds(1));
        var capture = services.GetRequiredService<SnapshotCapture>();

        var late = await Assert.ThrowsAsync<CaptureException>(() => capture.ReadAsync((_, bound) => Forever(bound), TestContext.Current.CancellationToken));
        using var left = new CancellationTokenSource();
        var abandoned = capture.ReadAsync((_, bound) =>
        {
            left.Cancel();
            return Forever(bound);
        }, left.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);

        Assert.Contains("SnapshotOptions.Timeout", late.Message, StringComparison.Ordinal);
        Assert.True(late.IsTransient);
        Assert.Empty(Snapshots.Children());

        static (int, long) Forever(CaptureBound bound)
        {
            while (true)
                bound.Check();
        }
    }

    private static ServiceProvider Services(SnapshotCalls calls, Action<SnapshotOptions>? options = null)
    {
        var services = new ServiceCollection().AddLogging().AddDebugEndpoints().AddSingleton(calls);
        if (options is not null)
            services.Configure(options);
        return services.BuildServiceProvider();
    }
}
