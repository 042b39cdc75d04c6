using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Async;

/// <summary>Finds the async methods that go on when something completes, through everything that the framework puts between: promises of WhenAll, delegates, wrappers, lists.</summary>
internal sealed class ContinuationFollower(FrozenHeap heap, AsyncTypes types)
{
    private const int MaximumDepth = 32;
    private const int MaximumListed = 100_000;

    /// <summary>Adds the boxes that wait for the box at this address.</summary>
    public void AddWaiting(ulong box, BoxLayout layout, ulong machine, List<ulong> found)
    {
        if (layout.IsPooled)
            FollowSlots(box, layout.SourceSlots, found);
        else
            Follow(ReadReference(box, types.TaskContinuationAt), found, 0);
        FollowSlots(machine, layout.Machine.PromiseSlots, found);
    }

    public ulong ReadReference(ulong address, int at) => heap.Memory.Read(address + (ulong)at, out ulong reference) ? reference : 0;

    private void FollowSlots(ulong holder, int[] slots, List<ulong> found)
    {
        foreach (var slot in slots)
            Follow(ReadReference(holder, slot), found, 0);
    }

    private void Follow(ulong target, List<ulong> found, int depth)
    {
        if (target == 0 || depth > MaximumDepth || heap.TypeAt(target) is not { } type)
            return;
        var (part, _, at) = types.Of(type, target);
        switch (part)
        {
            case AsyncPart.Box:
                found.Add(target);
                break;
            case AsyncPart.Task:
                // A promise that completes with what is followed: those who wait for it.
                Follow(ReadReference(target, types.TaskContinuationAt), found, depth + 1);
                break;
            case AsyncPart.Delegate:
                // Most often a box's own MoveNext. Any other method may do anything: the chain ends there.
                Follow(ReadReference(target, types.DelegateTargetAt), found, depth + 1);
                break;
            case AsyncPart.Link:
                Follow(ReadReference(target, at), found, depth + 1);
                break;
            case AsyncPart.List:
                FollowList(target, found, depth);
                break;
        }
    }

    private void FollowList(ulong list, List<ulong> found, int depth)
    {
        const int firstElement = 16;
        var items = ReadReference(list, types.ListItemsAt);
        if (items == 0 || !heap.Memory.Read(list + (ulong)types.ListSizeAt, out int size) || !heap.Memory.Read(items + 8, out int capacity))
            return;
        for (var i = 0; i < Math.Min(Math.Min(size, capacity), MaximumListed); i++)
            Follow(ReadReference(items, firstElement + 8 * i), found, depth + 1);
    }
}
