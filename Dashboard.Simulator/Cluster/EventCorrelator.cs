using System.Diagnostics.CodeAnalysis;
using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Cluster;

/// <summary>
/// What client-go's recorder does before it writes an event: the same is counted, what differs in its message only becomes one event from the
/// tenth on, and one writer may tell 25 times of one object, then once in five minutes. What is not told is counted all the same.
/// </summary>
internal sealed class EventCorrelator(int seed)
{
    private const int Burst = 25;
    private const double RefillSeconds = 300;
    private const int SimilarFrom = 10;
    private const double SimilarForSeconds = 600;

    private readonly Dictionary<(string Uid, string Component, string Host), Teller> _tellers = [];
    private SeededRandom _random = SeededRandom.For(seed, "events");

    /// <summary>One event of a teller: of one message, or of all that are alike when the message is null.</summary>
    public readonly record struct What(string FieldPath, string Type, string Reason, string? Message);

    /// <param name="times">Of several that happened since the last one that was told.</param>
    /// <param name="message">In: what happened. Out: what to write.</param>
    /// <param name="log">Which event to write, with its count.</param>
    /// <returns>False when this one is over the writer's allowance.</returns>
    public bool Tells(EventSubject of, string component, string host, What what, double at, int times, double firstAt, ref string message, [NotNullWhen(true)] out EventLog? log)
    {
        var key = (of.Uid, component, host);
        if (!_tellers.TryGetValue(key, out var teller)) _tellers[key] = teller = new Teller(key) { Allowance = Burst, AllowedAt = at };
        if (teller.HasManyLike(what, at))
        {
            what = what with { FieldPath = "", Message = null };
            message = $"(combined from similar events): {message}";
        }

        if (!teller.Logs.TryGetValue(what, out log))
        {
            teller.Logs[what] = log = new EventLog { Suffix = _random.Hex(16), FirstAt = firstAt, Of = (teller, what) };
        }

        (log.Count, log.SeenAt) = (log.Count + times, at);

        // What was before the start was told in its time.
        return teller.Allows(at, times) || at < 0;
    }

    /// <summary>Its event is no longer in the store.</summary>
    public void Gone(EventLog log)
    {
        if (log.Of is not { } of) return;
        of.Teller.Stored--;
        if (log.SeenAt == log.WrittenAt) of.Teller.Logs.Remove(of.What);
        if (of.Teller.Stored == 0) _tellers.Remove(of.Teller.Key);
    }

    /// <summary>One writer's events of one object.</summary>
    internal sealed class Teller((string Uid, string Component, string Host) key)
    {
        private readonly Dictionary<(string Type, string Reason), (List<string> Messages, double At)> _alike = [];

        public (string Uid, string Component, string Host) Key => key;

        public Dictionary<What, EventLog> Logs { get; } = [];

        /// <summary>How many of its events are in the store.</summary>
        public int Stored { get; set; }

        public double Allowance { get; set; }

        public double AllowedAt { get; set; }

        public bool HasManyLike(What what, double at)
        {
            var like = (what.Type, what.Reason);
            if (!_alike.TryGetValue(like, out var known) || at - known.At > SimilarForSeconds) known = ([], at);
            if (!known.Messages.Contains(what.Message!)) known.Messages.Add(what.Message!);
            _alike[like] = (known.Messages, at);
            if (known.Messages.Count < SimilarFrom) return false;
            known.Messages.RemoveAt(0);
            return true;
        }

        public bool Allows(double at, int times)
        {
            Allowance = Math.Min(Burst, Allowance + ((at - AllowedAt) / RefillSeconds));
            AllowedAt = at;
            if (Allowance < 1) return false;
            Allowance -= Math.Min(Allowance, times);
            return true;
        }
    }
}
