using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Queues;

/// <summary>/debug/pprof/threadpool: work that waits for a pool thread, by the method that will run.</summary>
internal sealed class ThreadPoolProfile(TimeProvider timeProvider) : ProfileSource
{
    public override string Name => "threadpool";

    public override string Description => "Work items that wait for a thread of the pool, by the method that will run.";

    public override long? Count() => ThreadPool.PendingWorkItemCount;

    public override Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var (items, hasMore) = RuntimeWorkItems.Read();
        var names = new CallbackNames();
        var groups = new QueuedGroups();
        foreach (var item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            groups.Add(names.OfWorkItem(item));
        }

        List<string> notes = ["What runs is not in it: the profile threads shows that. The queues are walked while the pool works, so an item may be missed."];
        if (hasMore && ThreadPool.PendingWorkItemCount - items.Count is > 0 and var more)
        {
            groups.Add([QueuedGroups.NotRead], more);
            notes.Add($"{more} items more than one capture reads are counted under {QueuedGroups.NotRead.Function}.");
        }

        var type = new SampleType("threadpool", "count");
        return Task.FromResult(new Profile
        {
            Name = "threadpool",
            SampleTypes = [type],
            PeriodType = type,
            At = at,
            Samples = groups.ToSamples(),
            Capture = new CaptureFacts("the thread pool's queues") { Notes = notes },
        });
    }
}
