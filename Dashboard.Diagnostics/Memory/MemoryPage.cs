using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Memory;

internal static class MemoryPage
{
    // A container this near to its limit is about to be killed.
    private const double NearLimitShare = 0.9;

    public static Page LayOut(MemorySnapshot memory, Probe probe) =>
        new($"{Units.Bytes(memory.Process.ResidentBytes)} resident", probe.Description,
            [Whole(memory), Heap(memory), Generations(memory), Collections(memory), Mode(memory)])
        {
            Links = PageLinks.For(probe.Name, hasDetail: false),
        };

    private static FactList Whole(MemorySnapshot memory)
    {
        var process = memory.Process;
        List<Fact> facts = [new("Resident", Units.Bytes(process.ResidentBytes), process.PeakResidentBytes is { } peak ? $"peak {Units.Bytes(peak)}" : null)];
        if (process.AnonymousBytes is { } anonymous)
            facts.Add(new("Anonymous", Units.Bytes(anonymous), "heap, stacks, native allocations"));
        if (process.FileBytes is { } file)
            facts.Add(new("From files", Units.Bytes(file), "code and libraries; the kernel can drop them"));
        if (memory.Container?.WorkingSetBytes is { } used)
            facts.Add(new("Container", Units.Bytes(used), "working set of all its processes", memory.Container.UsedShare > NearLimitShare));
        facts.Add(memory.Container is { LimitBytes: { } limit }
            ? new("Container limit", Units.Bytes(limit), memory.Container.UsedShare is { } share ? $"{Units.Percent(share)} used" : null, memory.Container.UsedShare > NearLimitShare)
            : new("Container limit", "none", $"{Units.Bytes(memory.Heap.AvailableBytes)} available to the GC"));
        return new FactList("Process and container", facts);
    }

    private static FactList Heap(MemorySnapshot memory)
    {
        var (heap, allocation) = (memory.Heap, memory.Allocation);
        return new FactList("Managed heap",
        [
            new("Heap now", Units.Bytes(heap.LiveBytes), "with what was allocated since the last collection"),
            new("After last collection", Units.Bytes(heap.HeapBytes)),
            new("Committed", Units.Bytes(heap.CommittedBytes), "asked from the system"),
            new("Fragmented", Units.Bytes(heap.FragmentedBytes), heap.HeapBytes > 0 ? $"{Units.Percent((double)heap.FragmentedBytes / heap.HeapBytes)} of the heap" : null),
            new("Allocation rate", Units.BytesPerSecond(allocation.BytesPerSecond), $"over the last {Units.Duration(TimeSpan.FromSeconds(allocation.OverSeconds))}"),
            new("Allocated", Units.Bytes(allocation.TotalBytes), "since the start"),
            new("Waiting for finalizers", Units.Count(heap.FinalizationPending), "objects"),
            new("Pinned", Units.Count(heap.PinnedObjects), "objects, at the last collection"),
            new("Timers", Units.Count(memory.Timers), "active"),
        ]);
    }

    private static Table Generations(MemorySnapshot memory)
    {
        var total = Math.Max(1, memory.Generations.Sum(g => g.Bytes));
        return new Table("Generations",
            [new("Size", ColumnKind.Number), new("Before", ColumnKind.Number), new("Fragmented", ColumnKind.Number), new("Collections", ColumnKind.Number), new("Generation")],
            [.. memory.Generations.Select(g => new Cell[]
            {
                new(Units.Bytes(g.Bytes), (double)g.Bytes / total),
                Units.Bytes(g.BytesBefore),
                Units.Bytes(g.FragmentedBytes),
                g.Collections is { } collections ? Units.Count(collections) : "",
                g.Name,
            })],
            "After and before the last collection. A collection of a generation counts for the younger ones as well.");
    }

    private static FactList Collections(MemorySnapshot memory)
    {
        var gc = memory.Collections;
        return new FactList("Collections",
        [
            new("Collections", Units.Count(gc.Count), "since the start"),
            new("Paused", Units.Duration(TimeSpan.FromSeconds(gc.PauseSeconds)), $"{Units.Percent(gc.PauseShare)} of the time since the start"),
            new("Last pause", Units.Duration(TimeSpan.FromSeconds(gc.LastPauseSeconds)),
                gc.Count == 0 ? "none yet" : $"generation {gc.LastGeneration}{(gc.LastCompacted ? ", compacting" : "")}{(gc.LastConcurrent ? ", concurrent" : "")}"),
            new("Survived the last", Units.Bytes(gc.PromotedBytes)),
            new("Memory load", Units.Percent(memory.Heap.MemoryLoadShare), $"the GC works harder from {Units.Percent(memory.Heap.HighMemoryLoadShare)}",
                memory.Heap.MemoryLoadShare >= memory.Heap.HighMemoryLoadShare && gc.Count > 0),
        ]);
    }

    private static Table Mode(MemorySnapshot memory)
    {
        var mode = memory.Mode;
        return new Table("GC settings",
            [new("Setting", ColumnKind.Code), new("Value", ColumnKind.Code)],
            [.. mode.Settings.Where(s => s.Value.Length > 0).Select(s => new Cell[] { s.Key, s.Value })],
            $"{(mode.Server ? "Server" : "Workstation")} GC, {(mode.Concurrent ? "concurrent" : "not concurrent")}, latency mode {mode.LatencyMode}, {mode.Processors} processors.");
    }
}
