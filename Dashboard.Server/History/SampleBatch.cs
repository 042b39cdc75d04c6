using System.Text;

namespace Dashboard.Server.History;

/// <summary>
/// One answer of metrics.k8s.io as columns. Collection fills it, <see cref="ClusterHistory.Apply"/> reads it, and it is used again for
/// the next poll: names are UTF-8 bytes in one arena, so that an answer costs no object and no string.
/// </summary>
/// <remarks>
/// Rows are pods (or nodes, with an empty namespace and a single usage whose container name is empty). The usages of row i are
/// <c>FirstUsage(i)</c> up to, not including, <c>FirstUsage(i + 1)</c>. A row is begun, its usages added, and then it is ended with its
/// names and time or dropped whole, since JSON promises no order of properties. Not thread-safe.
/// </remarks>
internal sealed class SampleBatch
{
    private readonly record struct Slice(int Start, int Length);

    private byte[] _arena = new byte[4096];
    private int _arenaLength;
    private Slice[] _namespaces = new Slice[64];
    private Slice[] _names = new Slice[64];
    private long[] _timestamps = new long[64];
    private int[] _windows = new int[64];
    private int[] _firstUsage = new int[65];
    private Slice[] _containers = new Slice[128];
    private long[] _cpu = new long[128];
    private long[] _memory = new long[128];
    private int _rowArenaStart;

    /// <summary>Complete rows.</summary>
    public int Count { get; private set; }

    /// <summary>Usages of all complete rows, and of the row that is being filled.</summary>
    public int UsageCount { get; private set; }

    /// <summary>Forgets all rows, keeps the memory.</summary>
    public void Clear()
    {
        Count = 0;
        UsageCount = 0;
        _arenaLength = 0;
        _rowArenaStart = 0;
    }

    public ReadOnlySpan<byte> NamespaceUtf8(int row) => Bytes(_namespaces[row]);

    public ReadOnlySpan<byte> NameUtf8(int row) => Bytes(_names[row]);

    /// <summary>The sample's own time (the earliest container's), in milliseconds since 1970 UTC.</summary>
    public long TimestampMilliseconds(int row) => _timestamps[row];

    /// <summary>The time over which the CPU rate was taken, in milliseconds; 0 when the API did not say.</summary>
    public int WindowMilliseconds(int row) => _windows[row];

    public int FirstUsage(int row) => row == Count ? UsageCount : _firstUsage[row];

    public ReadOnlySpan<byte> ContainerUtf8(int usage) => Bytes(_containers[usage]);

    public long CpuNanocores(int usage) => _cpu[usage];

    public long WorkingSetBytes(int usage) => _memory[usage];

    /// <summary>Adds a container's usage to the row that is being filled.</summary>
    public void AddUsage(ReadOnlySpan<byte> containerUtf8, long cpuNanocores, long workingSetBytes)
    {
        if (UsageCount == _cpu.Length)
        {
            Array.Resize(ref _containers, UsageCount * 2);
            Array.Resize(ref _cpu, UsageCount * 2);
            Array.Resize(ref _memory, UsageCount * 2);
        }

        _containers[UsageCount] = Keep(containerUtf8);
        _cpu[UsageCount] = cpuNanocores;
        _memory[UsageCount] = workingSetBytes;
        UsageCount++;
    }

    /// <summary>Ends the row that is being filled.</summary>
    public void EndRow(ReadOnlySpan<byte> namespaceUtf8, ReadOnlySpan<byte> nameUtf8, long timestampMilliseconds, int windowMilliseconds)
    {
        if (Count == _names.Length)
        {
            Array.Resize(ref _namespaces, Count * 2);
            Array.Resize(ref _names, Count * 2);
            Array.Resize(ref _timestamps, Count * 2);
            Array.Resize(ref _windows, Count * 2);
            Array.Resize(ref _firstUsage, Count * 2 + 1);
        }

        _namespaces[Count] = Keep(namespaceUtf8);
        _names[Count] = Keep(nameUtf8);
        _timestamps[Count] = timestampMilliseconds;
        _windows[Count] = windowMilliseconds;
        Count++;
        _firstUsage[Count] = UsageCount;
        _rowArenaStart = _arenaLength;
    }

    /// <summary>Drops the row that is being filled with its usages: one bad item costs that item, never the answer.</summary>
    public void DropRow()
    {
        UsageCount = Count == 0 ? 0 : _firstUsage[Count];
        _arenaLength = _rowArenaStart;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        for (var row = 0; row < Count; row++)
        {
            text.Append(Encoding.UTF8.GetString(NamespaceUtf8(row))).Append('/').Append(Encoding.UTF8.GetString(NameUtf8(row))).Append('\n');
        }

        return text.ToString();
    }

    private ReadOnlySpan<byte> Bytes(Slice slice) => _arena.AsSpan(slice.Start, slice.Length);

    private Slice Keep(ReadOnlySpan<byte> bytes)
    {
        if (_arenaLength + bytes.Length > _arena.Length)
        {
            Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _arenaLength + bytes.Length));
        }

        bytes.CopyTo(_arena.AsSpan(_arenaLength));
        var slice = new Slice(_arenaLength, bytes.Length);
        _arenaLength += bytes.Length;
        return slice;
    }
}
