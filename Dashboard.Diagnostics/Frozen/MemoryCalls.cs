using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>The calls of libc that a snapshot needs. Each tells the number of its error.</summary>
internal static unsafe partial class MemoryCalls
{
    public const int NotPermitted = 1; // EPERM
    public const int NoSuchProcess = 3; // ESRCH
    public const int NoMemory = 12; // ENOMEM
    public const int Fault = 14; // EFAULT
    public const int NotSupported = 38; // ENOSYS

    private const int Read = 1;
    private const int Write = 2;
    private const int Execute = 4;
    private const int PrivateAnonymous = 0x22;
    private const int KillSignal = 9;
    private const int NoHang = 1;
    private const int AnyKind = 0x40000000; // __WALL: also children that end without a signal

    /// <summary>0 with the error when there is none.</summary>
    public static nint MapReadWrite(nuint size, out int error)
    {
        var page = MMap(0, size, Read | Write, PrivateAnonymous, -1, 0);
        error = page == -1 ? Marshal.GetLastPInvokeError() : 0;
        return page == -1 ? 0 : page;
    }

    public static bool TryMakeExecutable(nint page, nuint size, out int error)
    {
        error = MProtect(page, size, Read | Execute) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == 0;
    }

    public static void Unmap(nint page, nuint size) => _ = MUnmap(page, size);

    /// <summary>The bytes read, fewer where the memory ends, or the negative number of the error.</summary>
    public static nint ReadProcess(int processId, ulong address, Span<byte> buffer)
    {
        fixed (byte* local = buffer)
        {
            var to = new IoVector { Start = (nint)local, Length = (nuint)buffer.Length };
            var from = new IoVector { Start = (nint)address, Length = (nuint)buffer.Length };
            var read = ProcessVmReadV(processId, &to, 1, &from, 1, 0);
            return read >= 0 ? read : -Marshal.GetLastPInvokeError();
        }
    }

    public static void Kill(int processId) => _ = KillProcess(processId, KillSignal);

    /// <summary>False while the child is still ending. It never waits.</summary>
    public static bool TryReap(int processId)
    {
        var status = 0;
        return WaitPid(processId, ref status, NoHang | AnyKind) != 0; // its id, or there is no such child
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint MMap(nint address, nuint size, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int MProtect(nint address, nuint size, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MUnmap(nint address, nuint size);

    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    private static partial nint ProcessVmReadV(int processId, IoVector* local, nuint localCount, IoVector* remote, nuint remoteCount, nuint flags);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillProcess(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid")]
    private static partial int WaitPid(int processId, ref int status, int options);

    private struct IoVector
    {
        public nint Start;
        public nuint Length;
    }
}
