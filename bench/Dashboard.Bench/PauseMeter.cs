using System.Buffers.Text;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Bench;

/// <summary>
/// A thread that does nothing but look at the clock, or that allocates and writes between two looks. Its longest gap is what a request of that moment would have felt: the pauses of
/// a capture and of the collector. What it waited for a processor is taken off, for that is the machine's other work.
/// </summary>
internal sealed class PauseMeter(ProfileHeap heap)
{
    private static readonly long ShortGap = Stopwatch.Frequency / 4000;

    private readonly byte[] _line = new byte[128];
    private Thread? _thread;
    private volatile bool _isStopped;
    private long _longest;
    private long _waited;
    private long _read;

    public void Start(bool allocates)
    {
        _isStopped = false;
        _longest = 0;
        _thread = new Thread(() => Run(allocates)) { IsBackground = true, Name = "pause meter" };
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

    private void Run(bool allocates)
    {
        using var file = File.OpenHandle("/proc/thread-self/schedstat");
        var kept = new object[1024];
        _waited = Waited(file);
        var last = _read = Stopwatch.GetTimestamp();
        for (var i = 0; !_isStopped; i++)
        {
            if (allocates)
            {
                AllocationLoad.Once(kept, heap, i);
            }

            last = Look(last, file);
        }
    }

    private long Look(long last, SafeFileHandle file)
    {
        var now = Stopwatch.GetTimestamp();
        // The kernel's sum is read often, so that what it grew by is of this gap.
        if (now - _read < ShortGap)
        {
            return now;
        }

        var waited = Waited(file);
        _longest = Math.Max(_longest, now - last - (waited - _waited));
        _waited = waited;
        return _read = Stopwatch.GetTimestamp();
    }

    /// <summary>How long this thread was ready and had no processor, in ticks of the clock: the second number of "CPU-ns waited-ns slices".</summary>
    private long Waited(SafeFileHandle file)
    {
        var line = _line.AsSpan(0, RandomAccess.Read(file, _line, 0));
        return Utf8Parser.TryParse(line[(line.IndexOf((byte)' ') + 1)..], out long nanoseconds, out _) ? (long)(nanoseconds * (Stopwatch.Frequency / 1e9)) : 0;
    }
}
