using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Counts how many samples of an answer are new: metrics-server has something new each 15 s, so two polls of three read the same again.
/// Holds a hash and a time per pod of the answer before, in its order.
/// </summary>
internal sealed class SampleNovelty
{
    private const int LookAhead = 16;

    private readonly Dictionary<ulong, int> _index = [];
    private (ulong Key, long Timestamp)[] _before = [];
    private (ulong Key, long Timestamp)[] _now = [];
    private int _beforeCount;

    /// <returns>How many rows have a newer timestamp than in the answer before, or were not in it.</returns>
    public int Count(SampleBatch batch)
    {
        if (_now.Length < batch.Count)
        {
            _now = new (ulong, long)[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)batch.Count)];
        }

        _index.Clear();
        var fresh = 0;
        var next = 0;
        for (var row = 0; row < batch.Count; row++)
        {
            var key = Hash(batch.NamespaceUtf8(row), batch.NameUtf8(row));
            var timestamp = batch.TimestampMilliseconds(row);
            var found = Find(key, next);
            fresh += found >= 0 && _before[found].Timestamp >= timestamp ? 0 : 1;
            next = found >= 0 ? found + 1 : next;
            _now[row] = (key, timestamp);
        }

        (_before, _now) = (_now, _before);
        _beforeCount = batch.Count;
        return fresh;
    }

    /// <summary>The row of a key in the answer before; -1 when it was not in it. Answers come in the same order, so it is the next one or little further.</summary>
    private int Find(ulong key, int next)
    {
        for (var row = next; row < Math.Min(next + LookAhead, _beforeCount); row++)
        {
            if (_before[row].Key == key)
            {
                return row;
            }
        }

        if (_index.Count == 0)
        {
            // Only for an answer that has new pods, or another order.
            for (var row = 0; row < _beforeCount; row++)
            {
                _index[_before[row].Key] = row;
            }
        }

        return _index.TryGetValue(key, out var found) ? found : -1;
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
