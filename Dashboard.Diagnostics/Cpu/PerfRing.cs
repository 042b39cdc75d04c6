using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>The samples of one thread, in a buffer that the kernel fills and this side empties. Not for several threads at once.</summary>
internal sealed unsafe class PerfRing : IDisposable
{
    // struct perf_event_mmap_page
    private const int HeadOffset = 1024;
    private const int TailOffset = 1032;
    private const int DataOffset = 1040;

    private const uint LostRecord = 2;
    private const uint SampleRecord = 9;
    private const int HeaderBytes = 8;

    /// <summary>No record is larger.</summary>
    public const int RecordBytes = ushort.MaxValue;

    private readonly int _fd;
    private readonly nuint _mappedBytes;
    private byte* _page;

    private PerfRing(int fd, byte* page, nuint mappedBytes)
    {
        _fd = fd;
        _page = page;
        _mappedBytes = mappedBytes;
    }

    /// <summary>Null when the kernel refuses the memory; the descriptor is then closed.</summary>
    /// <param name="pages">A power of two.</param>
    public static PerfRing? Open(int fd, int pages)
    {
        var bytes = (nuint)((1 + pages) * Environment.SystemPageSize);
        var page = PerfCalls.Map(fd, bytes);
        if (page is not null)
            return new PerfRing(fd, page, bytes);
        PerfCalls.Close(fd);
        return null;
    }

    /// <summary>Gives every sample since the last call: the call chain, the leaf first, and the top of the stack.</summary>
    /// <param name="record">Room for <see cref="RecordBytes"/>.</param>
    /// <param name="sample">Called for each.</param>
    /// <returns>How many samples the kernel had no room for.</returns>
    public long Read(Span<byte> record, PerfSample sample)
    {
        ObjectDisposedException.ThrowIf(_page is null, this);
        long lost = 0;
        var data = _page + *(ulong*)(_page + DataOffset);
        var size = *(ulong*)(_page + DataOffset + sizeof(ulong));
        // The kernel writes the records first and the head after them.
        var head = Volatile.Read(ref *(ulong*)(_page + HeadOffset));
        var tail = *(ulong*)(_page + TailOffset);
        while (tail < head)
        {
            var header = Copy(data, size, tail, record[..HeaderBytes]);
            var type = BinaryPrimitives.ReadUInt32LittleEndian(header);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]);
            if (length < HeaderBytes || tail + length > head)
                break;
            var body = Copy(data, size, tail, record[..length])[HeaderBytes..];
            if (type == LostRecord && body.Length >= 16)
                lost += (long)BinaryPrimitives.ReadUInt64LittleEndian(body[8..]);
            else if (type == SampleRecord)
                Give(body, sample);
            tail += length;
        }

        // Given back to the kernel only after it was read.
        Volatile.Write(ref *(ulong*)(_page + TailOffset), head);
        return lost;
    }

    public void Dispose()
    {
        if (_page is null)
            return;
        PerfCalls.Unmap(_page, _mappedBytes);
        PerfCalls.Close(_fd);
        _page = null;
    }

    // Process and thread (4 each), the chain's length (8), the chain; the stack's length (8), the stack, and how much of it is real (8).
    private static void Give(ReadOnlySpan<byte> body, PerfSample sample)
    {
        if (body.Length < 16)
            return;
        var count = BinaryPrimitives.ReadUInt64LittleEndian(body[8..]);
        body = body[16..];
        if (count > (ulong)body.Length / sizeof(ulong))
            return;
        var chain = MemoryMarshal.Cast<byte, ulong>(body[..((int)count * sizeof(ulong))]);
        body = body[((int)count * sizeof(ulong))..];
        var isWhole = body.Length >= 8 + PerfCalls.StackBytes + 8 && BinaryPrimitives.ReadUInt64LittleEndian(body) == PerfCalls.StackBytes;
        var real = isWhole ? (int)Math.Min(PerfCalls.StackBytes, BinaryPrimitives.ReadUInt64LittleEndian(body[(8 + PerfCalls.StackBytes)..])) : 0;
        sample(chain, real > 0 ? MemoryMarshal.Cast<byte, ulong>(body.Slice(8, real)) : []);
    }

    // A record may go over the buffer's end and on at its beginning.
    private static ReadOnlySpan<byte> Copy(byte* data, ulong size, ulong from, Span<byte> record)
    {
        var start = from & (size - 1);
        var first = (int)Math.Min((ulong)record.Length, size - start);
        new ReadOnlySpan<byte>(data + start, first).CopyTo(record);
        new ReadOnlySpan<byte>(data, record.Length - first).CopyTo(record[first..]);
        return record;
    }
}

/// <param name="chain">Addresses, the leaf first; values in the last page mark where kernel and user space begin.</param>
/// <param name="stack">Words from the stack pointer on; empty when they are not known.</param>
internal delegate void PerfSample(ReadOnlySpan<ulong> chain, ReadOnlySpan<ulong> stack);
