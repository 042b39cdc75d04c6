namespace Dashboard.Diagnostics;

/// <summary>From when on the health check of AddDebugEndpoints fails.</summary>
public sealed class DebugHealthOptions
{
    /// <summary>
    /// How long a work item may wait for a thread of the pool: from 10 milliseconds to 1 minute. Default: 1 second, for a pool whose threads are all blocked adds one about every half
    /// second, so an item that waits for longer has seen that be too little.
    /// </summary>
    public TimeSpan MaximumQueueWait { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The share of the container's memory limit that its working set may reach: more than 0, at most 1. The kernel kills at 1. Default: 0.9, where the page of the memory warns too.
    /// Without a limit it is not looked at.
    /// </summary>
    public double MaximumMemoryShare { get; set; } = 0.9;

    /// <summary>
    /// The share that the managed heap may have, after a collection, of all the memory that the collector may use: more than 0, at most 1. At 1 an allocation fails with OutOfMemoryException.
    /// Default: 0.9. In a container the collector may use three quarters of the limit, unless it is set otherwise.
    /// </summary>
    public double MaximumHeapShare { get; set; } = 0.9;
}
