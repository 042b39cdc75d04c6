using System.Runtime.CompilerServices;
using Microsoft.Diagnostics.Runtime;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>
/// The types of a frozen heap by their method tables, read directly: flags, size and parent, the only parts of the layout that the walk depends on. Whether they lie where they are looked
/// for is checked against types whose method tables are known, before anything else is read.
/// </summary>
internal sealed class HeapTypes
{
    // struct MethodTable: flags 4 (the low half is the component size), base size 4, flags 4, counts 4, parent 8.
    private const int BaseSizeAt = 4;
    private const int ParentAt = 16;

    // The description that the instantiations of a type share, or, marked by the lowest bit, the method table of the one that has it; it refers back to its method table.
    private const int ClassAt = 40;
    private const int ClassBytes = 64;
    private const int HeadBytes = 48;
    private const uint HasComponentSize = 0x8000_0000;
    private const uint ContainsPointers = 0x0100_0000;
    private const uint Collectible = 0x0020_0000;
    private const uint LargestBaseSize = 64 << 20;
    private const int DeepestInheritance = 128;

    // Asked for before the first copy is taken: a type has a method table from its first use on.
    private static readonly ulong ObjectTable = TableOf(typeof(object));
    private static readonly ulong StringTable = TableOf(typeof(string));
    private static readonly ulong ObjectsTable = TableOf(typeof(object[]));
    private static readonly ulong ArrayTable = TableOf(typeof(Array));
    private static readonly ulong DerivedTable = TableOf(typeof(ArgumentNullException));
    private static readonly ulong BaseTable = TableOf(typeof(ArgumentException));

    private readonly FrozenMemory _memory;
    private readonly ClrRuntime _runtime;
    private readonly ulong _free;
    private readonly List<HeapType> _all = [];

    // Open addressing: one look-up for each object of the heap.
    private ulong[] _keys = new ulong[4096];
    private HeapType?[] _values = new HeapType?[4096];
    private int _used;
    private readonly int _backAt = -1;

    public HeapTypes(FrozenMemory memory, ClrRuntime runtime)
    {
        (_memory, _runtime, _free) = (memory, runtime, runtime.Heap.FreeType.MethodTable);
        _backAt = FindBack();
        CheckLayout();
    }

    public IReadOnlyList<HeapType> All => _all;

    /// <summary>Has the known types loaded.</summary>
    public static void Prepare() => RuntimeHelpers.RunClassConstructor(typeof(HeapTypes).TypeHandle);

    public static ulong TableOf(Type type) => (ulong)type.TypeHandle.Value;

    /// <summary>Null for what is no method table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeapType? Of(ulong methodTable)
    {
        var slot = SlotOf(methodTable);
        return methodTable != 0 && _keys[slot] == methodTable ? _values[slot] : Search(methodTable, slot);
    }

    /// <summary>Of a type that was met before; nothing is read.</summary>
    public HeapType? Known(ulong methodTable)
    {
        var mask = _keys.Length - 1;
        for (var slot = SlotOf(methodTable); _keys[slot] != 0; slot = slot + 1 & mask)
        {
            if (_keys[slot] == methodTable)
                return _values[slot];
        }

        return null;
    }

    /// <summary>Whether a type is another or is derived from it.</summary>
    public bool Is(HeapType type, ulong ancestor)
    {
        for (var at = type; at is not null; at = Of(at.Parent))
        {
            if (at.MethodTable == ancestor)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The type as this process knows it. Only for those that cannot be unloaded: their method tables are valid for the life of the process, and this one has been found to be one.
    /// ClrMD is not asked for fields: to tell their types it looks into the runtime's hash tables, and in one that was growing when the copy was taken it looks for ever.
    /// </summary>
    public static Type? LivingTypeOf(HeapType type) => type.IsCollectible || type.IsFree ? null : Type.GetTypeFromHandle(RuntimeTypeHandle.FromIntPtr((nint)type.MethodTable));

    public ClrType? DetailsOf(HeapType type) => type.Details ??= _runtime.GetTypeByMethodTable(type.MethodTable);

    /// <summary>None for a type whose description does not make sense.</summary>
    public ReferenceMap ReferencesOf(HeapType type) => type.References ??= ReferenceMap.Read(_memory, type) ?? ReferenceMap.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong methodTable) => (int)(methodTable * 0x9E37_79B9_7F4A_7C15UL >> 40) & _keys.Length - 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private HeapType? Search(ulong methodTable, int slot)
    {
        var mask = _keys.Length - 1;
        for (; _keys[slot] != 0; slot = slot + 1 & mask)
        {
            if (_keys[slot] == methodTable)
                return _values[slot];
        }

        return methodTable == 0 ? null : Add(methodTable);
    }

    private HeapType? Add(ulong methodTable)
    {
        var type = Read(methodTable, 0);
        if (type is not null)
            _all.Add(type);
        if (_used * 2 >= _keys.Length)
            Grow();
        Insert(methodTable, type);
        return type;
    }

    private HeapType? Read(ulong methodTable, int depth)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (methodTable % 8 != 0 || methodTable < 0x10000 || depth > DeepestInheritance || _memory.Read(methodTable, head) != HeadBytes)
            return null;
        var flags = BitConverter.ToUInt32(head);
        var parent = BitConverter.ToUInt64(head[ParentAt..]);
        var baseBytes = BitConverter.ToUInt32(head[BaseSizeAt..]);
        var isFree = methodTable == _free;
        if (baseBytes is < 16 or > LargestBaseSize)
            return null;
        // The line of ancestors of every true type ends at System.Object.
        if (!isFree && methodTable != ObjectTable && Of(parent) is null)
            return null;
        if (!isFree && _backAt >= 0 && !IsDescribed(methodTable, BitConverter.ToUInt64(head[ClassAt..])))
            return null;
        return new HeapType
        {
            Index = _all.Count,
            MethodTable = methodTable,
            Parent = isFree || methodTable == ObjectTable ? 0 : parent,
            BaseBytes = baseBytes,
            ComponentBytes = (flags & HasComponentSize) != 0 ? flags & 0xFFFF : 0,
            HasReferences = (flags & ContainsPointers) != 0,
            IsCollectible = (flags & Collectible) != 0,
            IsFree = isFree,
        };
    }

    /// <summary>As the runtime's own debugger decides whether something is a method table.</summary>
    private bool IsDescribed(ulong methodTable, ulong description)
    {
        if ((description & 1) != 0)
        {
            methodTable = description & ~1UL;
            if (!_memory.Read(methodTable + ClassAt, out description) || (description & 1) != 0)
                return false;
        }

        return description % 8 == 0 && _memory.Read(description + (ulong)_backAt, out ulong back) && back == methodTable;
    }

    private int FindBack()
    {
        Span<byte> description = stackalloc byte[ClassBytes];
        if (_memory.Read(ObjectTable + ClassAt, out ulong address) && _memory.Read(address, description) == ClassBytes)
        {
            for (var at = 0; at < ClassBytes; at += sizeof(ulong))
            {
                if (BitConverter.ToUInt64(description[at..]) == ObjectTable)
                    return at;
            }
        }

        throw new SnapshotRefusedException($"this runtime ({Environment.Version}) lays out its types in a way that this library does not know");
    }

    private void Insert(ulong key, HeapType? value)
    {
        var mask = _keys.Length - 1;
        var slot = SlotOf(key);
        while (_keys[slot] != 0)
            slot = slot + 1 & mask;
        (_keys[slot], _values[slot]) = (key, value);
        _used++;
    }

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        (_keys, _values, _used) = (new ulong[keys.Length * 2], new HeapType?[keys.Length * 2], 0);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
                Insert(keys[i], values[i]);
        }
    }

    private void CheckLayout()
    {
        var isKnown = Of(StringTable) is { ComponentBytes: 2, BaseBytes: 22, HasReferences: false } text && text.Parent == ObjectTable
            && Of(ObjectsTable) is { ComponentBytes: 8, BaseBytes: 24, HasReferences: true } array && array.Parent == ArrayTable
            && Of(DerivedTable) is { ComponentBytes: 0, HasReferences: true } exception && exception.Parent == BaseTable
            && Of(_free) is { ComponentBytes: 1, BaseBytes: 24 };
        if (!isKnown)
            throw new SnapshotRefusedException($"this runtime ({Environment.Version}) lays out its types in a way that this library does not know");
    }
}
