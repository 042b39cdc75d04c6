using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Events;

/// <summary>allocs: what was allocated, by the stack that allocated it, under the type as the leaf.</summary>
internal sealed class AllocationProfile(EventFeeds feeds, TimeProvider timeProvider) : EventProfile
{
    public override string Name => "allocs";

    public override string Description => "Allocated objects and bytes by call stack, the type as the leaf: sampled by the runtime, once in 100 kB, since the first question.";

    public override ProfileTier Tier => ProfileTier.Stacks;

    public override long? Count() => feeds.Allocations.Total;

    public override async Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var reading = await feeds.Allocations.ReadAsync(cancellationToken);
        var table = reading.Counter.Table.Read();
        return new Profile
        {
            Name = Name,
            SampleTypes = [new("alloc_objects", "count"), new("alloc_space", "bytes"), new("inuse_objects", "count"), new("inuse_space", "bytes")],
            DefaultSampleType = "alloc_space",
            PeriodType = new SampleType("space", "bytes"),
            Period = AllocationCounter.BytesPerSample,
            At = timeProvider.GetUtcNow(),
            Samples = [.. table.Stacks.Select(s => new Sample(Frames(s.Stack, s.Detail), [Rounded(s.Count), Rounded(s.Amount), 0, 0], []))],
            Capture = Facts([
                "Estimated: each sample stands for the objects that were not sampled, so a stack with few samples is rough.",
                "What is still alive is not known here (inuse is 0): the profile heap tells.",
                .. Notes(reading, table),
            ]),
        };
    }
}
