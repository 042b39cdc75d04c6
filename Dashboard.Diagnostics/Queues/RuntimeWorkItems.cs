using System.Runtime.CompilerServices;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Queues;

/// <summary>
/// Reads what waits in the thread pool's queues: the global ones and those of its threads. The runtime walks them without a lock that a worker could wait for long for, so an item may be taken
/// meanwhile, and one that moves from queue to queue may be missed.
/// </summary>
internal static class RuntimeWorkItems
{
    // Of a pool that is far behind: enough to tell what it is behind with.
    private const int MaximumRead = 250_000;

    public static (IReadOnlyList<object> Items, bool HasMore) Read()
    {
        try
        {
            var items = new List<object>();
            foreach (var item in QueuedWorkItems(null))
            {
                if (items.Count == MaximumRead)
                    return (items, true);
                items.Add(item);
            }

            return (items, false);
        }
        catch (Exception e) when (e is MissingMemberException or TypeLoadException)
        {
            throw new CaptureException(
                $"This runtime ({Environment.Version}) does not list its queued work: the profile needs .NET 10's ThreadPool. The length of the queue is still in /debug/threads.", e);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "GetQueuedWorkItems")]
    private static extern IEnumerable<object> QueuedWorkItems([UnsafeAccessorType("System.Threading.ThreadPool")] object? type);
}
