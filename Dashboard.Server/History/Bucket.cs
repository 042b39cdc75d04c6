using System.Runtime.CompilerServices;

namespace Dashboard.Server.History;

/// <summary>Minimum, mean and maximum of CPU (nanocores) and memory (bytes) over a minute or ten minutes, in 16 bytes.</summary>
/// <remarks>
/// The mean is a float; minimum and maximum are kept as their distance from it, relative to it, in half precision: the error is at most
/// 0.05 % of that distance. The greatest distance is the number of samples in the bucket times the mean, far below what a Half can hold.
/// A NaN as mean is a gap.
/// </remarks>
internal readonly struct Bucket
{
    private readonly float _cpu;
    private readonly Half _cpuBelow;
    private readonly Half _cpuAbove;
    private readonly float _memory;
    private readonly Half _memoryBelow;
    private readonly Half _memoryAbove;

    public Bucket(in Extent cpu, in Extent memory)
    {
        (_cpu, _cpuBelow, _cpuAbove) = Pack(cpu);
        (_memory, _memoryBelow, _memoryAbove) = Pack(memory);
    }

    public static Bucket Gap { get; } = new(Extent.Gap, Extent.Gap);

    public bool IsGap => float.IsNaN(_cpu);

    public Extent Cpu => Unpack(_cpu, _cpuBelow, _cpuAbove);

    public Extent Memory => Unpack(_memory, _memoryBelow, _memoryAbove);

    private static (float Mean, Half Below, Half Above) Pack(in Extent extent) => extent.Mean > 0
        ? (extent.Mean, (Half)((extent.Mean - extent.Minimum) / extent.Mean), (Half)((extent.Maximum - extent.Mean) / extent.Mean))
        : (extent.Mean, default, default);

    private static Extent Unpack(float mean, Half below, Half above) => new(mean - mean * (float)below, mean, mean + mean * (float)above);
}

/// <summary>What a value did over some time.</summary>
internal readonly record struct Extent(float Minimum, float Mean, float Maximum)
{
    public static Extent Gap { get; } = new(float.NaN, float.NaN, float.NaN);

    public static Extent At(float value) => new(value, value, value);
}

/// <summary>Successive buckets: a piece of a tier. Pieces are made as time goes on, so that a young line is small.</summary>
internal sealed class BucketBlock(int first)
{
    public const int Capacity = 30;

    private Cells _cells;

    public BucketBlock? Next { get; set; }

    /// <summary>Number of the first bucket: minutes, or ten minutes, since 1970 UTC.</summary>
    public int First { get; } = first;

    public int Length { get; private set; }

    public ReadOnlySpan<Bucket> Buckets => ((Span<Bucket>)_cells)[..Length];

    /// <summary>Adds a bucket with a greater number than all before; false when it lies beyond this block.</summary>
    public bool TryAdd(int number, in Bucket bucket)
    {
        var index = number - First;
        if (index >= Capacity)
        {
            return false;
        }

        Span<Bucket> cells = _cells;
        cells[Length..index].Fill(Bucket.Gap);
        cells[index] = bucket;
        Length = index + 1;
        return true;
    }

    [InlineArray(Capacity)]
    private struct Cells
    {
        private Bucket _first;
    }
}
