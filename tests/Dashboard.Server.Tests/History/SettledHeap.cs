namespace Dashboard.Server.Tests.History;

/// <summary>
/// The size of the living heap, when what earlier tests left behind has gone: finalizers, and pools of buffers that shrink after a collection. One reading after one
/// collection is off by megabytes while that goes on.
/// </summary>
internal static class SettledHeap
{
    private const int SteadyBytes = 20_000;
    private const int MostCollections = 30;

    /// <summary>Bytes on the heap once two collections in a row end alike.</summary>
    public static long Bytes()
    {
        var before = Collect();
        for (var i = 1; i < MostCollections; i++)
        {
            var now = Collect();
            if (Math.Abs(now - before) <= SteadyBytes)
            {
                return now;
            }

            before = now;
        }

        return before;
    }

    private static long Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
