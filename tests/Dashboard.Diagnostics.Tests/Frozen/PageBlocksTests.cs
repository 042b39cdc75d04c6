using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Tests.Frozen;

public sealed class PageBlocksTests
{
    private const int BlockBytes = 16 * 1024;

    [Fact]
    public void The_kernel_has_all_blocks_back_when_they_are_cleared_and_gives_new_ones()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        using var blocks = new PageBlocks(BlockBytes, blocksOfChunk: 4);
        var addresses = new List<ulong>();
        for (var i = 0; i < 9; i++)
        {
            var block = blocks.Next();
            Marshal.WriteByte(block, (byte)(i + 1));
            Marshal.WriteByte(block + BlockBytes - 1, (byte)(i + 1));
            addresses.Add((ulong)block);
        }

        Assert.Equal(Enumerable.Range(1, 9).Select(i => (i, i)), addresses.Select(Ends));

        blocks.Clear();
        var again = blocks.Next();

        // The first of the new ones may lie where an old chunk lay, and nothing else does: other threads of the test map memory too, but what they map holds no such pattern.
        Assert.All(addresses, (a, i) => Assert.NotEqual((i + 1, i + 1), Ends(a)));
        Assert.Equal((0, 0), Ends((ulong)again));
    }

    /// <summary>The first and the last byte of a block; -1 where there is no memory.</summary>
    private static (int First, int Last) Ends(ulong block)
    {
        Span<byte> first = stackalloc byte[1], last = stackalloc byte[1];
        return MemoryCalls.ReadProcess(Environment.ProcessId, block, first) == 1 && MemoryCalls.ReadProcess(Environment.ProcessId, block + BlockBytes - 1, last) == 1 ? (first[0], last[0]) : (-1, -1);
    }
}
