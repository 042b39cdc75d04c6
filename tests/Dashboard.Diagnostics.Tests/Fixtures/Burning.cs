using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>
/// One thread that spends three quarters of its CPU time in one method and a quarter in another, by its own CPU clock: however little of the machine it gets, the shares are the same. It is a clock too,
/// that of its CPU time: what is measured by it lasts until enough has been burnt.
/// </summary>
internal sealed class Burning : TimeProvider, IDisposable
{
    public const string ThreeQuarters = "Dashboard.Diagnostics.Tests.Fixtures.Burning.ThreeQuartersMethod";
    public const string Quarter = "Dashboard.Diagnostics.Tests.Fixtures.Burning.QuarterMethod";

    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    private readonly Action _work;
    private readonly Random _random;
    private readonly Thread _thread;
    private long _used;
    private long _quarterNanoseconds;
    private volatile bool _stop;

    /// <param name="name">The thread's.</param>
    /// <param name="work">Done over and over instead of the two methods.</param>
    public Burning(string name, Action? work = null)
    {
        _work = work ?? BurnBoth;
        _random = new Random(1);
        _thread = new Thread(Run) { Name = name };
        _thread.Start();
    }

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Volatile.Read(ref _used);

    public static long CpuNanoseconds()
    {
        Assert.Equal(0, ClockGetTime(ThreadCpuTime, out var time));
        return time.Seconds * 1_000_000_000 + time.Nanoseconds;
    }

    /// <summary>Burns so much CPU time of the calling thread.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Burn(long nanoseconds)
    {
        var until = CpuNanoseconds() + nanoseconds;
        double sum = 1;
        do
        {
            for (var i = 1; i < 5000; i++)
                sum += 1 / (sum * i);
        }
        while (CpuNanoseconds() < until);
        return sum;
    }

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
    }

    private void Run()
    {
        var started = CpuNanoseconds();
        while (!_stop)
        {
            _work();
            Volatile.Write(ref _used, CpuNanoseconds() - started);
        }
    }

    private void BurnBoth()
    {
        // Turns of unequal length, so that no sampler is in step with them.
        _quarterNanoseconds = _random.Next(500_000, 2_500_000);
        ThreeQuartersMethod();
        QuarterMethod();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThreeQuartersMethod()
    {
        Burn(3 * _quarterNanoseconds);
        GC.KeepAlive(this); // no tail call
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void QuarterMethod()
    {
        Burn(_quarterNanoseconds);
        GC.KeepAlive(this);
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeOfClock time);

    private struct TimeOfClock
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
