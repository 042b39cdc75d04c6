using System.Globalization;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>The memory of a process that a copy of it does not own alone: what is written there is seen by both.</summary>
internal static class SharedMemory
{
    /// <summary>The writable ranges; none when the kernel does not tell.</summary>
    public static IReadOnlyList<HeapRange> Of(int processId)
    {
        try
        {
            // "7f31c0000000-7f31c0021000 rw-s 00000000 00:01 46894  /memfd:doublemapper (deleted)"
            return [.. File.ReadLines($"/proc/{processId}/maps").Select(Parse).OfType<HeapRange>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static HeapRange? Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (!line.Contains("/memfd:doublemapper", StringComparison.Ordinal) || !line.AsSpan(space + 1).StartsWith("rw-s", StringComparison.Ordinal))
            return null;
        var dash = line.IndexOf('-', StringComparison.Ordinal);
        return new HeapRange(
            ulong.Parse(line.AsSpan(0, dash), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            ulong.Parse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }
}
