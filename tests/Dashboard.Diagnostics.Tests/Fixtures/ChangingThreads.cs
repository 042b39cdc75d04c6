using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>A hundred threads of which the oldest ends and a new one starts, over and over.</summary>
internal sealed class ChangingThreads : IDisposable
{
    public const string Name = "changing";
    public const int Living = 100;

    private readonly Thread _starter;
    private int _started;
    private volatile bool _stop;

    public ChangingThreads()
    {
        _starter = new Thread(Change);
        _starter.Start();
        SpinWait.SpinUntil(() => Started >= Living);
    }

    public int Started => Volatile.Read(ref _started);

    public void Dispose()
    {
        _stop = true;
        _starter.Join();
    }

    private void Change()
    {
        var living = new Queue<(Thread Thread, ManualResetEventSlim End)>();
        while (!_stop)
        {
            var end = new ManualResetEventSlim();
            var thread = new Thread(() => LiveOfChangingThread(end)) { Name = Name };
            thread.Start();
            living.Enqueue((thread, end));
            Interlocked.Increment(ref _started);
            if (living.Count > Living)
                End(living.Dequeue());
        }

        while (living.TryDequeue(out var last))
            End(last);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LiveOfChangingThread(ManualResetEventSlim end)
    {
        end.Wait();
        GC.KeepAlive(end); // no tail call
    }

    private static void End((Thread Thread, ManualResetEventSlim End) one)
    {
        one.End.Set();
        one.Thread.Join();
        one.End.Dispose();
    }
}
