using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>Threads blocked in a method of a known name, until they are disposed of.</summary>
internal sealed class PlantedThreads : IDisposable
{
    /// <summary>Tests that plant many threads or count all of them do not run beside each other.</summary>
    public const string Collection = "planted threads";

    // The slim one has a lock inside: fifty threads that come at once wait there for a moment, and are blocked in another place than a moment later.
    private readonly ManualResetEvent _release = new(false);
    private readonly List<Thread> _threads = [];

    public PlantedThreads(int count, string name)
    {
        using var started = new CountdownEvent(count);
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(() => OuterPlantedMethod(started)) { Name = name };
            thread.Start();
            _threads.Add(thread);
        }

        started.Wait(TestContext.Current.CancellationToken);
        // They have signalled; now until each is really in its wait.
        while (_threads.Any(t => (t.ThreadState & ThreadState.WaitSleepJoin) == 0))
            Thread.Yield();
    }

    /// <summary>The line that they wait in.</summary>
    public static int WaitLine { get; private set; }

    public void Dispose()
    {
        _release.Set();
        _threads.ForEach(t => t.Join());
        _release.Dispose();
    }

    private static int Here([CallerLineNumber] int line = 0) => line;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void OuterPlantedMethod(CountdownEvent started)
    {
        started.Signal();
        BlockedPlantedMethod();
        GC.KeepAlive(this); // no tail call
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BlockedPlantedMethod()
    {
        WaitLine = Here(); _release.WaitOne();
        GC.KeepAlive(this);
    }
}
