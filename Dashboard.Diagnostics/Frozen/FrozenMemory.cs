using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// The memory of a frozen copy for those who jump about in it: ClrMD and the followers of chains. Keeps blocks that were read, for a system call costs more than the bytes;
/// they lie outside the managed heap, so that a look at it does not fill it. One thread at a time.
/// The runtime keeps its own tables of types in memory that is shared with the copy (it maps that twice, so that code is never writable where it is executed): they go on changing after the copy was
/// taken. So those pages are read first, all at once (<see cref="KeepShared"/>), and a page that has been added since is read from the living process.
/// </summary>
internal sealed unsafe class FrozenMemory(FrozenProcess process, CaptureBound bound, string runtimePath, ulong runtimeBase) : IDataReader, IDisposable
{
    private const int BlockBytes = 16 * 1024;
    private const int PageBytes = 4096;
    private const int BlocksOfChunk = 64; // 1 MiB
    private const int MaximumBlocks = 4096; // 64 MiB
    private const long MaximumSharedBytes = 256 << 20;
    private const int CheckEvery = 1024;

    private readonly Dictionary<ulong, Block> _blocks = [];
    private readonly Dictionary<ulong, Block> _shared = [];
    private readonly PageBlocks _blockStore = new(BlockBytes, BlocksOfChunk);
    private readonly PageBlocks _sharedStore = new(BlockBytes, BlocksOfChunk);
    private int _untilCheck = CheckEvery;
    private bool _isOver;
    private Block? _last;
    private ulong _lastKey = ulong.MaxValue;

    public string DisplayName => $"copy {process.ProcessId}";

    public bool IsThreadSafe => false;

    public OSPlatform TargetPlatform => OSPlatform.Linux;

    public Architecture Architecture => RuntimeInformation.ProcessArchitecture;

    public int ProcessId => process.ProcessId;

    public int PointerSize => nint.Size;

    public IEnumerable<ModuleInfo> EnumerateModules() =>
        ModuleInfo.TryCreate(this, runtimeBase, runtimePath) is { } module ? [module] : [];

    // Registers of threads are not in a copy of the memory; whoever needs them is told so.
    public bool GetThreadContext(uint threadID, uint contextFlags, Span<byte> context) => false;

    /// <summary>Reads what the copy shares with the living process, before that changes it.</summary>
    public void KeepShared(IEnumerable<HeapRange> ranges)
    {
        var left = MaximumSharedBytes;
        foreach (var range in ranges)
        {
            for (var key = range.Start / BlockBytes; key * BlockBytes < range.End && left > 0; key++, left -= BlockBytes)
            {
                if (!_shared.ContainsKey(key))
                    _shared[key] = Load(key * BlockBytes, _sharedStore);
            }
        }
    }

    public void FlushCachedData() => Free(_blocks, _blockStore);

    public void Dispose()
    {
        Free(_blocks, _blockStore);
        Free(_shared, _sharedStore);
    }

    public int Read(ulong address, Span<byte> buffer)
    {
        // When the time is over nothing is answered: that ends every loop of ClrMD, and its caller looks at the bound next.
        if (--_untilCheck == 0)
        {
            _untilCheck = CheckEvery;
            _isOver = bound.IsOver;
        }

        if (_isOver)
            return 0;
        var done = 0;
        while (done < buffer.Length)
        {
            var at = address + (ulong)done;
            var block = BlockOf(at);
            var offset = (int)(at % BlockBytes);
            var available = block.AvailableAt(offset);
            if (available == 0)
                break;
            var count = Math.Min(available, buffer.Length - done);
            new ReadOnlySpan<byte>(block.Bytes + offset, count).CopyTo(buffer[done..]);
            done += count;
        }

        return done;
    }

    public bool Read<T>(ulong address, out T value)
        where T : unmanaged
    {
        Unsafe.SkipInit(out value);
        var bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
        if (Read(address, bytes) == bytes.Length)
            return true;
        value = default;
        return false;
    }

    public T Read<T>(ulong address)
        where T : unmanaged => Read(address, out T value) ? value : default;

    public bool ReadPointer(ulong address, out ulong value) => Read(address, out value);

    public ulong ReadPointer(ulong address) => Read<ulong>(address);

    private Block BlockOf(ulong address)
    {
        var key = address / BlockBytes;
        if (key == _lastKey)
            return _last!;
        if (!_shared.TryGetValue(key, out var block) && !_blocks.TryGetValue(key, out block))
        {
            if (_blocks.Count >= MaximumBlocks)
                FlushCachedData();
            _blocks[key] = block = Load(key * BlockBytes, _blockStore);
        }

        (_last, _lastKey) = (block, key);
        return block;
    }

    private void Free(Dictionary<ulong, Block> blocks, PageBlocks store)
    {
        blocks.Clear();
        store.Clear();
        _last = null;
        _lastKey = ulong.MaxValue;
    }

    private Block Load(ulong start, PageBlocks store)
    {
        var bytes = (byte*)store.Next();
        if (process.Read(start, new Span<byte>(bytes, BlockBytes)) == BlockBytes)
            return new Block(bytes, uint.MaxValue);
        // Part of it is not mapped: page by page.
        var pages = 0u;
        for (var i = 0; i < BlockBytes / PageBytes; i++)
        {
            var page = new Span<byte>(bytes + i * PageBytes, PageBytes);
            if (process.Read(start + (ulong)(i * PageBytes), page) == PageBytes || process.ReadLiving(start + (ulong)(i * PageBytes), page) == PageBytes)
                pages |= 1u << i;
        }

        return new Block(bytes, pages);
    }

    private sealed class Block(byte* bytes, uint pages)
    {
        public byte* Bytes { get; } = bytes;

        public int AvailableAt(int offset)
        {
            var end = offset / PageBytes;
            while (end < BlockBytes / PageBytes && (pages & 1u << end) != 0)
                end++;
            return Math.Max(0, end * PageBytes - offset);
        }
    }
}
