namespace Dashboard.Simulator.Store;

/// <summary>The number that etcd would give each change, one for the whole cluster.</summary>
internal sealed class Revision
{
    public Lock Gate { get; } = new();

    public long Current { get; private set; } = 1_000;

    public long Next() => ++Current;
}

/// <summary>
/// All objects of one kind and the newest of their changes. Every method takes the cluster's one lock; what it gives out never changes.
/// The history is bounded: who asks for a version before it gets <see cref="ReadResult.Expired"/>, which the API answers with 410.
/// </summary>
internal sealed class ObjectStore(ResourceKind kind, Revision revision, int historyLength)
{
    private readonly SortedDictionary<string, ApiObject> _objects = new(StringComparer.Ordinal);
    private readonly WatchEvent[] _history = new WatchEvent[historyLength];
    private long _written; // changes so far; change i is in _history[i % length]
    private long _expiredUpTo; // a watch or a page from an older version cannot be served
    private ApiObject[]? _snapshot;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public enum ReadResult
    {
        Read,
        Expired,
        TooLarge,
    }

    public ResourceKind Kind => kind;

    /// <summary>Grows with each deletion: a cache that holds dead objects asks for it.</summary>
    public long Deletions { get; private set; }

    public int Count
    {
        get
        {
            lock (revision.Gate) return _objects.Count;
        }
    }

    /// <summary>Forgets how the cluster came to be: nobody can have seen a time before its start.</summary>
    public void Seal()
    {
        lock (revision.Gate)
        {
            Array.Clear(_history);
            _written = 0;
            _expiredUpTo = revision.Current;
        }
    }

    public void Put(ApiObject changed)
    {
        lock (revision.Gate)
        {
            _objects.TryGetValue(changed.Key, out var previous);
            var stored = changed with { ResourceVersion = revision.Next() };
            _objects[stored.Key] = stored;
            Record(new WatchEvent(previous is null ? ChangeType.Added : ChangeType.Modified, stored, previous));
        }
    }

    public void Remove(string key)
    {
        lock (revision.Gate)
        {
            if (!_objects.Remove(key, out var previous)) return;
            Deletions++;
            Record(new WatchEvent(ChangeType.Deleted, previous with { ResourceVersion = revision.Next() }, previous));
        }
    }

    public ApiObject? Find(string key)
    {
        lock (revision.Gate) return _objects.GetValueOrDefault(key);
    }

    /// <summary>All objects in the order of their keys, and the version at which that is true.</summary>
    public (ApiObject[] Objects, long ResourceVersion) Snapshot()
    {
        lock (revision.Gate) return (_snapshot ??= [.. _objects.Values], revision.Current);
    }

    /// <summary>All objects as they were at a version, so that the pages of one list agree with each other.</summary>
    public ReadResult SnapshotAt(long version, out ApiObject[] objects)
    {
        lock (revision.Gate)
        {
            objects = [];
            if (version > revision.Current) return ReadResult.TooLarge;
            if (version < _expiredUpTo) return ReadResult.Expired;
            var since = new Dictionary<string, ApiObject?>(StringComparer.Ordinal);
            for (var i = Position(version); i < _written; i++)
            {
                var change = _history[i % historyLength];
                since.TryAdd(change.Object.Key, change.Previous);
            }

            if (since.Count == 0)
            {
                objects = _snapshot ??= [.. _objects.Values];
                return ReadResult.Read;
            }

            objects = Before(_snapshot ??= [.. _objects.Values], since);
            return ReadResult.Read;
        }
    }

    /// <summary>Moves the changes after a version into the list, and gives a task that ends at the next change.</summary>
    /// <param name="version">In: the last version that was seen. Out: the newest that this read has covered.</param>
    public ReadResult Read(ref long version, List<WatchEvent> into, out Task changed)
    {
        lock (revision.Gate)
        {
            changed = _changed.Task;
            if (version > revision.Current) return ReadResult.TooLarge;
            if (version < _expiredUpTo) return ReadResult.Expired;
            for (var i = Position(version); i < _written; i++) into.Add(_history[i % historyLength]);
            version = revision.Current;
            return ReadResult.Read;
        }
    }

    /// <summary>Forgets all changes until now, as a compaction of etcd does.</summary>
    public void Compact()
    {
        lock (revision.Gate)
        {
            // A change of its own, so that even a reader of this very version has missed something.
            _expiredUpTo = revision.Next();
            Signal();
        }
    }

    /// <summary>Ends at the next change or <see cref="Wake"/>.</summary>
    public Task NextChange()
    {
        lock (revision.Gate) return _changed.Task;
    }

    /// <summary>Wakes the watchers, so that they look at more than changes (a fault that was set).</summary>
    public void Wake()
    {
        lock (revision.Gate) Signal();
    }

    /// <summary>Merges what is unchanged with what the changed objects were before, both in the order of keys.</summary>
    private static ApiObject[] Before(ApiObject[] now, Dictionary<string, ApiObject?> since)
    {
        var before = new List<ApiObject>(now.Length);
        var changed = since.Values.OfType<ApiObject>().OrderBy(o => o.Key, StringComparer.Ordinal).ToList();
        var next = 0;
        foreach (var current in now)
        {
            if (since.ContainsKey(current.Key)) continue;
            while (next < changed.Count && string.CompareOrdinal(changed[next].Key, current.Key) < 0) before.Add(changed[next++]);
            before.Add(current);
        }

        before.AddRange(changed.Skip(next));
        return [.. before];
    }

    private void Record(WatchEvent change)
    {
        var slot = _written % historyLength;
        if (_written >= historyLength) _expiredUpTo = Math.Max(_expiredUpTo, _history[slot].ResourceVersion);
        _history[slot] = change;
        _written++;
        _snapshot = null;
        Signal();
    }

    private void Signal()
    {
        var waiting = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    /// <summary>The first change after a version, by bisection.</summary>
    private long Position(long version)
    {
        var low = Math.Max(0, _written - historyLength);
        var high = _written;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_history[middle % historyLength].ResourceVersion <= version) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
