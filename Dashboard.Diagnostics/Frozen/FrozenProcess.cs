using System.Collections.Concurrent;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// A copy of this process at one moment, shared page by page until somebody writes: a child that only pauses. What is read from it cannot change and cannot harm the living.
/// It lives from <see cref="Take"/> to <see cref="Dispose"/>, and no longer than the thread that took it.
/// </summary>
internal sealed class FrozenProcess : IDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(5);

    // Children that were killed but had not ended in time: a frozen control group. Reaped by the next.
    private static readonly ConcurrentQueue<int> Unreaped = [];

    private readonly SnapshotCalls _calls;
    private int _processId;

    private FrozenProcess(SnapshotCalls calls, int processId, TimeSpan pause)
    {
        _calls = calls;
        _processId = processId;
        Pause = pause;
    }

    public int ProcessId => _processId;

    /// <summary>How long the copying of the page tables held up every thread that touched the memory map or wanted to collect.</summary>
    public TimeSpan Pause { get; }

    /// <summary>Call it on a thread of its own that stays until the copy is disposed of.</summary>
    public static FrozenProcess Take(SnapshotCalls calls, TimeProvider timeProvider)
    {
        if (!OperatingSystem.IsLinux())
            throw new SnapshotRefusedException("a copy-on-write snapshot is taken on Linux only");
        ReapLeftovers();
        HeapTypes.Prepare();
        FieldPlaces.Prepare();
        var started = timeProvider.GetTimestamp();
        var processId = calls.Fork();
        var pause = timeProvider.GetElapsedTime(started);
        if (processId < 0)
            throw new SnapshotRefusedException($"the kernel refused to copy the process ({Words(-processId)}); {ForkRemedy(-processId)}");
        var copy = new FrozenProcess(calls, processId, pause);
        try
        {
            copy.CheckReading();
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>The bytes read: fewer than asked where the memory ends, 0 where there is none.</summary>
    public int Read(ulong address, Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_processId == 0, this);
        var read = _calls.Read(_processId, address, buffer);
        if (read == -MemoryCalls.NoSuchProcess)
            throw new CaptureException("The copy of the process ended before it was read: something killed it, perhaps for want of memory. Ask again.") { IsTransient = true };
        return (int)Math.Max(read, 0);
    }

    /// <summary>The same of this process as it is now, by the same call: it fails where there is nothing.</summary>
    public int ReadLiving(ulong address, Span<byte> buffer) => (int)Math.Max(_calls.Read(Environment.ProcessId, address, buffer), 0);

    /// <summary>Kills the child and takes its exit, by its own id only: nobody else's child is touched.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _processId, 0) is not (> 0 and var child))
            return;
        MemoryCalls.Kill(child);
        if (!TryReapWithin(child, EndTimeout))
            Unreaped.Enqueue(child);
    }

    private static bool TryReapWithin(int child, TimeSpan timeout)
    {
        // It has no memory of its own to give back, so it ends within about a millisecond.
        var started = TimeProvider.System.GetTimestamp();
        using var never = new ManualResetEventSlim();
        while (!MemoryCalls.TryReap(child))
        {
            if (TimeProvider.System.GetElapsedTime(started) > timeout)
                return false;
            never.Wait(1);
        }

        return true;
    }

    private static void ReapLeftovers()
    {
        for (var i = Unreaped.Count; i > 0 && Unreaped.TryDequeue(out var child); i--)
        {
            if (!MemoryCalls.TryReap(child))
                Unreaped.Enqueue(child);
        }

        if (!Unreaped.IsEmpty)
            throw new CaptureException("The copy of an earlier capture has not ended yet: the process or its control group is held up. Ask again.") { IsTransient = true };
    }

    // The size of this very page is known to be readable in the copy: an answer of another kind is a refusal.
    private unsafe void CheckReading()
    {
        long mark = 0x5AFE_C0B1_F0CC_ED01;
        Span<byte> seen = stackalloc byte[sizeof(long)];
        // The mark was written after the fork, so only the reading itself is looked at, not the value.
        var read = _calls.Read(_processId, (ulong)&mark, seen);
        if (read != sizeof(long))
        {
            throw new SnapshotRefusedException($"the kernel refused to read the copy ({(read < 0 ? Words(-(int)read) : "too few bytes")}); process_vm_readv must be allowed "
                + "by the seccomp profile, and kernel.yama.ptrace_scope must be 0 or 1");
        }
    }

    private static string ForkRemedy(int error) => error switch
    {
        MemoryCalls.NoMemory => "there is too little memory for a second copy of the page tables, or vm.overcommit_memory is 2",
        MemoryCalls.NotSupported => "snapshots are made on x64 and arm64",
        _ => "clone and executable memory must be allowed by the seccomp profile and the security policy, and the limit of processes must leave room for one",
    };

    private static string Words(int error) => $"error {error}: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}";
}

/// <summary>No snapshot can be taken here. The words are half a sentence: why.</summary>
internal sealed class SnapshotRefusedException(string reason, Exception? cause = null) : Exception(reason, cause);
