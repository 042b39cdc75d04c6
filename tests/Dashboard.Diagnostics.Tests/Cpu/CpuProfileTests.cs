using System.Diagnostics;
using Dashboard.Diagnostics.Cpu;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;

namespace Dashboard.Diagnostics.Tests.Cpu;

[Collection(PlantedThreads.Collection)]
public sealed class CpuProfileTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("Perf")]
    [InlineData("Sampler")]
    public async Task A_method_that_burns_three_quarters_and_one_that_burns_a_quarter_come_out_so_and_waiting_threads_weigh_nothing(string wayName)
    {
        var way = Way(wayName);
        using var waiting = new PlantedThreads(50, "waiting-fifty");
        using var burning = new Burning("burning");
        var (profile, threeQuarters, quarter) = await MeasureAsync(4);
        // 400 samples: their share has a standard deviation of 2 points, so that one measurement in 50 is outside by chance. 1,200 decide then.
        if (IsOutside())
            (profile, threeQuarters, quarter) = await MeasureAsync(12);
        Assert.False(IsOutside(), $"{threeQuarters} of {threeQuarters + quarter} ns");
        Assert.InRange(profile.Samples.Where(s => Label(s, "thread") == "waiting-fifty").Sum(s => s.Values[1]), 0, 40_000_000);

        Assert.Equal(["samples/count", "cpu/nanoseconds"], profile.SampleTypes.Select(t => $"{t.Type}/{t.Unit}"));
        Assert.Equal(new SampleType("cpu", "nanoseconds"), profile.PeriodType);
        Assert.InRange(profile.Period, 100_000, 500_000_000);
        Assert.InRange(profile.Duration!.Value.TotalSeconds, 4, 60);
        // Where it calls: a sample may also meet it at its first or last instruction.
        Assert.All(profile.Samples.Where(s => s.Stack.Skip(1).Any(f => f.Function == Burning.Quarter)), s =>
        {
            Assert.Equal("burning", Label(s, "thread"));
            var frame = s.Stack.First(f => f.Function == Burning.Quarter);
            Assert.EndsWith("Fixtures/Burning.cs", frame.File, StringComparison.Ordinal);
            Assert.Equal(LineOf("    Burn(_quarterNanoseconds);"), frame.Line);
            Assert.Equal("Dashboard.Diagnostics.Tests.dll", frame.Module);
        });
        Assert.Contains(wayName == "Perf" ? "perf_event_open" : "the runtime's sampler", profile.Capture.Way, StringComparison.Ordinal);
        Assert.Contains(profile.Capture.Notes, n => n.Contains(" samples", StringComparison.Ordinal) && n.Contains(" CPU time", StringComparison.Ordinal) && n.EndsWith(" that the process used.", StringComparison.Ordinal));

        bool IsOutside() => (double)threeQuarters / (threeQuarters + quarter) is < 0.70 or > 0.80;

        async Task<(Profile Profile, long ThreeQuarters, long Quarter)> MeasureAsync(int seconds)
        {
            var measured = await new CpuProfile(new SourceLines(), burning, way).CaptureAsync(new CaptureRequest(seconds), TestContext.Current.CancellationToken);
            Tell(measured);
            var (most, rest) = (Nanoseconds(measured, Burning.ThreeQuarters), Nanoseconds(measured, Burning.Quarter));
            // So much CPU time was burnt meanwhile, and a little more until the capture had ended.
            Assert.InRange(most + rest, seconds * 750_000_000L, seconds * 1_500_000_000L);
            return (measured, most, rest);
        }
    }

    [Theory]
    [InlineData("Perf")]
    [InlineData("Sampler")]
    public async Task Threads_that_start_and_end_meanwhile_do_no_harm_and_are_seen(string wayName)
    {
        var way = Way(wayName);
        using var burning = new Burning("burning");
        var capture = new CpuProfile(new SourceLines(), burning, way).CaptureAsync(new CaptureRequest(1), TestContext.Current.CancellationToken);
        var started = 0;
        while (!capture.IsCompleted || started < 100)
        {
            var threads = Enumerable.Range(0, 4).Select(_ => new Thread(ShortLivedMethod) { Name = "short-lived" }).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
            started += threads.Count;
        }

        var profile = await capture;
        Tell(profile);
        Assert.InRange(started, 100, int.MaxValue);
        Assert.True(Nanoseconds(profile, $"{typeof(CpuProfileTests).FullName}.{nameof(ShortLivedMethod)}") > 0, "None of the short-lived threads was seen.");
        Assert.True(Nanoseconds(profile, Burning.ThreeQuarters) > 0);
        Until(() => PerfDescriptors() == 0, "A descriptor of the capture is left.");
    }

    [Theory]
    [InlineData("Perf")]
    [InlineData("Sampler")]
    public async Task Cancelled_halfway_it_leaves_no_descriptor_no_thread_and_no_session(string wayName)
    {
        var way = Way(wayName);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var socketsBefore = PortSockets();
        var capture = new CpuProfile(new SourceLines(), TimeProvider.System, way).CaptureAsync(new CaptureRequest(300), stop.Token);
        Until(() => wayName == "Perf" ? PerfDescriptors() > 5 : HasThread("debug sampler"), "The capture does not begin.");
        Assert.False(capture.IsCompleted);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => capture);
        Until(() => PerfDescriptors() == 0, "A descriptor of the capture is left.");
        Until(() => !HasThread("debug profile") && !HasThread("debug sampler"), "A thread of the capture is left.");
        Until(() => PortSockets() <= socketsBefore, "A session is left.");
    }

    [Fact]
    public async Task Where_the_kernel_refuses_the_sampler_takes_over_and_says_why()
    {
        SkipElsewhere();
        using var burning = new Burning("burning");
        var profile = await new CpuProfile(new SourceLines(), burning, CpuWay.Best, (_, _) => -PerfCalls.NoAccess).CaptureAsync(new CaptureRequest(1), TestContext.Current.CancellationToken);

        Assert.Contains("the runtime's sampler", profile.Capture.Way, StringComparison.Ordinal);
        Assert.Contains("kernel.perf_event_paranoid", profile.Capture.Notes[0], StringComparison.Ordinal);
        Assert.True(Nanoseconds(profile, Burning.ThreeQuarters) > Nanoseconds(profile, Burning.Quarter));
    }

    [Theory]
    [InlineData(-1, "seccomp")]
    [InlineData(-13, "kernel.perf_event_paranoid")]
    [InlineData(-38, "hides it")]
    [InlineData(-22, "error 22")]
    public async Task Where_only_the_kernels_way_is_wanted_a_refusal_is_told_in_words(int error, string words)
    {
        SkipElsewhere();
        var refused = await Assert.ThrowsAsync<CaptureException>(() =>
            new CpuProfile(new SourceLines(), TimeProvider.System, CpuWay.Perf, (_, _) => error).CaptureAsync(new CaptureRequest(1), TestContext.Current.CancellationToken));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_kernel_keeps_its_own_time_to_itself_the_rest_is_sampled_and_the_notes_say_so()
    {
        var way = Way("Perf");
        using var burning = new Burning("burning");
        var asked = 0;
        var profile = await new CpuProfile(new SourceLines(), burning, way, (attribute, thread) =>
        {
            // Flag 5 of the attribute: exclude_kernel.
            var isWithout = (attribute[40] & 1 << 5) != 0;
            asked++;
            return isWithout ? PerfCalls.Open(attribute, thread) : -PerfCalls.NoAccess;
        }).CaptureAsync(new CaptureRequest(1), TestContext.Current.CancellationToken);

        Assert.True(asked > 2);
        Assert.Contains(profile.Capture.Notes, n => n.StartsWith("Time within the kernel is not counted", StringComparison.Ordinal));
        Assert.True(Nanoseconds(profile, Burning.ThreeQuarters) > 0);
    }

    [Theory]
    [InlineData("Perf")]
    [InlineData("Sampler")]
    public async Task Without_a_length_it_lasts_thirty_seconds(string wayName)
    {
        var source = new CpuProfile(new SourceLines(), new Leaping(), Way(wayName));
        var profile = await source.CaptureAsync(new CaptureRequest(), TestContext.Current.CancellationToken);

        Assert.Equal((ProfileKind.Timed, 30, "profile", null), (source.Kind, source.DefaultSeconds, source.Name, source.Count()));
        Assert.InRange(profile.Duration!.Value.TotalSeconds, 30, 60);
    }

    [Fact]
    public async Task Over_HTTP_it_is_a_profile_that_tools_read()
    {
        SkipElsewhere();
        using var burning = new Burning("burning");
        await using var host = await DebugHost.StartAsync();
        using var answer = await host.GetAsync("/debug/pprof/profile?seconds=1");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal("attachment; filename=\"profile\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(["samples/count", "cpu/nanoseconds"], file.SampleTypes);
        Assert.Equal("cpu/nanoseconds", file.PeriodType);
        Assert.InRange(file.DurationNanoseconds, 1_000_000_000, 60_000_000_000);
        Assert.Contains(file.Samples, s => s.Stack.Contains(Burning.ThreeQuarters) && s.Labels["thread"] == "burning");
    }

    private static void ShortLivedMethod() => Burning.Burn(20_000_000);

    private static CpuWay Way(string name)
    {
        SkipElsewhere();
        if (name == "Perf")
        {
            var fd = PerfCalls.Open(PerfCalls.Attribute(PerfCapture.PeriodNanoseconds, withKernel: false), 0);
            Assert.SkipUnless(fd >= 0, "The kernel refuses perf_event_open here.");
            PerfCalls.Close(fd);
        }

        return Enum.Parse<CpuWay>(name);
    }

    private static void SkipElsewhere() => Assert.SkipUnless(OperatingSystem.IsLinux(), "CPU profiles are captured on Linux.");

    private static long Nanoseconds(Profile profile, string method) =>
        profile.Samples.Where(s => s.Stack.Any(f => f.Function == method)).Sum(s => s.Values[1]);

    private static string? Label(Sample sample, string key) => sample.Labels.First(l => l.Key == key).Text;

    private static int LineOf(string text) =>
        Array.FindIndex(File.ReadAllLines(Path.Join(Repository.Root, "tests/Dashboard.Diagnostics.Tests/Fixtures/Burning.cs")), l => l.Contains(text, StringComparison.Ordinal)) + 1;

    private static void Tell(Profile profile)
    {
        foreach (var note in profile.Capture.Notes)
            TestContext.Current.TestOutputHelper?.WriteLine(note);
    }

    // One that is closed meanwhile has no target any more.
    private static int PerfDescriptors() => Directory.GetFiles("/proc/self/fd").Count(f => Target(f).Contains("perf_event", StringComparison.Ordinal));

    private static string Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static bool HasThread(string name) => TaskFiles.Ids().Any(id => TaskFiles.Name(id) == name);

    private static int PortSockets() => File.ReadAllLines("/proc/self/net/unix")
        .Count(l => l.EndsWith("-socket", StringComparison.Ordinal) && l.Contains($"/dotnet-diagnostic-{Environment.ProcessId}-", StringComparison.Ordinal));

    private static void Until(Func<bool> condition, string otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Bound, otherwise);
            Thread.Yield();
        }
    }

    /// <summary>A clock that is a second on whenever it is asked.</summary>
    private sealed class Leaping : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }
}
