using System.Runtime.CompilerServices;
using Dashboard.Server.Collection;
using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.History;

/// <summary>Compares the size of the heap, so nothing else may run at the same time.</summary>
[CollectionDefinition(nameof(AloneOnTheHeap), DisableParallelization = true)]
public sealed class AloneOnTheHeap;

[Collection(nameof(AloneOnTheHeap))]
public sealed class MemoryTests
{
    private SampleRing[] _rings = [];

    [Fact]
    public void A_hundred_generations_of_pods_leave_no_more_behind_than_one()
    {
        using var rig = new HistoryRig(new HistoryOptions { GonePodRetention = TimeSpan.Zero, GoneTotalRetention = TimeSpan.Zero });
        long first = 0;
        for (var generation = 0; generation < 100; generation++)
        {
            var pods = Enumerable.Range(0, 200).Select(i => Pod($"g{generation}-{i}", workload: new WorkloadRef("Job", $"g{generation}-{i}"))).ToArray();
            rig.History.Apply(new ClusterDelta { At = rig.At, Pods = pods, PodsAreComplete = true });
            for (var i = 0; i < 3; i++)
            {
                rig.Pass(15);
                rig.Samples([.. pods.Select(pod => (pod.Name, rig.At, new[] { ("app", 1L, 1L) }))]);
            }

            // The global marks are full after ten generations.
            first = generation == 20 ? SettledHeap.Bytes() : first;
        }

        Assert.InRange(rig.Read(reader => reader.PodSlots), 200, 400);
        Assert.InRange(SettledHeap.Bytes(), 0, first + 500_000);
    }

    // The bounds that docs/history.md states.
    [Theory]
    [InlineData(1, 15, 1, 4_000)]
    [InlineData(2, 15, 1, 6_000)]
    [InlineData(1, 6, 24 * 8, 47_000)]
    [InlineData(1, 15, 24 * 8, 47_000)]
    [InlineData(2, 15, 24 * 8, 135_000)]
    [InlineData(3, 15, 1, 8_000)]
    [InlineData(3, 15, 24 * 8, 179_000)]
    internal void A_pods_past_is_no_larger_than_stated(int containers, int stepSeconds, int hours, int bound)
    {
        var count = hours == 1 ? 1_000 : 60;
        // The servers of other tests have ended, but not all that they held is gone at once: the middle one of three tells.
        var perPod = new[] { HeldByRings(), HeldByRings(), HeldByRings() }.Order().ElementAt(1) / count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{containers} containers, {hours} h every {stepSeconds} s: {perPod} bytes a pod");
        Assert.InRange(perPod, bound * 0.7, bound);

        long HeldByRings()
        {
            // Measured by letting go, which takes a moment: while the rings fill, seconds pass, and megabytes of others go.
            Fill(count, containers, stepSeconds, hours);
            var with = SettledHeap.Bytes();
            _rings = [];
            return with - SettledHeap.Bytes();
        }
    }

    // The bound that HistoryOptions.MaxEvents states, with messages as the kubelet's.
    [Fact]
    public void A_full_book_of_events_is_no_larger_than_stated()
    {
        const int Count = 20_000;
        var reader = new EventReader();
        using var rig = new HistoryRig();
        var before = SettledHeap.Bytes();
        for (var i = 0; i < 2 * Count; i++)
        {
            var json = System.Text.Encoding.UTF8.GetBytes(
                $$"""{"metadata":{"name":"pod-{{i / 5}}.{{i:x16}}","namespace":"shop-3","uid":"{{Guid.NewGuid()}}"},"involvedObject":{"kind":"Pod","namespace":"shop-3","name":"checkout-7d9c5b6f4-{{i / 5:x5}}","uid":"00000000-0000-4000-8000-{{i / 5:x12}}"},"reason":"Pulled","message":"Successfully pulled image \"registry.example/checkout:1.{{i}}\" in 1.234s (1.234s including waiting). Image size: 12345678 bytes.","source":{"component":"kubelet"},"firstTimestamp":"2026-03-01T11:59:00Z","lastTimestamp":"2026-03-01T12:00:00Z","count":1,"type":"Normal"}""");
            var json2 = new System.Text.Json.Utf8JsonReader(json);
            var bad = false;
            json2.Read();
            Assert.True(reader.TryRead(ref json2, out var facts, ref bad));
            rig.History.Apply(new ClusterDelta { At = rig.At, Events = [facts!] });
        }

        var each = (SettledHeap.Bytes() - before) / Count;
        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes an event");
        Assert.Equal(Count, rig.Read(reader => reader.EventCount));
        Assert.InRange(each, 300, 800);
        GC.KeepAlive(reader);
    }

    // In a method of its own, so that no slot of the caller's frame keeps them.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill(int count, int containers, int stepSeconds, int hours)
    {
        var options = new HistoryOptions();
        var values = Enumerable.Repeat(1f, 2 * containers).ToArray();
        _rings = new SampleRing[count];
        for (var ring = 0; ring < count; ring++)
        {
            _rings[ring] = new SampleRing();
            for (var at = 0L; at < hours * 3600; at += stepSeconds)
            {
                _rings[ring].Append(Ms(Start) + at * 1000, partial: false, values, options);
            }
        }
    }
}
