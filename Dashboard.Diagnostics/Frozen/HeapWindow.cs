using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>A block of a frozen copy that moves forward over a segment.</summary>
internal sealed class HeapWindow(FrozenProcess process)
{
    // Large enough that the call costs nothing beside the copying, small enough for the processor's cache.
    private const int WindowBytes = 512 * 1024;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(WindowBytes);
    private ulong _start;
    private int _length;
    private ulong _end;

    /// <summary>Reads nothing behind this address.</summary>
    public void LimitTo(ulong end) => _end = end;

    /// <summary>At least so many bytes from an address on, and whatever more is there; fewer where the memory ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> At(ulong address, int atLeast)
    {
        var offset = address - _start;
        return offset + (ulong)atLeast <= (ulong)_length && address >= _start ? new ReadOnlySpan<byte>(_bytes, (int)offset, _length - (int)offset) : Move(address);
    }

    private ReadOnlySpan<byte> Move(ulong address)
    {
        _start = address;
        _length = process.Read(address, _bytes.AsSpan(0, (int)Math.Min(WindowBytes, _end - address)));
        return _bytes.AsSpan(0, _length);
    }
}
