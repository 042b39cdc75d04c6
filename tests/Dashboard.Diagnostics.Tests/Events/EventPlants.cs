using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Tests.Events;

/// <summary>Methods of known names that do what the profiles look for.</summary>
internal sealed class EventPlants
{
    public const string Secret = "a password of somebody";

    private readonly object _monitor = new();
    private readonly Lock _lock = new();
    private byte[] _kept = [];
    private int _guarded;

    public static string Name(string method) => $"{typeof(EventPlants).FullName}.{method}";

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AllocatePlanted(int objects, int bytes)
    {
        for (var i = 0; i < objects; i++)
            _kept = new byte[bytes];
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void ThrowPlanted(int times)
    {
        for (var i = 0; i < times; i++)
        {
            try
            {
                throw new PlantedException(Secret);
            }
            catch (PlantedException)
            {
                _guarded++;
            }
        }
    }

    /// <summary>Returns how long the lock was held while the waiter waited, and how long the whole thing took.</summary>
    public (TimeSpan Held, TimeSpan Whole) Contend(bool isMonitor, TimeSpan hold) => Contend(isMonitor, () => Thread.CurrentThread.Join(hold));

    /// <summary>Held until somebody has had enough.</summary>
    public (TimeSpan Held, TimeSpan Whole) Contend(bool isMonitor, ManualResetEventSlim enough) => Contend(isMonitor, () => enough.Wait(TestContext.Current.CancellationToken));

    private (TimeSpan Held, TimeSpan Whole) Contend(bool isMonitor, Action hold)
    {
        var started = Stopwatch.GetTimestamp();
        var held = TimeSpan.Zero;
        var holder = new Thread(() => held = isMonitor ? HoldMonitorPlanted(hold) : HoldLockPlanted(hold)) { Name = "planted-holder" };
        holder.Start();
        holder.Join();
        return (held, Stopwatch.GetElapsedTime(started));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void WaitPlanted(int times, int milliseconds)
    {
        using var never = new ManualResetEvent(false);
        for (var i = 0; i < times; i++)
            never.WaitOne(milliseconds);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TimeSpan HoldMonitorPlanted(Action hold)
    {
        Thread waiter;
        TimeSpan held;
        lock (_monitor)
            held = Hold(WaitForMonitorPlanted, hold, out waiter);
        waiter.Join();
        return held;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TimeSpan HoldLockPlanted(Action hold)
    {
        Thread waiter;
        TimeSpan held;
        lock (_lock)
            held = Hold(WaitForLockPlanted, hold, out waiter);
        waiter.Join();
        return held;
    }

    private static TimeSpan Hold(ThreadStart wait, Action hold, out Thread waiter)
    {
        waiter = new Thread(wait) { Name = "planted-waiter" };
        waiter.Start();
        while ((waiter.ThreadState & System.Threading.ThreadState.WaitSleepJoin) == 0)
            Thread.Yield();
        var started = Stopwatch.GetTimestamp();
        hold();
        return Stopwatch.GetElapsedTime(started);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitForMonitorPlanted()
    {
        lock (_monitor)
            _guarded++;
        GC.KeepAlive(this);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitForLockPlanted()
    {
        lock (_lock)
            _guarded++;
        GC.KeepAlive(this);
    }
}

internal sealed class PlantedException(string message) : Exception(message);
