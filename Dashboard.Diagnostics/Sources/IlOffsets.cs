using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Sources;

/// <summary>
/// From an address in a method's compiled code to its IL offset, by the way on which exceptions find their lines: an exception keeps the addresses of its frames in an array, and the runtime maps them
/// when a <see cref="StackTrace"/> is made of it. An exception that was never thrown is given an array with the address that is asked about. The map is the runtime's own for exactly that code, so
/// recompilation cannot make it wrong; nothing is paused, and no events are needed.
/// </summary>
/// <remarks>
/// The array's layout is the runtime's affair. So it is learnt from an exception that is really thrown, once: only if every field is where this type looks for it, for three known frames, and an array written
/// by this type is read by the runtime as it was meant, it is used; else there is no answer (<see cref="AreKnown"/> is false). What is written is an address that the runtime itself has just given the method of,
/// and the handle of that method, which the caller holds; the runtime checks the address again. Nothing here dereferences anything.
/// </remarks>
internal static class IlOffsets
{
    // Number of frames (4), of objects kept alive (4), owning thread (8); then for each frame address, stack pointer, method (8 each), flags (4), padding (4).
    private const int HeaderBytes = 16;
    private const int FrameBytes = 32;
    private const int MethodOffset = 16;
    private const int FlagsOffset = 24;
    private const int AddressIsExact = 2; // not a return address: nothing is to be subtracted

    private static readonly Lazy<bool> Learnt = new(Learn);

    /// <summary>False when this runtime keeps the frames of exceptions in a way that is not known.</summary>
    public static bool AreKnown => Learnt.Value;

    /// <summary>Null when the runtime does not tell: code that was thrown away meanwhile, or without a map.</summary>
    /// <param name="method">The method that the runtime gave for the address.</param>
    /// <param name="address">Of an instruction; of the call, not of the return behind it.</param>
    public static int? Of(MethodBase method, nuint address) =>
        method is DynamicMethod || !AreKnown ? null : Ask((address, method.MethodHandle.Value)) is [var frame] && frame.GetILOffset() is >= 0 and var offset ? offset : null;

    private static bool Learn()
    {
        if (nuint.Size != sizeof(ulong) || !BitConverter.IsLittleEndian)
            return false;
        try
        {
            var thrown = KnownFrames.Throw();
            if (FramesOf(thrown) is not sbyte[] array)
                return false;
            var bytes = MemoryMarshal.AsBytes(array.AsSpan());
            var real = new StackTrace(thrown, fNeedFileInfo: false).GetFrames();
            MethodInfo[] expected = [((Func<Exception>)KnownFrames.Inner).Method, ((Func<Exception>)KnownFrames.Middle).Method, ((Func<Exception>)KnownFrames.Throw).Method];
            if (bytes.Length < HeaderBytes + expected.Length * FrameBytes || Number(bytes) != expected.Length || Number(bytes[4..]) != 0 || real.Length != expected.Length)
                return false;
            var frames = new (nuint Address, nint Method)[expected.Length];
            for (var i = 0; i < expected.Length; i++)
            {
                var frame = bytes.Slice(HeaderBytes + i * FrameBytes, FrameBytes);
                frames[i] = ((nuint)BinaryPrimitives.ReadUInt64LittleEndian(frame), (nint)BinaryPrimitives.ReadUInt64LittleEndian(frame[MethodOffset..]));
                if (frames[i].Method != expected[i].MethodHandle.Value || MethodAt(null, (nint)frames[i].Address) != expected[i] || Number(frame[FlagsOffset..]) != AddressIsExact)
                    return false;
            }

            // Written the other way round, and read as it was meant?
            Array.Reverse(frames);
            Array.Reverse(real);
            return Ask(frames) is { } read && read.Length == real.Length && !read.Where((f, i) => f.GetILOffset() != real[i].GetILOffset() || f.GetMethod() != real[i].GetMethod() || f.GetILOffset() < 0).Any();
        }
        catch (Exception e) when (e is MissingMemberException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            return false;
        }
    }

    private static StackFrame[] Ask(params ReadOnlySpan<(nuint Address, nint Method)> frames)
    {
        var array = new sbyte[HeaderBytes + frames.Length * FrameBytes];
        var bytes = MemoryMarshal.AsBytes(array.AsSpan());
        BinaryPrimitives.WriteInt32LittleEndian(bytes, frames.Length);
        for (var i = 0; i < frames.Length; i++)
        {
            var frame = bytes.Slice(HeaderBytes + i * FrameBytes, FrameBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(frame, frames[i].Address);
            BinaryPrimitives.WriteUInt64LittleEndian(frame[MethodOffset..], (ulong)frames[i].Method);
            BinaryPrimitives.WriteInt32LittleEndian(frame[FlagsOffset..], AddressIsExact);
        }

        var exception = new InvalidOperationException();
        FramesOf(exception) = array;
        return new StackTrace(exception, fNeedFileInfo: false).GetFrames();
    }

    private static int Number(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32LittleEndian(bytes);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stackTrace")]
    private static extern ref object? FramesOf(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetMethodFromNativeIP")]
    private static extern MethodBase? MethodAt(StackFrame? type, nint instructionPointer);

    /// <summary>Three known frames.</summary>
    private static class KnownFrames
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Exception Throw()
        {
            try
            {
                return Middle();
            }
            catch (InvalidOperationException e)
            {
                return e;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Exception Middle()
        {
            var e = Inner();
            GC.KeepAlive(e);
            return e;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static Exception Inner() => throw new InvalidOperationException("Thrown once to learn where the runtime keeps the frames of an exception.");
    }
}
