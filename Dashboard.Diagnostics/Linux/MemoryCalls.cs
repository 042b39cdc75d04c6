using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Linux;

/// <summary>Reads this process' own memory through the kernel, which refuses where nothing is instead of ending the process.</summary>
internal static unsafe partial class MemoryCalls
{
    /// <summary>Null where no memory is, or where the kernel refuses the call altogether.</summary>
    public static byte? ReadByte(nuint address)
    {
        byte value = 0;
        var local = new Vector { Address = &value, Length = 1 };
        var remote = new Vector { Address = (void*)address, Length = 1 };
        return ReadMemory(Environment.ProcessId, &local, 1, &remote, 1, 0) == 1 ? value : null;
    }

    [LibraryImport("libc", EntryPoint = "process_vm_readv")]
    private static partial nint ReadMemory(int process, Vector* local, nuint localCount, Vector* remote, nuint remoteCount, nuint flags);

    private struct Vector
    {
        public void* Address;
        public nuint Length;
    }
}
