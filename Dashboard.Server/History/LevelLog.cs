namespace Dashboard.Server.History;

/// <summary>The levels of one line as they were, written when they change: 40 bytes a change, and never more than a capacity.</summary>
/// <remarks>
/// Changes within five seconds of the one before are one with it: a rollout is not written pod by pod. What is older than seven days is
/// left out. When it is full, each two changes of its older half become one, the level of which held longer: what happens all the time
/// is told more coarsely the longer ago it was, and still reaches back.
/// </remarks>
internal sealed class LevelLog(int capacity)
{
    private const long ApartMilliseconds = 5_000;
    private const long KeptMilliseconds = 7L * 24 * 3_600_000;

    private Entry[] _entries = [];

    public int Count { get; private set; }

    /// <summary>Writes what holds from a time on; times ascend. Nothing is written when it held already.</summary>
    public void Note(long milliseconds, in Level level)
    {
        if (Count > 0)
        {
            ref var newest = ref _entries[Count - 1];
            if (newest.Level == level)
            {
                return;
            }

            if (milliseconds - newest.Milliseconds < ApartMilliseconds)
            {
                newest = newest with { Level = level };
                Count -= Count > 1 && _entries[Count - 2].Level == level ? 1 : 0;
                return;
            }
        }

        LeaveOut(milliseconds - KeptMilliseconds);
        if (Count == capacity)
        {
            Thin();
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(capacity, Math.Max(1, Count * 2)));
        }

        _entries[Count++] = new Entry(milliseconds, level);
    }

    /// <summary>What held in a range, beginning with what held at its start or, when it began later, with the first that is known.</summary>
    public void CopyTo(List<LevelChange> into, DateTimeOffset from, DateTimeOffset until)
    {
        for (var i = 0; i < Count; i++)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(_entries[i].Milliseconds);
            var end = i + 1 < Count ? DateTimeOffset.FromUnixTimeMilliseconds(_entries[i + 1].Milliseconds) : DateTimeOffset.MaxValue;
            if (end > from && at <= until)
            {
                into.Add(new LevelChange(at > from ? at : from, _entries[i].Level));
            }
        }
    }

    private void LeaveOut(long before)
    {
        // What held at that time is still needed.
        var old = 0;
        while (old + 1 < Count && _entries[old + 1].Milliseconds <= before)
        {
            old++;
        }

        if (old > 0)
        {
            _entries.AsSpan(old, Count - old).CopyTo(_entries);
            Count -= old;
        }
    }

    private void Thin()
    {
        var older = Count / 2 & ~1;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var entry = _entries[i];
            if (i < older)
            {
                var (second, end) = (_entries[i + 1], _entries[i + 2].Milliseconds);
                var firstHeldLonger = second.Milliseconds - entry.Milliseconds >= end - second.Milliseconds;
                entry = firstHeldLonger ? entry : entry with { Level = second.Level };
                i++;
            }

            if (kept == 0 || _entries[kept - 1].Level != entry.Level)
            {
                _entries[kept++] = entry;
            }
        }

        Count = kept;
    }

    private readonly record struct Entry(long Milliseconds, Level Level);
}
