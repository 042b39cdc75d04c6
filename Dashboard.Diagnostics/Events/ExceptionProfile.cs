using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>exceptions: what was thrown, by the stack that threw it, under the type as the leaf.</summary>
internal sealed class ExceptionProfile(EventFeeds feeds, TimeProvider timeProvider) : EventProfile
{
    private static readonly SampleType Exceptions = new("exceptions", "count");

    public override string Name => "exceptions";

    public override string Description => "Thrown exceptions by call stack, the type as the leaf, caught or not, each throw once: since the first question. Messages stay in the process.";

    public override long? Count() => feeds.Exceptions.Total;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var reading = await feeds.Exceptions.ReadAsync(cancellationToken);
        var table = reading.Counter.Table.Read();
        return new Profile
        {
            Name = Name,
            SampleTypes = [Exceptions],
            PeriodType = Exceptions,
            At = timeProvider.GetUtcNow(),
            Samples = [.. table.Stacks.Select(s => new Sample(Frames(s.Stack, s.Detail), [Rounded(s.Count)], []))],
            Capture = Facts(Notes(reading, table)),
        };
    }
}
