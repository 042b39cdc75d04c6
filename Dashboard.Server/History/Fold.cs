namespace Dashboard.Server.History;

/// <summary>A bucket that is being filled.</summary>
internal struct Fold
{
    private double _cpu;
    private double _memory;
    private float _cpuMinimum;
    private float _cpuMaximum;
    private float _memoryMinimum;
    private float _memoryMaximum;

    /// <summary>Number of the bucket: minutes, or ten minutes, since 1970 UTC.</summary>
    public int Number { get; private set; }

    /// <summary>Values in it so far.</summary>
    public int Count { get; private set; }

    public readonly Bucket ToBucket() => Count == 0
        ? Bucket.Gap
        : new Bucket(
            new Extent(_cpuMinimum, (float)(_cpu / Count), _cpuMaximum),
            new Extent(_memoryMinimum, (float)(_memory / Count), _memoryMaximum));

    /// <summary>Adds a value. When it opens another bucket, the one before is given back and true returned.</summary>
    public bool Add(int number, in Extent cpu, in Extent memory, out int closedNumber, out Bucket closed)
    {
        var closes = Count > 0 && number != Number;
        closedNumber = Number;
        closed = default;
        if (closes)
        {
            closed = ToBucket();
            Count = 0;
        }

        if (Count == 0)
        {
            this = default;
            Number = number;
            (_cpuMinimum, _cpuMaximum) = (cpu.Minimum, cpu.Maximum);
            (_memoryMinimum, _memoryMaximum) = (memory.Minimum, memory.Maximum);
        }
        else
        {
            _cpuMinimum = Math.Min(_cpuMinimum, cpu.Minimum);
            _cpuMaximum = Math.Max(_cpuMaximum, cpu.Maximum);
            _memoryMinimum = Math.Min(_memoryMinimum, memory.Minimum);
            _memoryMaximum = Math.Max(_memoryMaximum, memory.Maximum);
        }

        _cpu += cpu.Mean;
        _memory += memory.Mean;
        Count++;
        return closes;
    }
}
