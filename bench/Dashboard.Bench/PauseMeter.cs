using System.Diagnostics;

namespace Dashboard.Bench;

/// <summary>
/// A thread that does nothing but look at the clock, or that allocates and writes between two looks. Its longest gap is what a request of that moment would have felt:
/// the pauses of a capture, and what the scheduler and the collector add.
/// </summary>
internal sealed class PauseMeter(ProfileHeap heap)
{
    private Thread? _thread;
    private volatile bool _isStopped;
    private long _longest;

    public void Start(bool allocates)
    {
        _isStopped = false;
        _longest = 0;
        _thread = new Thread(allocates ? Allocate : Spin) { IsBackground = true, Name = "pause meter" };
        _thread.Start();
    }

    /// <summary>The longest gap since the start.</summary>
    public TimeSpan Stop()
    {
        _isStopped = true;
        _thread?.Join();
        _thread = null;
        return Stopwatch.GetElapsedTime(0, _longest);
    }

    private void Spin()
    {
        for (var last = Stopwatch.GetTimestamp(); !_isStopped;)
        {
            last = Look(last);
        }
    }

    private void Allocate()
    {
        var kept = new object[1024];
        var last = Stopwatch.GetTimestamp();
        for (var i = 0; !_isStopped; i++)
        {
            AllocationLoad.Once(kept, heap, i);
            last = Look(last);
        }
    }

    private long Look(long last)
    {
        var now = Stopwatch.GetTimestamp();
        _longest = Math.Max(_longest, now - last);
        return now;
    }
}
