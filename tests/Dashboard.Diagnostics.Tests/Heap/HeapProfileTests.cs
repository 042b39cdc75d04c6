using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Frozen;
using Dashboard.Diagnostics.Tests.Pprof;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Heap;

[Collection(PlantedThreads.Collection)]
public sealed class HeapProfileTests
{
    private const string Here = "Dashboard.Diagnostics.Tests.Heap.HeapProfileTests";

    private static readonly List<object> HeldByList = [];
    private static readonly Dictionary<string, (int, HeldByValue)> HeldByDictionary = [];
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<object, Attached> Attachments = [];
    private static readonly object Key = new();
    private static Link? _chain;
    private static Tree? _tree;

    private static Owner? Property { get; set; }

    [Fact]
    public async Task A_hundred_thousand_objects_of_a_static_field_are_one_path_with_its_name()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var host = await DebugHost.StartAsync();
        for (var i = 0; i < 100_000; i++)
            HeldByList.Add(new Planted());
        try
        {
            using var answer = await host.GetAsync("/debug/pprof/heap?gc=1");
            var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

            Assert.Equal(["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"], file.SampleTypes);
            Assert.Equal("space/bytes", file.PeriodType);
            Assert.Equal("inuse_space", file.DefaultSampleType);
            var group = Assert.Single(file.Samples, s => s.Stack[0] == $"{Here}.Planted");
            Assert.Equal([$"{Here}.Planted", "System.Collections.Generic.List<System.Object>", $"{Here}.HeldByList"], group.Stack);
            Assert.Equal([100_000, 2_400_000, 100_000, 2_400_000], group.Values);
        }
        finally
        {
            HeldByList.Clear();
        }
    }

    [Fact]
    public async Task What_a_collection_a_list_or_a_tree_holds_is_held_by_its_field()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var host = await DebugHost.StartAsync();
        for (var i = 0; i < 1_000; i++)
        {
            HeldByDictionary[$"{i}"] = (i, new HeldByValue());
            _chain = new Link { Next = _chain, Load = new Load() };
        }

        _tree = Tree.Of(depth: 6);
        Property = new Owner { Values = [.. Enumerable.Range(0, 5_000).Select(i => new Pair(i, new HeldByPair()))] };
        Attachments.Add(Key, new Attached());
        try
        {
            using var answer = await host.GetAsync("/debug/pprof/heap");
            var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            var found = file.Samples.Where(s => s.Stack[^1] != "[unreachable]").ToLookup(s => string.Join(" < ", s.Stack), s => s.Values[0]);

            Assert.Equal([1_000], found[$"{Here}.HeldByValue < System.Collections.Generic.Dictionary<System.String, System.ValueTuple<System.Int32, {Here}.HeldByValue>> < {Here}.HeldByDictionary"]);
            Assert.Equal([1_000], found[$"{Here}.Link < {Here}._chain"]);
            Assert.Equal([1_000], found[$"{Here}.Load < {Here}.Link < {Here}._chain"]);
            Assert.Equal([(3L * 3 * 3 * 3 * 3 * 3 * 3 - 1) / 2], found[$"{Here}.Tree < {Here}._tree"]);
            Assert.Equal([5_000], found[$"{Here}.HeldByPair < {Here}.Pair[] < {Here}.Owner < {Here}.Property"]);
            Assert.Equal([1], found[$"{Here}.Attached < System.Object < {Here}.Key"]);
        }
        finally
        {
            HeldByDictionary.Clear();
            (_chain, _tree, Property) = (null, null, null);
            Attachments.Clear();
        }
    }

    [Fact]
    public async Task Garbage_is_unreachable_until_it_is_collected_and_handles_and_stacks_are_roots()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        await using var host = await DebugHost.StartAsync();
        var handle = System.Runtime.InteropServices.GCHandle.Alloc(new HeldByHandle());
        using var hold = new StackHolder();
        Drop();
        try
        {
            using var before = await host.GetAsync("/debug/pprof/heap");
            var first = DecodedProfile.Read(await before.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            using var after = await host.GetAsync("/debug/pprof/heap?gc=1");
            var second = DecodedProfile.Read(await after.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

            // A collection may have come before the first: then there is nothing to see.
            Assert.DoesNotContain(first.Samples, s => s.Stack[0] == $"{Here}.Garbage" && s.Stack[^1] != "[unreachable]");
            Assert.DoesNotContain(second.Samples, s => s.Stack[0] == $"{Here}.Garbage");
            Assert.Equal([$"{Here}.HeldByHandle", "[handle]"], Assert.Single(second.Samples, s => s.Stack[0] == $"{Here}.HeldByHandle").Stack);
            Assert.Equal([$"{Here}.HeldByStack", "[thread stack]"], Assert.Single(second.Samples, s => s.Stack[0] == $"{Here}.HeldByStack").Stack);
        }
        finally
        {
            handle.Free();
        }
    }

    [Theory]
    [InlineData("clone")]
    [InlineData("process_vm_readv")]
    public async Task Where_the_kernel_refuses_a_snapshot_types_are_counted_by_a_heap_dump(string refused)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Snapshots are taken on Linux.");
        var held = Enumerable.Range(0, 4_321).Select(_ => new HeldInDump()).ToArray();
        await using var services = new ServiceCollection().AddLogging().AddDebugEndpoints().AddSingleton<SnapshotCalls>(new RefusingCalls(refused)).BuildServiceProvider();
        var source = services.GetServices<ProfileSource>().Single(s => s.Name == "heap");

        var profile = await source.CaptureAsync(default, TestContext.Current.CancellationToken);

        var sample = Assert.Single(profile.Samples, s => s.Stack[0].Function.EndsWith(nameof(HeldInDump), StringComparison.Ordinal));
        Assert.Equal([4_321, 4_321 * 24, 4_321, 4_321 * 24], sample.Values);
        Assert.Equal("heap dump by event session", profile.Capture.Way);
        Assert.Contains(profile.Capture.Notes, n => n.Contains("the kernel refused", StringComparison.Ordinal));
        GC.KeepAlive(held);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Drop()
    {
        for (var i = 0; i < 100; i++)
            GC.KeepAlive(new Garbage());
    }

    /// <summary>A thread that has an object on its stack and waits.</summary>
    private sealed class StackHolder : IDisposable
    {
        private readonly ManualResetEventSlim _release = new();
        private readonly Thread _thread;

        public StackHolder()
        {
            using var ready = new ManualResetEventSlim();
            _thread = new Thread(() => Hold(ready));
            _thread.Start();
            ready.Wait();
            while ((_thread.ThreadState & ThreadState.WaitSleepJoin) == 0)
                Thread.Yield();
        }

        public void Dispose()
        {
            _release.Set();
            _thread.Join();
            _release.Dispose();
        }

        private void Hold(ManualResetEventSlim ready)
        {
            var held = new HeldByStack();
            ready.Set();
            _release.Wait();
            GC.KeepAlive(held);
        }
    }

    private sealed class Planted;

    private sealed class HeldByValue;

    private sealed class HeldByPair;

    // Large enough that their paths are not among the smaller ones that are put together.
    private sealed class HeldByHandle
    {
        private Bulk _bulk;

        public ref Bulk Bulk => ref _bulk;
    }

    private sealed class HeldByStack
    {
        private Bulk _bulk;

        public ref Bulk Bulk => ref _bulk;
    }

    [System.Runtime.CompilerServices.InlineArray(4096)]
    private struct Bulk
    {
        private long _first;
    }

    private sealed class HeldInDump;

    private sealed class Attached
    {
        private Bulk _bulk;

        public ref Bulk Bulk => ref _bulk;
    }

    private sealed class Garbage;

    private sealed class Load;

    private sealed class Link
    {
        public Link? Next { get; init; }

        public Load? Load { get; init; }
    }

    private sealed class Owner
    {
        public Pair[] Values { get; init; } = [];
    }

    private readonly record struct Pair(int Number, HeldByPair Held);

    private sealed class Tree
    {
        private Tree[] _branches = [];

        public static Tree Of(int depth)
        {
            var tree = new Tree();
            if (depth > 0)
                tree._branches = [Of(depth - 1), Of(depth - 1), Of(depth - 1)];
            return tree;
        }
    }
}
