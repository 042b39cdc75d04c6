using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Linux;

/// <summary>Reads this process' own memory through the kernel, which refuses where nothing is instead of ending the process.</summary>
internal static unsafe partial class MemoryCalls
{
    /// <returns>How many bytes were read: 0 where no memory is, or where the kernel refuses the call altogether.</returns>
    public static int Read(nuint address, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
        {
            var local = new Vector { Address = first, Length = (nuint)buffer.Length };
            var remote = new Vector { Address = (void*)address, Length = (nuint)buffer.Length };
            return (int)Math.Max(0, ReadMemory(Environment.ProcessId, &local, 1, &remote, 1, 0));
        }
    }

    [LibraryImport("libc", EntryPoint = "process_vm_readv")]
    private static partial nint ReadMemory(int process, Vector* local, nuint localCount, Vector* remote, nuint remoteCount, nuint flags);

    private struct Vector
    {
        public void* Address;
        public nuint Length;
    }
}
