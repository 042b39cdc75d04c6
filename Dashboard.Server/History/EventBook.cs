namespace Dashboard.Server.History;

/// <summary>Keeps what the cluster said lately, by the object it is of. Bounded for each object, in all, and by age; the oldest goes first.</summary>
/// <remarks>
/// That the cluster deletes an event says nothing: it keeps events for about an hour, and so does this book. An object that was deleted keeps its events
/// until then, which is when a person asks for them.
/// </remarks>
internal sealed class EventBook(HistoryOptions options)
{
    /// <summary>Events kept of one object.</summary>
    public const int MaxPerObject = 20;

    /// <summary>kube-apiserver's --event-ttl, by default.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    /// <summary>Oldest first; small, so that one is found by looking at all.</summary>
    private readonly Dictionary<Subject, List<EventFacts>> _bySubject = [];
    private readonly SortedSet<EventFacts> _byAge = new(OldestFirst.Instance);

    private readonly record struct Subject(string Kind, string? Namespace, string Name);

    /// <summary>Events that are remembered.</summary>
    public int Count => _byAge.Count;

    /// <summary>Learns events, and forgets those whose time is over.</summary>
    /// <param name="events">New ones, and known ones that were seen again; an older state of a known one changes nothing.</param>
    /// <param name="now">The time by the clock of the cluster, which is what events are dated by.</param>
    public void Apply(IReadOnlyList<EventFacts> events, DateTimeOffset now)
    {
        var oldest = now - Retention;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].At > oldest)
            {
                Put(events[i]);
            }
        }

        while (_byAge.Min is { } first && (first.At <= oldest || _byAge.Count > options.MaxEvents))
        {
            Remove(first);
        }
    }

    /// <summary>What was said of an object, newest first.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="namespace">Its namespace; null for one without.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uid">Only of the object with this UID, and what names none; null for all that had the name.</param>
    public IReadOnlyList<EventFacts> Of(string kind, string? @namespace, string name, string? uid)
    {
        if (!_bySubject.TryGetValue(new Subject(kind, @namespace, name), out var events))
        {
            return [];
        }

        var found = new List<EventFacts>(events.Count);
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (uid is null || events[i].Uid is null || events[i].Uid == uid)
            {
                found.Add(events[i]);
            }
        }

        return found;
    }

    private static Subject SubjectOf(EventFacts facts) => new(facts.Kind, facts.Namespace, facts.Name);

    private void Put(EventFacts facts)
    {
        var subject = SubjectOf(facts);
        if (!_bySubject.TryGetValue(subject, out var events))
        {
            _bySubject[subject] = events = new List<EventFacts>(1);
        }

        var known = events.FindIndex(other => other.Id == facts.Id);
        if (known >= 0)
        {
            if (facts.At < events[known].At || facts.Count < events[known].Count)
            {
                return;
            }

            _byAge.Remove(events[known]);
            events.RemoveAt(known);
        }

        var place = events.Count;
        while (place > 0 && events[place - 1].At > facts.At)
        {
            place--;
        }

        events.Insert(place, facts);
        _byAge.Add(facts);
        if (events.Count > MaxPerObject)
        {
            _byAge.Remove(events[0]);
            events.RemoveAt(0);
        }
    }

    private void Remove(EventFacts facts)
    {
        _byAge.Remove(facts);
        var subject = SubjectOf(facts);
        var events = _bySubject[subject];
        events.Remove(facts);
        if (events.Count == 0)
        {
            _bySubject.Remove(subject);
        }
    }

    private sealed class OldestFirst : IComparer<EventFacts>
    {
        public static readonly OldestFirst Instance = new();

        public int Compare(EventFacts? x, EventFacts? y)
        {
            var order = x!.At.CompareTo(y!.At);
            order = order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);

            // One event is of one object; but nothing that comes over the wire may make two of the book's parts disagree.
            order = order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
            order = order != 0 ? order : string.CompareOrdinal(x.Namespace, y.Namespace);
            return order != 0 ? order : string.CompareOrdinal(x.Kind, y.Kind);
        }
    }
}
