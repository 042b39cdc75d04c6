namespace Dashboard.Simulator.Cluster;

/// <summary>What the writer of an event remembers of it: it outlives the event, so that one that comes again after its hour has its name and count.</summary>
internal sealed class EventLog
{
    /// <summary>The end of the event's name.</summary>
    public required string Suffix { get; init; }

    /// <summary>Simulated seconds.</summary>
    public required double FirstAt { get; init; }

    /// <summary>Simulated seconds of the last time that it happened.</summary>
    public double SeenAt { get; set; }

    /// <summary>Simulated seconds of the last time that the API heard of it.</summary>
    public double WrittenAt { get; set; }

    /// <summary>How often it happened, told or not.</summary>
    public int Count { get; set; }

    /// <summary>Its key in the store; null while it is not there.</summary>
    public string? StoredAs { get; set; }

    /// <summary>The correlator's; null for a series.</summary>
    public (EventCorrelator.Teller Teller, EventCorrelator.What What)? Of { get; init; }
}
