using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Tests.Fixtures;

/// <summary>
/// Starts a process to which the kernel refuses ptrace, process_vm_readv and perf_event_open, as a container's strict seccomp profile does. The filter is that of the thread that starts it, and of nobody else here.
/// </summary>
internal static class StrictKernel
{
    private const int NoNewPrivileges = 38; // PR_SET_NO_NEW_PRIVS
    private const int SetSeccomp = 22; // PR_SET_SECCOMP
    private const nuint FilterMode = 2; // SECCOMP_MODE_FILTER

    // Instructions of the filter, and what it may decide.
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;
    private const uint Allow = 0x7FFF_0000;
    private const uint NotPermitted = 0x0005_0001;

    /// <summary>ptrace, process_vm_readv and perf_event_open have numbers of their own on each architecture.</summary>
    private static uint[] Refused => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => [101, 310, 298],
        Architecture.Arm64 => [117, 270, 241],
        _ => [],
    };

    public static Process Start(ProcessStartInfo start)
    {
        Process? process = null;
        var error = 0;
        var thread = new Thread(() =>
        {
            error = Confine();
            if (error == 0)
                process = Process.Start(start);
        });
        thread.Start();
        thread.Join();
        Assert.SkipWhen(error != 0, $"The kernel takes no seccomp filter here (error {error}).");
        return process!;
    }

    /// <summary>The calling thread and what it starts, for ever; 0 or the error.</summary>
    private static int Confine()
    {
        var refused = Refused;
        var filter = new Instruction[refused.Length + 3];
        filter[0] = new Instruction(Load, 0, 0, 0); // the number of the call
        for (var i = 0; i < refused.Length; i++)
            filter[i + 1] = new Instruction(JumpIfEqual, (byte)(refused.Length - i), 0, refused[i]);
        filter[^2] = new Instruction(Return, 0, 0, Allow);
        filter[^1] = new Instruction(Return, 0, 0, NotPermitted);
        var pinned = GCHandle.Alloc(filter, GCHandleType.Pinned);
        try
        {
            var program = new Program { Length = (ushort)filter.Length, First = pinned.AddrOfPinnedObject() };
            return Control(NoNewPrivileges, 1, 0, 0, 0) == 0 && SetFilter(SetSeccomp, FilterMode, ref program) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        finally
        {
            pinned.Free();
        }
    }

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static extern int Control(int option, nuint first, nuint second, nuint third, nuint fourth);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static extern int SetFilter(int option, nuint mode, ref Program program);

    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    private struct Program
    {
        public ushort Length;
        public nint First;
    }
}
