using System.Buffers.Binary;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// Sampled allocations by stack and type. The runtime chooses every byte with the chance of 1 in 102,400 and tells the object that the chosen byte is in, so an object of S bytes is
/// told with the chance 1-exp(-S/102400), and stands for one divided by that.
/// </summary>
internal sealed class AllocationCounter(TimeProvider timeProvider, SourceLines? lines = null) : EventCounter(timeProvider, lines)
{
    /// <summary>Of the runtime's sampling, on average.</summary>
    public const int BytesPerSample = 102_400;

    private const int AllocationSampled = 303;

    // The kind of heap, the runtime's instance, the type's id.
    private const int NameOffset = sizeof(uint) + sizeof(ushort) + sizeof(ulong);

    private readonly TypeNames _types = new();

    /// <summary>Since .NET 9.</summary>
    public static EventProvider Provider { get; } = new(Runtime, 0x800_0000_0000, 4);

    /// <summary>Objects and bytes by stack and type.</summary>
    public StackTable Table { get; } = new();

    public override long Total => Table.Count;

    internal static double Weight(double bytes) => 1 / (1 - Math.Exp(-bytes / BytesPerSample));

    protected override void Count(in NettraceRecord record)
    {
        if (record.Kind.EventId != AllocationSampled)
            return;
        var payload = record.Payload[NameOffset..];
        if (_types.Read(payload, out var nameBytes) is not { } type)
            return;
        // Behind the name the object's address, then its size.
        double bytes = BinaryPrimitives.ReadUInt64LittleEndian(payload[(nameBytes + sizeof(ulong))..]);
        if (bytes == 0)
            return;
        var weight = Weight(bytes);
        Table.Add(Names.Of(record.Stack), type, weight, weight * bytes);
    }
}
