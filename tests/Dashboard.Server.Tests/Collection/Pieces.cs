using Dashboard.Server.Collection;

namespace Dashboard.Server.Tests.Collection;

internal static class Pieces
{
    /// <summary>Reads a list as it would arrive, that many bytes at a time.</summary>
    public static TReader Read<TReader>(TReader list, byte[] bytes, int size)
        where TReader : ListReader
    {
        list.Begin();
        var start = 0;
        for (var end = 0; end < bytes.Length;)
        {
            end = (int)Math.Min((long)end + size, bytes.Length);
            start += list.Read(bytes.AsSpan(start..end), isLast: false);
        }

        list.Read(bytes.AsSpan(start), isLast: true);
        return list;
    }
}
