using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Dashboard.Bench;

/// <summary>3,000 pending async operations: 1,000 chains of three methods, and 2,000 of other shapes. They never end.</summary>
internal sealed class ProfileOperations : IDisposable
{
    public const int Chains = 1000;

    /// <summary>The outermost method of each other shape, how many there are, and how many stacks each makes.</summary>
    public static readonly IReadOnlyList<(string Method, int Count, int StacksOfEach)> Shapes =
    [
        (nameof(DelayAsync), 400, 1),
        (nameof(SemaphoreAsync), 400, 1),
        (nameof(ChannelAsync), 400, 1),
        (nameof(WhenAllAsync), 200, 2),
        (nameof(OverValueTaskAsync), 200, 1),
        (nameof(OverPooledAsync), 200, 1),
        (nameof(OverIteratorAsync), 200, 1),
    ];

    private readonly TaskCompletionSource _never = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _semaphore = new(0);
    private readonly Channel<int> _empty = Channel.CreateUnbounded<int>();
    private readonly List<Task> _running = [];

    public ProfileOperations()
    {
        Start(OutermostAsync, Chains);
        foreach (var (start, (_, count, _)) in new Func<Task>[] { DelayAsync, SemaphoreAsync, ChannelAsync, WhenAllAsync, OverValueTaskAsync, OverPooledAsync, OverIteratorAsync }.Zip(Shapes))
        {
            Start(start, count);
        }
    }

    /// <summary>The methods of a chain, the innermost first.</summary>
    public static IReadOnlyList<string> Chain { get; } = [nameof(LeafAsync), nameof(MiddleAsync), nameof(OutermostAsync)];

    public void Dispose() => _semaphore.Dispose();

    private void Start(Func<Task> operation, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _running.Add(operation());
        }
    }

    private async Task OutermostAsync()
    {
        await MiddleAsync();
        GC.KeepAlive(this);
    }

    private async Task<int> MiddleAsync()
    {
        await LeafAsync();
        return 1;
    }

    private async Task LeafAsync()
    {
        await _never.Task;
        GC.KeepAlive(this);
    }

    private static async Task DelayAsync() => await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System);

    private async Task SemaphoreAsync() => await _semaphore.WaitAsync();

    private async Task ChannelAsync() => await _empty.Reader.ReadAsync();

    private async Task WhenAllAsync() => await Task.WhenAll(MiddleAsync(), DelayAsync());

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
        {
            GC.KeepAlive(number);
        }
    }
}
