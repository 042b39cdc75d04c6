using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Sources;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>
/// What has to be known of a method's code to follow a call chain through it. The return address of a sampled method lies somewhere else while the method has no frame: before it has set up its frame pointer, after it has
/// given it back, and throughout a method that makes none. A chain of frame pointers misses the caller there (measured: in one of 14 samples of a small method that is called in a loop). Code is looked at
/// through a call that can fail.
/// </summary>
internal sealed class MethodCode
{
    private const int MaximumPrologBytes = 48;
    private const byte Return = 0xC3;

    private readonly Dictionary<nuint, int?> _known = [];
    private readonly Dictionary<nuint, (MethodBase Method, nuint Start)?> _bodies = [];

    /// <summary>Bytes from the stack pointer to the return address, for a thread that is at an instruction. Null where the method has a frame, for what is not managed, and where it is not known.</summary>
    public int? ReturnDepthAt(nuint address)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
            return null;
        if (!_known.TryGetValue(address, out var depth))
            _known[address] = depth = Find(address);
        return depth;
    }

    /// <summary>
    /// Whether two addresses, one above the other in a chain, are the same call: a method whose loop was compiled anew while it ran goes on above the frame of its old code.
    /// </summary>
    public bool IsOneCall(nuint above, nuint below) =>
        BodyOf(above) is { } upper && BodyOf(below) is { } lower && upper.Method == lower.Method && upper.Start != lower.Start;

    private (MethodBase Method, nuint Start)? BodyOf(nuint address)
    {
        if (!_bodies.TryGetValue(address, out var body))
            _bodies[address] = body = FindBody(address);
        return body;
    }

    private int? Find(nuint address)
    {
        if (BodyOf(address) is not (_, var start))
            return null;
        Span<byte> code = stackalloc byte[MaximumPrologBytes];
        if (MemoryCalls.Read(address, code[..1]) == 1 && code[0] == Return)
            return 0;
        return DepthAt(code[..MemoryCalls.Read(start, code)], (int)Math.Min(address - start, int.MaxValue));
    }

    private static (MethodBase Method, nuint Start)? FindBody(nuint address)
    {
        try
        {
            return MethodAt(null, (nint)address) is { } method && IlOffsets.StartOf(method, address) is { } start ? (method, start) : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or NotSupportedException or TypeLoadException or FileNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }

    /// <summary>Follows a prolog to an instruction and counts what was put on the stack. Null when the frame pointer is set before, or the prolog is not understood.</summary>
    internal static int? DepthAt(ReadOnlySpan<byte> code, int offset)
    {
        var depth = 0;
        var hasPushedFramePointer = false;
        for (var at = 0; at < offset;)
        {
            switch (code[Math.Min(at, code.Length)..])
            {
                case [0x55, ..]: // push rbp
                    (hasPushedFramePointer, depth, at) = (true, depth + 8, at + 1);
                    break;
                case [>= 0x50 and <= 0x57, ..]: // push
                    (depth, at) = (depth + 8, at + 1);
                    break;
                case [0x41, >= 0x50 and <= 0x57, ..]: // push r8 to r15
                    (depth, at) = (depth + 8, at + 2);
                    break;
                case [0x48, 0x83, 0xEC, var size, ..]: // sub rsp
                    (depth, at) = (depth + size, at + 4);
                    break;
                case [0xC5, 0xF8, 0x77, ..]: // vzeroupper
                    at += 3;
                    break;
                default:
                    // The body, or a prolog that is not understood. A method that has saved the frame pointer has set it by now.
                    return hasPushedFramePointer ? null : depth;
            }
        }

        return depth;
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetMethodFromNativeIP")]
    private static extern MethodBase? MethodAt(StackFrame? type, nint instructionPointer);
}
