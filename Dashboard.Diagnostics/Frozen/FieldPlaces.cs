using System.Reflection;
using System.Runtime.CompilerServices;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// Where fields lie, from the runtime's description of each, which a field's handle points to: the table of its type, then flags, then the offset in the lower 27 bits.
/// Whether that is so is checked on fields whose places can be measured. Descriptions are read by calls that can fail.
/// </summary>
internal sealed class FieldPlaces
{
    private const int OffsetAt = 12;
    private const uint OffsetBits = (1 << 27) - 1;

    // struct MethodTable: where its auxiliary data are; before those, for types with static fields, where the static references are.
    private const int AuxiliaryAt = 32;
    private const int StaticReferencesBefore = 24;
    private const ulong NotInitialized = 1;
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly FrozenMemory _memory;

    public FieldPlaces(FrozenMemory memory)
    {
        _memory = memory;
        if (OffsetOf(Probe.SecondField) != Probe.SecondOffset || OffsetOf(Probe.ThirdField) != Probe.ThirdOffset)
            throw new SnapshotRefusedException($"this runtime ({Environment.Version}) describes its fields in a way that this library does not know");
        KnowsStatics = AddressOf(Probe.Table, Probe.StaticField) == Probe.StaticAddress;
    }

    /// <summary>Whether static fields can be found: checked on one.</summary>
    public bool KnowsStatics { get; }

    /// <summary>Has the known fields measured, before a copy is taken.</summary>
    public static void Prepare() => RuntimeHelpers.RunClassConstructor(typeof(Probe).TypeHandle);

    /// <summary>From the first field of an object, or of a structure, or of its type's static references; -1 when it is not told.</summary>
    public int OffsetOf(FieldInfo field) =>
        _memory.Read((ulong)field.FieldHandle.Value + OffsetAt, out uint word) ? (int)(word & OffsetBits) : -1;

    /// <summary>From the first byte of an object of the type that declares the field; 0 when there is no such field.</summary>
    public int InObject(Type type, string name) =>
        type.GetField(name, Any) is { } field && OffsetOf(field) is >= 0 and var offset ? sizeof(ulong) + offset : 0;

    /// <summary>The place of a static reference, or of the reference to a static structure's box; 0 while the type has none yet.</summary>
    public ulong AddressOf(ulong methodTable, FieldInfo field) =>
        _memory.Read(methodTable + AuxiliaryAt, out ulong auxiliary)
        && _memory.Read(auxiliary - StaticReferencesBefore, out ulong references)
        && (references & ~NotInitialized) is not 0 and var start
        && OffsetOf(field) is >= 0 and var offset
            ? start + (ulong)offset
            : 0;

    /// <summary>Fields whose places are measured.</summary>
    private sealed class Probe
    {
        private static object? _static = new();
        private object? _first;
        private long _second;
        private int _third;

        static unsafe Probe()
        {
            var probe = new Probe();
            ref var start = ref Unsafe.As<object?, byte>(ref probe._first);
            // The references come first.
            SecondOffset = (int)Unsafe.ByteOffset(ref start, ref Unsafe.As<long, byte>(ref probe._second));
            ThirdOffset = (int)Unsafe.ByteOffset(ref start, ref Unsafe.As<int, byte>(ref probe._third));
            StaticAddress = (ulong)Unsafe.AsPointer(ref _static);
            GC.KeepAlive(probe);
        }

        public static int SecondOffset { get; }

        public static int ThirdOffset { get; }

        /// <summary>Static references lie in arrays that never move.</summary>
        public static ulong StaticAddress { get; }

        public static ulong Table { get; } = HeapTypes.TableOf(typeof(Probe));

        public static FieldInfo SecondField { get; } = typeof(Probe).GetField(nameof(_second), Any)!;

        public static FieldInfo ThirdField { get; } = typeof(Probe).GetField(nameof(_third), Any)!;

        public static FieldInfo StaticField { get; } = typeof(Probe).GetField(nameof(_static), Any)!;
    }
}
