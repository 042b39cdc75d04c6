using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Dashboard.Diagnostics.Tests.Async;

/// <summary>Async methods that wait for what never comes, until they are released.</summary>
internal sealed class PlantedOperations : IDisposable
{
    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _semaphore = new(0);
    private readonly Channel<int> _empty = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _full = Channel.CreateBounded<int>(1);
    private readonly PeriodicTimer _timer = new(TimeSpan.FromDays(1));
    private readonly List<Task> _running = [];

    public PlantedOperations() => _full.Writer.TryWrite(1);

    /// <summary>What runs, the outermost of each.</summary>
    public IReadOnlyList<Task> Running => _running;

    public void Dispose()
    {
        _never.TrySetResult();
        _stop.Cancel();
        _semaphore.Release(1000);
        _empty.Writer.TryComplete();
        _full.Reader.TryRead(out _);
        _timer.Dispose();
        try
        {
            Task.WaitAll([.. _running], TimeSpan.FromSeconds(30));
        }
        catch (AggregateException)
        {
            // They were cancelled.
        }

        _stop.Dispose();
    }

    public void ThreeDeep(int count)
    {
        for (var i = 0; i < count; i++)
            _running.Add(OutermostAsync());
    }

    /// <summary>Starts one of the shapes by its name.</summary>
    public void Start(string shape) => _running.Add(shape switch
    {
        "delay" => DelayAsync(),
        "semaphore" => SemaphoreAsync(),
        "channel read" => ChannelReadAsync(),
        "channel wait" => ChannelWaitAsync(),
        "channel write" => ChannelWriteAsync(),
        "when all" => WhenAllAsync(),
        "when any" => WhenAnyAsync(),
        "wait async" => WaitAsync(),
        "value task" => OverValueTaskAsync(),
        "pooled" => OverPooledAsync(),
        "iterator" => OverIteratorAsync(),
        "void" => OverVoid(),
        "lambda" => new Func<Task>(async () => await _never.Task)(),
        "run" => Task.Run(LeafAsync),
        "generic" => GenericAsync("text"),
        "periodic" => PeriodicAsync(),
        "synchronous source" => SynchronousSourceAsync(),
        "continue with" => LeafAsync().ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ContinueWith(_ => { }, TaskScheduler.Default),
        "over continuation" => OverContinuationAsync(),
        _ => throw new ArgumentException(shape),
    });

    // Optimised in this way or that, the waiting is in the methods and lines that are written here.
    private async Task OutermostAsync()
    {
        await MiddleAsync(3).ConfigureAwait(false); // outermost line
        GC.KeepAlive(this);
    }

    private async Task<int> MiddleAsync(int number)
    {
        await LeafAsync(); // middle line
        return number;
    }

    private async Task LeafAsync()
    {
        await _never.Task; // leaf line
        GC.KeepAlive(this);
    }

    private async Task DelayAsync() => await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System, _stop.Token);

    private async Task SemaphoreAsync() => await _semaphore.WaitAsync();

    private async Task ChannelReadAsync() => await _empty.Reader.ReadAsync(_stop.Token);

    private async Task ChannelWaitAsync() => await _empty.Reader.WaitToReadAsync(_stop.Token);

    private async Task ChannelWriteAsync() => await _full.Writer.WriteAsync(2, _stop.Token);

    private async Task WhenAllAsync() => await Task.WhenAll(LeafAsync(), MiddleAsync(1), DelayAsync());

    private async Task WhenAnyAsync() => await Task.WhenAny(LeafAsync(), DelayAsync(), SemaphoreAsync());

    private async Task WaitAsync() => await LeafAsync().WaitAsync(_stop.Token);

    private async ValueTask<int> ValueTaskAsync()
    {
        await _never.Task;
        return 1;
    }

    private async Task OverValueTaskAsync() => await ValueTaskAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> PooledAsync()
    {
        await _never.Task;
        return 1;
    }

    private async Task OverPooledAsync() => await PooledAsync();

    private async IAsyncEnumerable<int> IteratorAsync()
    {
        yield return 1;
        await _never.Task;
        yield return 2;
    }

    private async Task OverIteratorAsync()
    {
        await foreach (var number in IteratorAsync())
            GC.KeepAlive(number);
    }

    private Task OverVoid()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        VoidAsync(done);
        return done.Task;
    }

    private async void VoidAsync(TaskCompletionSource done)
    {
        await _never.Task;
        done.SetResult();
    }

    private async Task GenericAsync<T>(T value)
    {
        await _never.Task;
        GC.KeepAlive(value);
    }

    private async Task PeriodicAsync() => await _timer.WaitForNextTickAsync(_stop.Token);

    private async Task SynchronousSourceAsync()
    {
        var source = new TaskCompletionSource<int>();
        using var registration = _stop.Token.Register(() => source.TrySetResult(1));
        await source.Task;
    }

    private async Task OverContinuationAsync() =>
        await LeafAsync().ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
