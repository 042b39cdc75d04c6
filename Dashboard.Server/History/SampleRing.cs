namespace Dashboard.Server.History;

/// <summary>
/// The last hour of one pod (or node, or total) as it was sampled: one time for all its lines, at most <see cref="Capacity"/> samples. What
/// leaves it goes on into the <see cref="Tiers"/> of each line. It knows nothing of Kubernetes and could be fed from a replay.
/// </summary>
/// <remarks>
/// Blocks of <see cref="BlockLength"/> samples, each sample as 32-bit cells: time as an offset to the block's base (31 bits of milliseconds) and the
/// partial flag, then CPU and memory of each line as floats. The pod's own line is not stored: it is the sum of the lines, and a gap where the
/// sample was partial. In the steady state the oldest block becomes the newest, so that appending allocates nothing.
/// </remarks>
internal sealed class SampleRing
{
    /// <summary>The line of the sum.</summary>
    public const int Sum = -1;

    public const int Capacity = 360;

    private const int BlockLength = 40;
    private const long SpanMilliseconds = 3_600_000;

    private Block? _oldest;
    private Block? _newest;
    private Block? _spare;
    private int _first;
    private long _oldestMilliseconds;
    private Tiers?[] _tiers = [];
    private Tiers? _sumTiers;

    public int Count { get; private set; }

    /// <summary>Time of the newest sample; 0 when there is none.</summary>
    public long NewestMilliseconds { get; private set; }

    /// <summary>Appends a sample; times ascend.</summary>
    /// <param name="milliseconds">Its time since 1970 UTC.</param>
    /// <param name="partial">A value of the pod is missing in it, so its sum is a gap.</param>
    /// <param name="values">CPU and memory of each line, NaN for a gap. There may be more lines than before, never fewer.</param>
    /// <param name="options">How far the tiers reach.</param>
    public void Append(long milliseconds, bool partial, ReadOnlySpan<float> values, HistoryOptions options)
    {
        while (Count > 0 && (Count == Capacity || _oldestMilliseconds <= milliseconds - SpanMilliseconds))
        {
            Age(options);
        }

        var lines = values.Length / 2;
        if (_newest is null || _newest.Length == BlockLength || _newest.Lines != lines || milliseconds - _newest.Base > int.MaxValue)
        {
            AddBlock(milliseconds, lines);
        }

        _newest!.Add(milliseconds, partial, values);
        _oldestMilliseconds = Count == 0 ? milliseconds : _oldestMilliseconds;
        Count++;
        NewestMilliseconds = milliseconds;
    }

    /// <summary>Writes the newest sample's values anew.</summary>
    public void ReplaceNewest(bool partial, ReadOnlySpan<float> values) => _newest!.Replace(partial, values);

    public SampleCursor Cursor(int line) => new(_oldest, _first, line);

    /// <summary>Begins with the block that holds the first sample at or after a time, so that some before it may come first.</summary>
    public SampleCursor Cursor(int line, long fromMilliseconds)
    {
        var (block, first) = (_oldest, _first);
        while (block?.Next is { } next && next.Length > 0 && next.Milliseconds(0) <= fromMilliseconds)
        {
            (block, first) = (next, 0);
        }

        return new SampleCursor(block, first, line);
    }

    /// <summary>Whether all samples since a time are still in it: none has left it, or only older ones have.</summary>
    public bool ReachesBackTo(long milliseconds) => _tiers.Length == 0 || Count > 0 && _oldestMilliseconds <= milliseconds;

    /// <summary>The coarse past of a line; null while there is none. The sum shares that of a single line until they differ.</summary>
    public Tiers? TiersOf(int line) => line == Sum
        ? _sumTiers ?? (_tiers.Length > 0 ? _tiers[0] : null)
        : line < _tiers.Length ? _tiers[line] : null;

    private void AddBlock(long milliseconds, int lines)
    {
        var block = _spare is { } spare && spare.Lines == lines ? spare : new Block(lines);
        _spare = null;
        block.Begin(milliseconds);
        if (_newest is null)
        {
            _oldest = block;
        }
        else
        {
            _newest.Next = block;
        }

        _newest = block;
    }

    /// <summary>Moves the oldest sample into the tiers.</summary>
    private void Age(HistoryOptions options)
    {
        var block = _oldest!;
        var milliseconds = block.Milliseconds(_first);
        var (cpu, memory) = block.Read(_first, Sum);
        if (_tiers.Length < block.Lines)
        {
            Array.Resize(ref _tiers, block.Lines);
        }

        // While the sum has always been what the first line was, they share; from the first difference on the sum has its own.
        if (_sumTiers is null && !Same(cpu, block.Read(_first, 0).Cpu))
        {
            _sumTiers = _tiers[0]?.Clone() ?? new Tiers();
        }

        _sumTiers?.Add(milliseconds, cpu, memory, options);
        for (var line = 0; line < block.Lines; line++)
        {
            var (lineCpu, lineMemory) = block.Read(_first, line);
            if (!float.IsNaN(lineCpu))
            {
                (_tiers[line] ??= new Tiers()).Add(milliseconds, lineCpu, lineMemory, options);
            }
        }

        Count--;
        _first++;
        if (_first == block.Length)
        {
            _first = 0;
            _oldest = block.Next;
            _newest = _oldest is null ? null : _newest;
            block.Next = null;
            _spare = block;
        }

        _oldestMilliseconds = Count == 0 ? 0 : _oldest!.Milliseconds(_first);
    }

    private static bool Same(float a, float b) => a.Equals(b);

    internal sealed class Block(int lines)
    {
        private readonly uint[] _cells = new uint[BlockLength * (1 + 2 * lines)];

        public int Lines { get; } = lines;

        public Block? Next { get; set; }

        public long Base { get; private set; }

        public int Length { get; private set; }

        public void Begin(long milliseconds)
        {
            Base = milliseconds;
            Length = 0;
        }

        public void Add(long milliseconds, bool partial, ReadOnlySpan<float> values)
        {
            _cells[Length * Stride] = (uint)(milliseconds - Base) << 1;
            Length++;
            Replace(partial, values);
        }

        public void Replace(bool partial, ReadOnlySpan<float> values)
        {
            var cells = _cells.AsSpan((Length - 1) * Stride, Stride);
            cells[0] = cells[0] & ~1u | (partial ? 1u : 0);
            System.Runtime.InteropServices.MemoryMarshal.Cast<float, uint>(values).CopyTo(cells[1..]);
        }

        public long Milliseconds(int sample) => Base + (_cells[sample * Stride] >> 1);

        public (float Cpu, float Memory) Read(int sample, int line)
        {
            var cells = _cells.AsSpan(sample * Stride, Stride);
            if (line != Sum)
            {
                return line < Lines ? At(cells, line) : (float.NaN, float.NaN);
            }

            if ((cells[0] & 1) != 0)
            {
                return (float.NaN, float.NaN);
            }

            var (cpu, memory) = (float.NaN, float.NaN);
            for (var i = 0; i < Lines; i++)
            {
                var (lineCpu, lineMemory) = At(cells, i);
                if (!float.IsNaN(lineCpu))
                {
                    cpu = float.IsNaN(cpu) ? lineCpu : cpu + lineCpu;
                    memory = float.IsNaN(memory) ? lineMemory : memory + lineMemory;
                }
            }

            return (cpu, memory);
        }

        private int Stride => 1 + 2 * Lines;

        private static (float Cpu, float Memory) At(ReadOnlySpan<uint> cells, int line) =>
            (BitConverter.UInt32BitsToSingle(cells[1 + 2 * line]), BitConverter.UInt32BitsToSingle(cells[2 + 2 * line]));
    }
}

/// <summary>Goes through the samples of one line, oldest first. Valid while nothing is appended.</summary>
internal struct SampleCursor
{
    private readonly int _line;
    private SampleRing.Block? _block;
    private int _next;

    public SampleCursor(SampleRing.Block? block, int first, int line)
    {
        _block = block;
        _next = first;
        _line = line;
    }

    public long Milliseconds { get; private set; }

    /// <summary>NaN for a gap, and then memory is too.</summary>
    public float Cpu { get; private set; }

    public float Memory { get; private set; }

    public bool MoveNext()
    {
        while (_block is not null && _next >= _block.Length)
        {
            _block = _block.Next;
            _next = 0;
        }

        if (_block is null)
        {
            return false;
        }

        Milliseconds = _block.Milliseconds(_next);
        (Cpu, Memory) = _block.Read(_next, _line);
        _next++;
        return true;
    }
}
