using System.Net;
using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Diagnostics.Tests.Captures;

/// <summary>Who waits, who shares, who is refused.</summary>
public sealed class TurnTests
{
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _began = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Callers_of_the_same_at_the_same_moment_share_one_capture()
    {
        var source = Held("goroutine");
        await using var host = await StartAsync(source);
        var captures = host.Services.GetRequiredService<ProfileCaptures>();
        // Each has joined when the call returns, so all are in before the one capture may end.
        var callers = Enumerable.Range(0, 8).Select(_ => captures.TakeAsync(source, null, collectFirst: false, TestContext.Current.CancellationToken)).ToList();
        var other = captures.TakeAsync(source, null, collectFirst: true, TestContext.Current.CancellationToken);
        _gate.SetResult();
        var captured = await Task.WhenAll(callers);

        Assert.Single(captured.Select(c => c.Facts.Id).Distinct());
        Assert.NotEqual(captured[0].Facts.Id, (await other).Facts.Id); // gc=1 is another question
        Assert.Equal(2, source.Captures);
        Assert.Equal(1, source.MostRunning);
    }

    [Fact]
    public async Task Captures_of_other_profiles_wait_for_their_turn_and_are_not_refused()
    {
        var running = 0;
        var most = 0;
        FakeProfileSource Counting(string name) => new(name)
        {
            Before = async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Yield();
                Interlocked.Decrement(ref running);
            },
        };
        string[] names = ["allocs", "block", "goroutine", "heap", "mutex"];
        await using var host = await StartAsync([.. names.Select(Counting)]);

        for (var round = 0; round < 20; round++)
        {
            // As Alloy asks, all at once.
            var answers = await Task.WhenAll(names.Select(n => host.GetAsync($"/debug/pprof/{n}")));
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        }

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_timed_capture_does_not_hold_up_those_of_a_moment_but_a_second_timed_one_is_refused()
    {
        var timed = Held("profile", ProfileKind.Timed);
        await using var host = await StartAsync(timed, new FakeProfileSource("heap"), new FakeProfileSource("goroutine"));
        var measuring = host.GetAsync("/debug/pprof/profile?seconds=14");
        await _began.Task.WaitAsync(TestContext.Current.CancellationToken);

        var moments = await Task.WhenAll(host.GetAsync("/debug/pprof/heap"), host.GetAsync("/debug/pprof/goroutine?debug=1"));
        using var second = await host.GetAsync("/debug/pprof/heap?seconds=5");
        using var page = await host.GetAsync("/debug/pprof/profile?seconds=5&format=html");
        Assert.False(measuring.IsCompleted);
        _gate.SetResult();
        using var measured = await measuring;

        Assert.All(moments, m => Assert.Equal(HttpStatusCode.OK, m.StatusCode));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 14);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Another capture is running.", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, measured.StatusCode);
    }

    [Fact]
    public async Task Who_waits_too_long_for_his_turn_is_told_to_come_again()
    {
        var time = new FakeTimeProvider();
        await using var host = await StartAsync(time, Held("heap"), new FakeProfileSource("goroutine"));
        var holder = host.GetAsync("/debug/pprof/heap");
        await _began.Task.WaitAsync(TestContext.Current.CancellationToken);
        var waiting = host.GetAsync("/debug/pprof/goroutine");
        await Eventually.TrueAsync(() => waiting.IsCompleted, () => time.Advance(CaptureTurn.LongestWait));

        using var refused = await waiting;
        _gate.SetResult();
        using var held = await holder;
        using var after = await host.GetAsync("/debug/pprof/goroutine");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("has been for 30 s. Ask again in 5 s.", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, held.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Who_leaves_frees_his_place_in_the_line_and_stops_the_capture_that_nobody_waits_for()
    {
        var heap = Held("heap");
        var goroutine = new FakeProfileSource("goroutine");
        await using var host = await StartAsync(heap, goroutine);
        using var holderLeaves = new CancellationTokenSource();
        using var waiterLeaves = new CancellationTokenSource();
        var holder = host.Client.GetAsync("/debug/pprof/heap", holderLeaves.Token);
        await _began.Task.WaitAsync(TestContext.Current.CancellationToken);
        var waiter = host.Client.GetAsync("/debug/pprof/goroutine", waiterLeaves.Token);
        await Eventually.TrueAsync(() => Requests(host) == 2);

        await waiterLeaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        await Eventually.TrueAsync(() => Requests(host) == 1); // the waiter's request has ended on the server, although its turn never came
        Assert.Equal(0, goroutine.Captures);
        Assert.Equal(0, heap.Stopped);

        await holderLeaves.CancelAsync();
        await Eventually.TrueAsync(() => heap.Stopped == 1);
        using var next = await host.GetAsync("/debug/pprof/goroutine");
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_capture_that_is_being_stopped_takes_nobody_along_and_refuses_nobody()
    {
        var captures = 0;
        var source = new FakeProfileSource("heap")
        {
            // The first one does not stop when it is told to, until the gate opens: the next caller waits for a capture of his own.
            Before = async (_, _) =>
            {
                if (Interlocked.Increment(ref captures) > 1)
                    return;
                _began.TrySetResult();
                await _gate.Task;
            },
        };
        await using var host = await StartAsync(source);
        using var leaves = new CancellationTokenSource();
        var first = host.Client.GetAsync("/debug/pprof/heap", leaves.Token);
        await _began.Task.WaitAsync(TestContext.Current.CancellationToken);
        await leaves.CancelAsync();
        await Eventually.TrueAsync(() => Requests(host) == 0);
        var second = host.GetAsync("/debug/pprof/heap");
        await Eventually.TrueAsync(() => Requests(host) == 1);
        _gate.SetResult();
        using var answer = await second;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, source.Captures);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    private readonly RequestCount _requests = new();

    private int Requests(DebugHost _) => _requests.Now;

    private FakeProfileSource Held(string name, ProfileKind kind = ProfileKind.Moment) => new(name)
    {
        KindOf = kind,
        Before = (_, stop) =>
        {
            _began.TrySetResult();
            return _gate.Task.WaitAsync(stop);
        },
    };

    private Task<DebugHost> StartAsync(params FakeProfileSource[] sources) => StartAsync(TimeProvider.System, sources);

    private Task<DebugHost> StartAsync(TimeProvider time, params FakeProfileSource[] sources) => DebugHost.StartAsync(
        services: s =>
        {
            s.AddSingleton(time);
            foreach (var source in sources)
                s.AddSingleton<ProfileSource>(source);
        },
        app: _requests.Use);
}
