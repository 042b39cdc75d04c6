using Dashboard.Server.Live;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Server.Tests.Live;

public sealed class LivePaceTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly LiveRig _rig = SmallCluster.Rig();
    private readonly FakeTimeProvider _time = new();
    private readonly LivePace _pace;

    public LivePaceTests()
    {
        _pace = new LivePace(_rig.History, _time, Options.Create(new LiveOptions { MinimumInterval = Interval }));
        _time.Advance(Interval);
    }

    [Fact]
    public async Task After_a_quiet_while_what_is_new_is_told_at_once()
    {
        await AsReadersKnow(_rig.History.Version);
        _time.Advance(Interval);
        var next = Next(_rig.History.Version);
        Assert.False(next.IsCompleted);

        Change();

        await Soon(next);
    }

    [Fact]
    public async Task All_are_told_together_whenever_each_began_to_wait()
    {
        var before = _rig.History.Version;
        await AsReadersKnow(before);
        Change();
        var one = Next(before);
        _time.Advance(Interval / 2);
        Change();
        var other = Next(before);
        var last = Next(before + 1);
        Assert.False(one.IsCompleted || other.IsCompleted || last.IsCompleted);

        // Half of the interval is over; the rest of it is not.
        _time.Advance((Interval / 2) - TimeSpan.FromMilliseconds(1));
        await Settled();
        Assert.False(one.IsCompleted || other.IsCompleted || last.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await Soon(Task.WhenAll(one, other, last));
    }

    [Fact]
    public async Task Who_knows_the_newest_waits_and_who_is_behind_is_told_of_it()
    {
        var before = _rig.History.Version;
        await AsReadersKnow(before);
        Change();

        // Came between two beats and took what was new then.
        var ahead = Next(_rig.History.Version);
        var behind = Next(before);
        _time.Advance(Interval);
        await Soon(behind);
        await Settled();
        Assert.False(ahead.IsCompleted);

        Change();
        _time.Advance(Interval);
        await Soon(ahead);
    }

    [Fact]
    public async Task Who_leaves_takes_nothing_from_the_others()
    {
        await AsReadersKnow(_rig.History.Version);
        using var leaving = new CancellationTokenSource();
        var gone = _pace.NextAsync(_rig.History.Version, leaving.Token);
        var stays = Next(_rig.History.Version);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        Change();
        _time.Advance(Interval);

        await Soon(stays);
    }

    public void Dispose() => _rig.Dispose();

    private void Change() => _rig.Pass(5).AllFresh();

    private Task Next(long version) => _pace.NextAsync(version, TestContext.Current.CancellationToken);

    /// <summary>The beat of a version, as after a first reader.</summary>
    private Task AsReadersKnow(long version) => Soon(Next(version - 1));

    private static Task Soon(Task task) => task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

    /// <summary>What other threads of the pool had to do before this is done.</summary>
    private static async Task Settled()
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.Yield();
        }
    }
}
