using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

public sealed class VersionsTests
{
    [Fact]
    public async Task A_waiter_is_released_by_the_next_version_and_not_before()
    {
        using var rig = new HistoryRig();
        var first = rig.History.Version;
        var waiting = rig.History.WaitForNewerAsync(first, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        var made = rig.History.Apply(new ClusterDelta { At = rig.At });

        Assert.Equal(first + 1, made);
        Assert.Equal(made, await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal(made, await rig.History.WaitForNewerAsync(first, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_waiter_that_gives_up_ends()
    {
        using var rig = new HistoryRig();
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var waiting = rig.History.WaitForNewerAsync(rig.History.Version, cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Waiters_do_not_run_on_the_writers_thread()
    {
        using var rig = new HistoryRig();
        using var held = new ManualResetEventSlim();
        var waiting = WaitAsync();

        // Would never end if the waiter went on inside of Apply.
        await Task.Run(() => rig.History.Apply(new ClusterDelta { At = rig.At }), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        held.Set();
        await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        async Task WaitAsync()
        {
            await rig.History.WaitForNewerAsync(0, TestContext.Current.CancellationToken);
            held.Wait(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Readers_see_a_whole_change_or_nothing_of_it()
    {
        using var rig = new HistoryRig();
        rig.Pods(Pod("a"), Pod("b"));
        var reads = 0;
        var written = false;
        var reading = Task.Run(() =>
        {
            while (!Volatile.Read(ref written))
            {
                var (a, b) = rig.Read(reader => (reader.PodCpuNanocores[0], reader.PodCpuNanocores[1]));
                Assert.Equal(a, b);
                Interlocked.Increment(ref reads);
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; !reading.IsCompleted && (i < 2_000 || Volatile.Read(ref reads) < 1_000); i++)
        {
            rig.Pass(1);
            rig.Samples(("a", rig.At, [("app", i, i)]), ("b", rig.At, [("app", i, i)]));
        }

        Volatile.Write(ref written, true);
        await reading.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
