using System.Text;

namespace Dashboard.Server.Collection;

/// <summary>
/// Gives one string for bytes that come again and again: namespaces, nodes, label keys, container names, reasons. A table of fixed size
/// in which the newer entry takes the older's place: it saves memory, it owes nothing.
/// </summary>
internal sealed class StringPool
{
    private const int Size = 8192;
    private readonly string?[] _strings = new string?[Size];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length == 0)
        {
            return string.Empty;
        }

        // FNV-1a.
        var hash = 2166136261;
        foreach (var value in utf8)
        {
            hash = (hash ^ value) * 16777619;
        }

        ref var slot = ref _strings[(hash ^ (hash >> 16)) & (Size - 1)];
        if (slot is null || !Ascii.Equals(utf8, slot))
        {
            slot = Encoding.UTF8.GetString(utf8);
        }

        return slot;
    }
}
