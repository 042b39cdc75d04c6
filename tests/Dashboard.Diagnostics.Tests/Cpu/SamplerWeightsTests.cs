using Dashboard.Diagnostics.Cpu;
using Dashboard.Diagnostics.Pprof;

namespace Dashboard.Diagnostics.Tests.Cpu;

public sealed class SamplerWeightsTests
{
    private const int Worker = 11;
    private const int Other = 12;

    private static readonly Frame[] A = [new("A", "a.dll")];
    private static readonly Frame[] B = [new("B", "a.dll")];
    private static readonly Frame[] Wait = [new("Wait", "a.dll")];

    [Fact]
    public void What_a_thread_used_between_two_readings_is_shared_among_its_samples_of_then()
    {
        var clocks = Clocks((0, [(Worker, 100)]), (10, [(Worker, 400)]), (20, [(Worker, 1000)]));
        var shares = Weigh(clocks, At(1, A), At(2, A), At(3, B), At(11, B));
        Assert.Equal(200, shares["A"]);
        Assert.Equal(100 + 600, shares["B"]);
    }

    [Fact]
    public void A_sample_in_which_the_thread_waits_weighs_nothing_beside_one_in_which_it_works()
    {
        var clocks = Clocks((0, [(Worker, 0)]), (10, [(Worker, 500)]));
        var shares = Weigh(clocks, At(1, Wait, waits: true), At(2, Wait, waits: true), At(3, A));
        Assert.Equal(500, shares["A"]);
        Assert.DoesNotContain("Wait", shares);
    }

    [Fact]
    public void A_thread_that_only_waits_weighs_what_it_used()
    {
        var clocks = Clocks((0, [(Worker, 0), (Other, 7)]), (10, [(Worker, 3), (Other, 7)]));
        var shares = Weigh(clocks, At(1, Wait, waits: true), At(2, B, thread: Other));
        Assert.Equal(3, shares["Wait"]);
        Assert.DoesNotContain("B", shares);
    }

    [Fact]
    public void An_interval_in_which_no_sample_works_goes_to_what_the_thread_does_elsewhere()
    {
        var clocks = Clocks((0, [(Worker, 0)]), (10, [(Worker, 50)]), (20, [(Worker, 80)]));
        var shares = Weigh(clocks, At(1, A), At(12, Wait, waits: true));
        Assert.Equal(80, shares["A"]);
        Assert.DoesNotContain("Wait", shares);
    }

    [Fact]
    public void A_thread_without_managed_frames_is_there_by_its_role()
    {
        var clocks = Clocks((0, [(Worker, 0), (Other, 0)]), (10, [(Worker, 50), (Other, 70)]));
        var shares = Weigh(clocks, At(1, A));
        Assert.Equal(50, shares["A"]);
        Assert.Equal(70, shares["[12]"]);
    }

    [Fact]
    public void A_thread_that_began_or_ended_between_two_readings_is_not_lost()
    {
        var clocks = Clocks((0, [(Worker, 500)], 500), (10, [(Other, 90)], 890), (20, [(Other, 90)], 890));
        var shares = Weigh(clocks, At(1, A), At(2, B, thread: Other));
        Assert.Equal(90, shares["B"]); // began
        Assert.Equal(300, shares["A"]); // ended: what the process used and no living thread did
    }

    [Fact]
    public void Without_two_readings_there_is_nothing()
    {
        var clocks = Clocks((0, [(Worker, 0)]));
        Assert.Empty(Weigh(clocks, At(1, A)));
    }

    private static ThreadClocks Clocks(params (long Timestamp, (int Thread, long Nanoseconds)[] Threads)[] readings) =>
        Clocks([.. readings.Select(r => (r.Timestamp, r.Threads, r.Threads.Sum(t => t.Nanoseconds)))]);

    private static ThreadClocks Clocks(params (long Timestamp, (int Thread, long Nanoseconds)[] Threads, long Process)[] readings)
    {
        var clocks = new ThreadClocks();
        foreach (var (timestamp, threads, process) in readings)
            clocks.Add(timestamp, threads.ToDictionary(t => t.Thread, t => t.Nanoseconds), process);
        return clocks;
    }

    private static WeighedSample At(long timestamp, Frame[] stack, bool waits = false, int thread = Worker) => new(thread, timestamp, stack, waits);

    private static Dictionary<string, long> Weigh(ThreadClocks clocks, params WeighedSample[] samples)
    {
        var tally = new CpuTally();
        SamplerWeights.Weigh(samples, clocks, id => new Frame($"[{id}]", ""), 10, tally);
        return tally.ToSamples(_ => "").GroupBy(s => s.Stack[0].Function).ToDictionary(g => g.Key, g => g.Sum(s => s.Values[1]));
    }
}
