using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>A block of a frozen copy that moves forward over a segment. It lies outside the managed heap.</summary>
internal sealed unsafe class HeapWindow(FrozenProcess process) : IDisposable
{
    // Large enough that the call costs nothing beside the copying, small enough for the processor's cache.
    private const int WindowBytes = 512 * 1024;

    private readonly PageBlocks _store = new(WindowBytes, blocksOfChunk: 1);
    private byte* _bytes;
    private ulong _start;
    private int _length;
    private ulong _end;

    /// <summary>Reads nothing behind this address.</summary>
    public void LimitTo(ulong end) => (_end, _length) = (end, 0);

    /// <summary>At least so many bytes from an address on, and whatever more is there; fewer where the memory ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> At(ulong address, int atLeast)
    {
        var offset = address - _start;
        return offset + (ulong)atLeast <= (ulong)_length && address >= _start ? new ReadOnlySpan<byte>(_bytes + offset, _length - (int)offset) : Move(address);
    }

    public void Dispose()
    {
        _store.Dispose();
        _bytes = null;
        _length = 0;
    }

    private ReadOnlySpan<byte> Move(ulong address)
    {
        if (_bytes == null)
            _bytes = (byte*)_store.Next();
        _start = address;
        _length = process.Read(address, new Span<byte>(_bytes, (int)Math.Min(WindowBytes, _end - address)));
        return new ReadOnlySpan<byte>(_bytes, _length);
    }
}
