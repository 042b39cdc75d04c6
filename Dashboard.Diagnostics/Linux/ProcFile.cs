namespace Dashboard.Diagnostics.Linux;

/// <summary>Reads a small file of procfs or of a cgroup without garbage beyond its handle.</summary>
internal static class ProcFile
{
    /// <summary>The bytes of a file that fits into the buffer; empty when it cannot be read, for these files come and go with what they describe.</summary>
    public static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var length = 0;
            while (length < buffer.Length)
            {
                var read = RandomAccess.Read(file, buffer[length..], length);
                if (read == 0)
                    break;
                length += read;
            }

            return buffer[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
