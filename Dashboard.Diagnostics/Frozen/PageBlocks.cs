using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Blocks of memory that the kernel gives and gets back, all at once. Not malloc's: each capture has a thread of its own, each thread malloc's pool of its own, and what was freed in one
/// stays resident there, capture after capture, as long as anything lies behind it.
/// </summary>
internal sealed class PageBlocks(int blockBytes, int blocksOfChunk) : IDisposable
{
    private readonly List<nint> _chunks = [];
    private int _used;

    private nuint ChunkBytes => (nuint)blockBytes * (nuint)blocksOfChunk;

    /// <summary>The address of the next block, filled with zeros.</summary>
    public nint Next()
    {
        if (_chunks.Count == 0 || _used == blocksOfChunk)
        {
            var chunk = MemoryCalls.MapReadWrite(ChunkBytes, out var error);
            if (chunk == 0)
                throw new CaptureException($"The kernel gave no memory to read a snapshot into (error {error}): the process or its control group is at its limit. Ask again.") { IsTransient = true };
            _chunks.Add(chunk);
            _used = 0;
        }

        return _chunks[^1] + (nint)blockBytes * _used++;
    }

    /// <summary>None of the blocks may be used any more; new ones may be taken.</summary>
    public void Clear()
    {
        foreach (var chunk in _chunks)
            MemoryCalls.Unmap(chunk, ChunkBytes);
        _chunks.Clear();
    }

    public void Dispose() => Clear();
}
