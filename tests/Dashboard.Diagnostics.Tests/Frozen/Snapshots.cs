using Dashboard.Diagnostics.Frozen;

namespace Dashboard.Diagnostics.Tests.Frozen;

/// <summary>Takes snapshots on a thread of its own, as the library does.</summary>
internal static class Snapshots
{
    public static CaptureBound Bound => new(TimeProvider.System, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

    public static T Read<T>(Func<FrozenHeap, T> read) => OnOwnThread(() =>
    {
        using var process = FrozenProcess.Take(new SnapshotCalls(), TimeProvider.System);
        using var heap = FrozenHeap.Open(process, Bound);
        return read(heap);
    });

    public static T OnOwnThread<T>(Func<T> read)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = read();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException(failure.ToString(), failure);
    }

    /// <summary>Objects of a type and what was skipped.</summary>
    public static (long Objects, long Bytes, long SkippedBytes) Count(FrozenHeap heap, Type type)
    {
        var walk = new HeapWalk(heap, Bound);
        var table = HeapTypes.TableOf(type);
        long objects = 0, bytes = 0;
        while (walk.MoveNext())
        {
            if (walk.Type.MethodTable == table)
                (objects, bytes) = (objects + 1, bytes + (long)walk.Bytes);
        }

        return (objects, bytes, walk.SkippedBytes);
    }

    /// <summary>Children of this process that a snapshot made: nobody else's have the name of a thread of this process and no program of their own.</summary>
    public static IReadOnlyList<int> Children() =>
    [
        .. Directory.EnumerateDirectories("/proc/self/task")
            .Select(t => Path.Join(t, "children"))
            .Where(File.Exists)
            .SelectMany(ReadChildren)
            .Where(IsCopy),
    ];

    private static IEnumerable<int> ReadChildren(string file)
    {
        try
        {
            return File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);
        }
        catch (IOException)
        {
            return []; // the thread has ended
        }
    }

    // A copy has the command line of its parent; one that ended and was not reaped has none.
    private static bool IsCopy(int child)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{child}/cmdline");
            return line.Length == 0 || line == File.ReadAllText("/proc/self/cmdline");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
