using Dashboard.Diagnostics.Pages;

namespace Dashboard.Diagnostics.Threads;

internal static class ThreadsPage
{
    public static Page LayOut(ThreadsSnapshot threads, Probe probe) =>
        new($"{Units.Count(threads.Total)} threads", probe.Description, [Pool(threads), Groups(threads), Each(threads)])
        {
            Links = PageLinks.For(probe.Name, hasDetail: false),
        };

    private static FactList Pool(ThreadsSnapshot threads)
    {
        var pool = threads.Pool;
        return new FactList("Thread pool, timers, locks",
        [
            new("Pool threads", Units.Count(pool.Threads), $"{Units.Count(pool.Busy)} busy, {pool.MinWorkers} to {Units.Count(pool.MaxWorkers)} allowed"),
            // Work that waits although the pool has more threads than its minimum: the threads are blocked.
            new("Queue", Units.Count(pool.QueueLength), "work items that wait for a thread", pool.QueueLength > 0 && pool.Threads > pool.MinWorkers),
            new("Completed", Units.Count(pool.CompletedItems), "work items since the start"),
            new("I/O threads allowed", $"{pool.MinIo} to {Units.Count(pool.MaxIo)}"),
            new("Timers", Units.Count(threads.Timers), "active; at least one for each HttpClient pool"),
            new("Lock contentions", Units.Count(threads.LockContentions), "since the start"),
        ]);
    }

    private static Table Groups(ThreadsSnapshot threads) => new("By name",
        [new("Threads", ColumnKind.Number), new("CPU time", ColumnKind.Number), new("Name", ColumnKind.Code), new("Role"), new("States")],
        [.. threads.Groups.Select(g => new Cell[]
        {
            new(Units.Count(g.Count), (double)g.Count / threads.Total),
            Units.Duration(TimeSpan.FromSeconds(g.CpuSeconds)),
            g.Name,
            g.Role,
            string.Join(", ", g.States.Select(s => $"{Units.Count(s.Value)} {s.Key}")),
        })]);

    private static Table Each(ThreadsSnapshot threads) => new("Each thread",
        [new("Id", ColumnKind.Number), new("CPU time", ColumnKind.Number), new("State"), new("Name", ColumnKind.Code), new("Role"), new("Started", ColumnKind.Number)],
        [.. threads.Threads.Select(t => new Cell[]
        {
            t.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Units.Duration(TimeSpan.FromSeconds(t.CpuSeconds)),
            t.State,
            t.Name,
            t.Role,
            t.StartedAt is { } started ? Units.Time(started) : "",
        })],
        "Most CPU time first. The kernel keeps 15 bytes of a name.");
}
