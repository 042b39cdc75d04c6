using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Sources;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>
/// Tells where a sampled method has no frame (yet, or any more): then its return address lies at the stack pointer, and a chain of frame pointers misses its caller. The compiler makes no frame for small methods without loops, and
/// every method is without one at its first instruction and at its return. Code is looked at through a call that can fail.
/// </summary>
internal sealed class LeafCallers
{
    private const byte PushFramePointer = 0x55;
    private const byte Return = 0xC3;

    private readonly Dictionary<nuint, bool> _known = [];

    /// <summary>Whether the word at the stack pointer may be the return address, for a thread that is at an instruction. False for what is not managed, and where it is not known.</summary>
    public bool HasCallerAt(nuint address)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return false;
        if (!_known.TryGetValue(address, out var has))
            _known[address] = has = Find(address);
        return has;
    }

    private static bool Find(nuint address)
    {
        try
        {
            if (MethodAt(null, (nint)address) is not { } method || IlOffsets.StartOf(method, address) is not { } start)
                return false;
            return start == address || MemoryCalls.ReadByte(address) == Return || MemoryCalls.ReadByte(start) is not (null or PushFramePointer);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or TypeLoadException or FileNotFoundException or BadImageFormatException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetMethodFromNativeIP")]
    private static extern MethodBase? MethodAt(StackFrame? type, nint instructionPointer);
}
