namespace Dashboard.Bench;

/// <summary>A thread that allocates as fast as it can, keeps some for a while, starts and ends async operations, and has the collector work.</summary>
internal sealed class AllocationLoad(ProfileHeap heap)
{
    private Thread? _thread;
    private volatile bool _isStopped;

    public static void Once(object[] kept, ProfileHeap heap, int number)
    {
        kept[number % kept.Length] = number % 64 == 0 ? new byte[number % 4096] : new string('x', number % 100);
        heap.Touch(number);
    }

    public void Start()
    {
        _isStopped = false;
        _thread = new Thread(Run) { IsBackground = true, Name = "allocation load" };
        _thread.Start();
    }

    public void Stop()
    {
        _isStopped = true;
        _thread?.Join();
        _thread = null;
    }

    private void Run()
    {
        var kept = new object[20_000];
        for (var i = 0; !_isStopped; i++)
        {
            Once(kept, heap, i);
            if (i % 1000 == 0)
            {
                _ = PassingAsync();
            }

            if (i % 100_000 == 0)
            {
                kept[i % kept.Length] = new byte[100_000];
            }

            if (i % 2_000_000 == 0)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            }
        }
    }

    private static async Task PassingAsync()
    {
        await Task.Yield();
        await Task.Yield();
    }
}
