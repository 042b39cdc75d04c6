using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Counts how many samples of an answer are new: metrics-server has something new each 15 s, so two polls of three read the same again.
/// Holds a hash and a time per pod of the answer before, no more.
/// </summary>
internal sealed class SampleNovelty
{
    private (ulong Key, long Timestamp)[] _before = [];
    private (ulong Key, long Timestamp)[] _now = [];

    /// <returns>How many rows have a newer timestamp than in the answer before, or were not in it.</returns>
    public int Count(SampleBatch batch)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, batch.Count * 2));
        if (_now.Length != size)
        {
            _now = new (ulong, long)[size];
        }
        else
        {
            Array.Clear(_now);
        }

        var fresh = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            var key = Hash(batch.NamespaceUtf8(row), batch.NameUtf8(row));
            var timestamp = batch.TimestampMilliseconds(row);
            fresh += Find(_before, key) is { } slot && _before[slot].Key == key && _before[slot].Timestamp >= timestamp ? 0 : 1;
            _now[Find(_now, key)!.Value] = (key, timestamp);
        }

        (_before, _now) = (_now, _before);
        return fresh;
    }

    /// <summary>The slot of a key, or the free one where it would go.</summary>
    private static int? Find((ulong Key, long Timestamp)[] table, ulong key)
    {
        if (table.Length == 0)
        {
            return null;
        }

        var slot = (int)(key & (ulong)(table.Length - 1));
        while (table[slot].Key != 0 && table[slot].Key != key)
        {
            slot = (slot + 1) & (table.Length - 1);
        }

        return slot;
    }

    /// <summary>Two different pods with the same 64 bits would only spoil a count.</summary>
    private static ulong Hash(ReadOnlySpan<byte> @namespace, ReadOnlySpan<byte> name)
    {
        var hash = Mix(14695981039346656037, @namespace);
        hash = Mix((hash ^ '/') * 1099511628211, name);
        hash ^= hash >> 32;
        return hash == 0 ? 1 : hash;
    }

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            hash = (hash ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * 1099511628211;
            hash ^= hash >> 29;
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}
