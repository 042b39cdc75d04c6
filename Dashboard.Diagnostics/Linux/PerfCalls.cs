using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Linux;

/// <summary>Opens a sampling event on a thread: a descriptor, or the negative number of the error. Replaceable, because what is refused depends on the machine.</summary>
/// <param name="attribute">struct perf_event_attr.</param>
internal delegate int PerfOpen(ReadOnlySpan<byte> attribute, int threadId);

/// <summary>perf_event_open(2) and the few calls around it.</summary>
internal static unsafe partial class PerfCalls
{
    public const int NotPermitted = 1; // EPERM
    public const int NoSuchThread = 3; // ESRCH
    public const int NoAccess = 13; // EACCES

    private const nuint CloseOnExec = 8; // PERF_FLAG_FD_CLOEXEC
    private const int ReadWrite = 3; // PROT_READ | PROT_WRITE
    private const int Shared = 1; // MAP_SHARED
    private const int NotImplemented = 38; // ENOSYS

    private const int AttributeBytes = 112; // PERF_ATTR_SIZE_VER5, Linux 4.8
    private const uint SoftwareEvent = 1;
    private const ulong TaskClock = 1;
    private const ulong SampleThread = 0x2;
    private const ulong SampleCallChain = 0x20;
    private const ulong SampleStack = 0x2000;
    private const ulong ExcludeKernel = 1 << 5;
    private const ulong ExcludeHypervisor = 1 << 6;
    private const ulong ExcludeKernelChain = 1 << 21;

    /// <summary>Bytes from the stack pointer on that each sample carries: a method without a frame of its own has its return address there.</summary>
    public const int StackBytes = 128;

    /// <summary>A sample of the thread and its call chain in user space for each period of CPU time that the thread has used.</summary>
    /// <param name="withKernel">Samples taken while the thread is in the kernel count too; it needs more rights (kernel.perf_event_paranoid 1, or CAP_PERFMON).</param>
    public static byte[] Attribute(long periodNanoseconds, bool withKernel)
    {
        var attribute = new byte[AttributeBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(attribute, SoftwareEvent);
        BinaryPrimitives.WriteUInt32LittleEndian(attribute.AsSpan(4), AttributeBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute.AsSpan(8), TaskClock);
        BinaryPrimitives.WriteInt64LittleEndian(attribute.AsSpan(16), periodNanoseconds);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute.AsSpan(24), SampleThread | SampleCallChain | SampleStack);
        BinaryPrimitives.WriteUInt64LittleEndian(attribute.AsSpan(40), ExcludeHypervisor | ExcludeKernelChain | (withKernel ? 0 : ExcludeKernel));
        BinaryPrimitives.WriteInt32LittleEndian(attribute.AsSpan(88), StackBytes);
        return attribute;
    }

    public static int Open(ReadOnlySpan<byte> attribute, int threadId)
    {
        nint number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 298,
            Architecture.Arm64 => 241,
            _ => 0,
        };
        if (number == 0)
            return -NotImplemented;
        fixed (byte* first = attribute)
        {
            var fd = SystemCall(number, first, threadId, cpu: -1, group: -1, CloseOnExec);
            return fd < 0 ? -Marshal.GetLastPInvokeError() : (int)fd;
        }
    }

    /// <summary>Null when the kernel refuses the memory.</summary>
    public static byte* Map(int fd, nuint bytes)
    {
        var address = MemoryMap(null, bytes, ReadWrite, Shared, fd, 0);
        return address == (void*)-1 ? null : (byte*)address;
    }

    public static void Unmap(byte* address, nuint bytes) => _ = MemoryUnmap(address, bytes);

    public static void Close(int fd) => _ = CloseDescriptor(fd);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, byte* attribute, nint threadId, nint cpu, nint group, nuint flags);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MemoryMap(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MemoryUnmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int fd);
}
