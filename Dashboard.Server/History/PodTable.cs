using System.Text;

namespace Dashboard.Server.History;

/// <summary>All remembered pods by slot, by UID and by name, and the columns of their latest values.</summary>
internal sealed class PodTable
{
    private readonly Dictionary<string, PodEntry> _byUid = new(StringComparer.Ordinal);
    private readonly Dictionary<byte[], PodEntry> _byName;
    private readonly Dictionary<byte[], PodEntry>.AlternateLookup<Utf8Name> _byUtf8Name;
    private readonly Stack<int> _free = new();
    private readonly Queue<(PodEntry Entry, DateTimeOffset GoneAt)> _gone = new();
    private PodEntry?[] _entries = new PodEntry?[64];
    private long[] _cpu = new long[64];
    private long[] _memory = new long[64];
    private long[] _sampledAt = new long[64];
    private long[] _readAt = new long[64];

    public PodTable()
    {
        _byName = new Dictionary<byte[], PodEntry>(new Utf8NameComparer());
        _byUtf8Name = _byName.GetAlternateLookup<Utf8Name>();
    }

    /// <summary>Length of the columns.</summary>
    public int Slots { get; private set; }

    public int Living { get; private set; }

    public int Gone => _byUid.Count - Living;

    public ReadOnlySpan<PodEntry?> Entries => _entries.AsSpan(0, Slots);

    public Span<long> CpuNanocores => _cpu.AsSpan(0, Slots);

    public Span<long> WorkingSetBytes => _memory.AsSpan(0, Slots);

    public Span<long> SampledAtMilliseconds => _sampledAt.AsSpan(0, Slots);

    public Span<long> ReadAtMilliseconds => _readAt.AsSpan(0, Slots);

    public PodEntry? Find(string uid) => _byUid.GetValueOrDefault(uid);

    /// <summary>The living pod of that name, else the last that had it.</summary>
    public PodEntry? Find(Utf8Name name) => _byUtf8Name.TryGetValue(name, out var entry) ? entry : null;

    public PodEntry? Find(string @namespace, string name) => _byName.GetValueOrDefault(NameKey(@namespace, name));

    public PodEntry Add(PodFacts facts)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = Slots++;
            if (slot == _entries.Length)
            {
                Array.Resize(ref _entries, slot * 2);
                Array.Resize(ref _cpu, slot * 2);
                Array.Resize(ref _memory, slot * 2);
                Array.Resize(ref _sampledAt, slot * 2);
                Array.Resize(ref _readAt, slot * 2);
            }
        }

        var entry = new PodEntry(slot, facts, NameKey(facts.Namespace, facts.Name));
        _entries[slot] = entry;
        (_cpu[slot], _memory[slot], _sampledAt[slot], _readAt[slot]) = (HistoryReader.Absent, HistoryReader.Absent, 0, 0);
        _byUid.Add(facts.Uid, entry);
        Name(entry);
        Living++;
        return entry;
    }

    /// <summary>The pod gets another UID: what only metrics knew has been found in the inventory.</summary>
    public void Adopt(PodEntry entry, PodFacts facts)
    {
        _byUid.Remove(entry.Facts.Uid);
        _byUid.Add(facts.Uid, entry);
        entry.Facts = facts;
        entry.Provisional = false;
    }

    /// <summary>The pod went away; it stays readable until it is forgotten.</summary>
    public void Remove(PodEntry entry, DateTimeOffset at)
    {
        entry.GoneAt = at;
        ForgetLatest(entry);
        _gone.Enqueue((entry, at));
        Living--;
    }

    /// <summary>Nothing of the pod runs, so that nothing is used now, whatever the last sample said.</summary>
    public void ForgetLatest(PodEntry entry) => (_cpu[entry.Slot], _memory[entry.Slot]) = (HistoryReader.Absent, HistoryReader.Absent);

    /// <summary>The pod is there after all.</summary>
    public void Return(PodEntry entry)
    {
        entry.GoneAt = null;
        Name(entry);
        Living++;
    }

    /// <summary>Forgets the pod that went away first when that was before <paramref name="before"/>.</summary>
    public PodEntry? ForgetOldestGone(DateTimeOffset before)
    {
        while (_gone.TryPeek(out var oldest))
        {
            if (oldest.Entry.GoneAt == oldest.GoneAt && oldest.GoneAt > before)
            {
                return null;
            }

            _gone.Dequeue();
            if (oldest.Entry.GoneAt == oldest.GoneAt)
            {
                Forget(oldest.Entry);
                return oldest.Entry;
            }
        }

        return null;
    }

    private void Forget(PodEntry entry)
    {
        _byUid.Remove(entry.Facts.Uid);
        if (_byName.TryGetValue(entry.NameKey, out var named) && named == entry)
        {
            _byName.Remove(entry.NameKey);
        }

        _entries[entry.Slot] = null;
        (_sampledAt[entry.Slot], _readAt[entry.Slot]) = (0, 0);
        _free.Push(entry.Slot);
    }

    private void Name(PodEntry entry)
    {
        // Removed first, because a dictionary keeps the first key: the key of a forgotten pod would stay alive under the new one.
        _byName.Remove(entry.NameKey);
        _byName.Add(entry.NameKey, entry);
    }

    private static byte[] NameKey(string @namespace, string name) => Encoding.UTF8.GetBytes($"{@namespace}/{name}");
}
