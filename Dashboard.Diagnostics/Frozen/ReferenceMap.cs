namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Where the references lie in the objects of a type: the collector's own description, which stands before each method table. A number of series, each a stretch of references
/// that begins at a fixed place and grows with the object (arrays of references); or, as a negative number, a pattern of references and other bytes that repeats (arrays of structures).
/// </summary>
internal sealed class ReferenceMap
{
    private const int MaximumSeries = 4096;
    private const int Word = 8;

    /// <summary>The end of an object: the header of the next one.</summary>
    private const long EndPadding = 8;

    public static readonly ReferenceMap None = new([], 0, []);

    private readonly (long Growth, long Start)[] _series;
    private readonly long _patternStart;
    private readonly (int References, int Skip)[] _pattern;

    private ReferenceMap((long, long)[] series, long patternStart, (int, int)[] pattern) =>
        (_series, _patternStart, _pattern) = (series, patternStart, pattern);

    /// <summary>Null when it does not make sense.</summary>
    public static ReferenceMap? Read(FrozenMemory memory, HeapType type)
    {
        if (!type.HasReferences)
            return None;
        if (!memory.Read(type.MethodTable - Word, out long count) || count == 0 || Math.Abs(count) > MaximumSeries)
            return null;
        return count > 0 ? ReadSeries(memory, type.MethodTable, (int)count) : ReadPattern(memory, type.MethodTable, (int)-count);
    }

    /// <summary>The stretches of references of an object of so many bytes: each from the object's first byte, in words.</summary>
    public StretchEnumerator Stretches(ulong objectBytes) => new(this, (long)objectBytes);

    private static ReferenceMap? ReadSeries(FrozenMemory memory, ulong methodTable, int count)
    {
        var series = new (long, long)[count];
        for (var i = 0; i < count; i++)
        {
            var at = methodTable - Word - (ulong)(2 * Word * (i + 1));
            if (!memory.Read(at, out long growth) || !memory.Read(at + Word, out long start) || start < Word || start % Word != 0)
                return null;
            series[i] = (growth, start);
        }

        return new ReferenceMap(series, 0, []);
    }

    private static ReferenceMap? ReadPattern(FrozenMemory memory, ulong methodTable, int count)
    {
        if (!memory.Read(methodTable - 2 * Word, out long start) || start < Word || start % Word != 0)
            return null;
        var pattern = new (int, int)[count];
        for (var i = 0; i < count; i++)
        {
            var at = methodTable - 3 * Word - (ulong)(Word * i);
            if (!memory.Read(at, out uint references) || !memory.Read(at + sizeof(uint), out uint skip) || references == 0 || references > 1 << 20 || skip > 1 << 24)
                return null;
            pattern[i] = ((int)references, (int)skip);
        }

        return new ReferenceMap([], start, pattern);
    }

    internal struct StretchEnumerator(ReferenceMap map, long bytes)
    {
        private int _index = -1;
        private long _next = map._patternStart;

        public long Start { get; private set; }

        public long Words { get; private set; }

        public bool MoveNext()
        {
            if (map._pattern.Length > 0)
            {
                if (_next + Word > bytes - EndPadding)
                    return false;
                _index = (_index + 1) % map._pattern.Length;
                Start = _next;
                Words = Math.Min(map._pattern[_index].References, (bytes - Start) / Word);
                _next += map._pattern[_index].References * Word + map._pattern[_index].Skip;
                return Words > 0;
            }

            while (++_index < map._series.Length)
            {
                Start = map._series[_index].Start;
                Words = Math.Min(map._series[_index].Growth + bytes, bytes - Start) / Word;
                if (Words > 0)
                    return true;
            }

            return false;
        }
    }
}
