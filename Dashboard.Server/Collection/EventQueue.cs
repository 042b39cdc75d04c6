using Dashboard.Server.History;

namespace Dashboard.Server.Collection;

/// <summary>
/// Events on their way to History, a bounded number at once, so that neither a storm nor the first list holds up pods. In a storm the oldest that
/// wait are dropped. Not thread-safe.
/// </summary>
/// <param name="maxListed">Events of a list that are taken, the newest; History keeps no more.</param>
internal sealed class EventQueue(int maxListed)
{
    /// <summary>Events handed over at once: what a cluster has in peace in minutes.</summary>
    public const int Capacity = 2_000;

    private readonly Dictionary<string, EventFacts> _events = [];
    private readonly Queue<string> _order = new();
    private readonly Queue<EventFacts> _listed = new();

    public bool IsEmpty => _order.Count == 0 && _listed.Count == 0;

    /// <summary>Leaves the newest of a list that is still growing; called after each of its pages, it keeps the list within twice the bound.</summary>
    public static void Trim(List<EventFacts> events, int keep)
    {
        if (events.Count >= 2 * keep)
        {
            events.Sort(static (a, b) => b.At.CompareTo(a.At));
            events.RemoveRange(keep, events.Count - keep);
        }
    }

    /// <summary>Takes a list. It goes out piece by piece, the newest first; what is left of one before is in this one, or is over.</summary>
    public void Replace(IReadOnlyList<EventFacts> events)
    {
        _listed.Clear();
        foreach (var facts in events.OrderByDescending(facts => facts.At).Take(maxListed))
        {
            _listed.Enqueue(facts);
        }
    }

    /// <summary>Takes an event, or the newer state of one that waits.</summary>
    /// <returns>Whether another was dropped for it.</returns>
    public bool Add(EventFacts facts)
    {
        if (_events.ContainsKey(facts.Id))
        {
            _events[facts.Id] = facts;
            return false;
        }

        var full = _order.Count == Capacity;
        if (full)
        {
            _events.Remove(_order.Dequeue());
        }

        _order.Enqueue(facts.Id);
        _events.Add(facts.Id, facts);
        return full;
    }

    /// <summary>Gives what waits, at most <see cref="Capacity"/>; what the watch said goes before what was listed.</summary>
    public IReadOnlyList<EventFacts> Take()
    {
        if (IsEmpty)
        {
            return [];
        }

        var events = new List<EventFacts>(Math.Min(Capacity, _order.Count + _listed.Count));
        foreach (var id in _order)
        {
            events.Add(_events[id]);
        }

        _events.Clear();
        _order.Clear();
        while (events.Count < Capacity && _listed.TryDequeue(out var listed))
        {
            events.Add(listed);
        }

        if (_listed.Count == 0)
        {
            // The first list's room is not kept for ever.
            _listed.TrimExcess();
        }

        return events;
    }
}
