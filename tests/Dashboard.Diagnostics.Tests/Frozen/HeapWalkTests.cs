using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Frozen;

[Collection(PlantedThreads.Collection)]
public sealed class HeapWalkTests
{
    [Fact]
    public void Every_object_is_met_with_its_size()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var small = Enumerable.Range(0, 12_345).Select(i => new Small { Number = i }).ToArray();
        var structures = Enumerable.Range(1, 100).Select(i => new Structure[i]).ToArray();
        var large = Enumerable.Range(0, 3).Select(_ => new LargeItem[50_000]).ToArray(); // beyond 85,000 bytes
        var pinned = Enumerable.Range(0, 7).Select(_ => GC.AllocateArray<PinnedItem>(100, pinned: true)).ToArray();

        var (found, structs, huge, fixedOnes) = Snapshots.Read(heap =>
            (Snapshots.Count(heap, typeof(Small)), Snapshots.Count(heap, typeof(Structure[])), Snapshots.Count(heap, typeof(LargeItem[])), Snapshots.Count(heap, typeof(PinnedItem[]))));

        Assert.Equal((12_345, 12_345 * 24), (found.Objects, found.Bytes));
        Assert.Equal((100, Enumerable.Range(1, 100).Sum(i => 24L + 24 * i)), (structs.Objects, structs.Bytes));
        Assert.Equal((3, 3 * (24 + 50_000L * 8)), (huge.Objects, huge.Bytes));
        Assert.Equal((7, 7 * (24 + 100L * 8)), (fixedOnes.Objects, fixedOnes.Bytes));
        GC.KeepAlive(small);
        GC.KeepAlive(structures);
        GC.KeepAlive(large);
        GC.KeepAlive(pinned);
    }

    [Fact]
    public void ClrMD_meets_the_same_objects()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var (own, theirs, skipped) = Snapshots.Read(heap =>
        {
            var walk = new HeapWalk(heap, Snapshots.Bound);
            long objects = 0, bytes = 0;
            while (walk.MoveNext())
                (objects, bytes) = (objects + 1, bytes + (long)walk.Bytes);
            long theirObjects = 0, theirBytes = 0;
            foreach (var found in heap.Runtime.Heap.EnumerateObjects().Where(o => !o.IsFree))
                (theirObjects, theirBytes) = (theirObjects + 1, theirBytes + ((long)found.Size + 7 & ~7L));
            return ((objects, bytes), (theirObjects, theirBytes), walk.SkippedBytes);
        });

        // Where an object was being made the two may part; everywhere else they must not.
        if (skipped == 0)
            Assert.Equal(theirs, own);
    }

    [Fact]
    public void Under_allocation_and_collections_the_count_is_right_each_time_and_nothing_is_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var planted = Enumerable.Range(0, 5_000).Select(i => new Loaded { Number = i }).ToArray();
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 2).Select(_ => new Thread(() => Allocate(stop.Token))).ToList();
        load.ForEach(t => t.Start());
        try
        {
            Snapshots.Read(heap => Snapshots.Count(heap, typeof(Loaded))); // what a first capture loads stays
            var mapped = File.ReadAllLines("/proc/self/maps").Length;
            var collections = GC.CollectionCount(0);
            for (var i = 0; i < 20; i++)
            {
                var (objects, _, skipped) = Snapshots.Read(heap => Snapshots.Count(heap, typeof(Loaded)));
                // The planted ones are in old segments, which are walked whole.
                Assert.Equal(5_000, objects);
                Assert.InRange(skipped, 0, 8 << 20);
            }

            Assert.NotEqual(collections, GC.CollectionCount(0));
            Assert.Empty(Snapshots.Children());
            Assert.InRange(File.ReadAllLines("/proc/self/maps").Length, 0, mapped + 500);
        }
        finally
        {
            stop.Cancel();
            load.ForEach(t => t.Join());
        }

        GC.KeepAlive(planted);
    }

    private static void Allocate(CancellationToken stop)
    {
        var kept = new object[2_000];
        for (var i = 0; !stop.IsCancellationRequested; i++)
            kept[i % kept.Length] = i % 100 == 0 ? new byte[100_000] : i % 3 == 0 ? new string('x', i % 300) : new object[i % 50];
    }

    private sealed class Small
    {
        public int Number { get; init; }
    }

    private sealed class Loaded
    {
        public int Number { get; init; }
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Structure(object First, int Second, object Third);

    private record struct LargeItem(long Number);

    private record struct PinnedItem(long Number);
}
