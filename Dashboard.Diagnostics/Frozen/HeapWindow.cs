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
    public ReadOnlySpan<byte> At(ulong address, int atLeast)
    {
        var offset = address - _start;
        if (address < _start || offset + (ulong)atLeast > (ulong)_length)
        {
            _start = address;
            _length = process.Read(address, _bytes.AsSpan(0, (int)Math.Min(WindowBytes, _end - address)));
            offset = 0;
        }

        return _bytes.AsSpan((int)offset, Math.Max(0, _length - (int)offset));
    }
}
