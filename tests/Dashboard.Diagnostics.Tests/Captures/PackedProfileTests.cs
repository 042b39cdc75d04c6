using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Captures;

public sealed class PackedProfileTests
{
    [Fact]
    public void A_profile_comes_back_as_it_was()
    {
        var shared = FakeProfileSource.Stack("A.B.C", "System.Private.CoreLib.dll/System.X", "A.B.C");
        var profile = new Profile
        {
            Name = "heap",
            SampleTypes = FakeProfileSource.Heap,
            PeriodType = new("space", "bytes"),
            Period = 102_400,
            DefaultSampleType = "inuse_space",
            At = new DateTimeOffset(2026, 11, 26, 1, 2, 3, TimeSpan.Zero).AddTicks(4567),
            Duration = TimeSpan.FromMilliseconds(10.5),
            Capture = new CaptureFacts("a way") { Pause = TimeSpan.FromMilliseconds(8.03), Notes = ["One.", "Two; \n\u0000 three."] },
            Samples =
            [
                new Sample(shared, [1, -2, long.MaxValue, long.MinValue], [new Label("thread", "µ<>"), new Label("id", null, -7, "id")]),
                new Sample(shared, [0, 0, 0, 0], []),
                new Sample(FakeProfileSource.Stack("A.B.C", "System.Private.CoreLib.dll/System.X", "A.B.C"), [5, 6, 7, 8], [new Label("thread", "")]),
                new Sample(FakeProfileSource.Stack("Z"), [1, 1, 1, 1], []),
            ],
        };

        var back = PackedProfile.Unpack(PackedProfile.Pack(profile));

        Assert.Equal(profile.SampleTypes, back.SampleTypes);
        Assert.Equal((profile.Name, profile.PeriodType, profile.Period, profile.DefaultSampleType, profile.At, profile.Duration),
            (back.Name, back.PeriodType, back.Period, back.DefaultSampleType, back.At, back.Duration));
        Assert.Equal((profile.Capture.Way, profile.Capture.Pause), (back.Capture.Way, back.Capture.Pause));
        Assert.Equal(profile.Capture.Notes, back.Capture.Notes);
        Assert.Equal(profile.Samples.Count, back.Samples.Count);
        Assert.All(profile.Samples.Zip(back.Samples), pair =>
        {
            Assert.Equal(pair.First.Stack, pair.Second.Stack);
            Assert.Equal(pair.First.Values, pair.Second.Values);
            Assert.Equal(pair.First.Labels, pair.Second.Labels);
        });
        Assert.Same(back.Samples[0].Stack, back.Samples[2].Stack); // equal stacks are one
    }

    [Fact]
    public void What_is_not_there_stays_away()
    {
        var back = PackedProfile.Unpack(PackedProfile.Pack(new FakeProfileSource("threads").Profile([])));
        Assert.Null(back.Duration);
        Assert.Null(back.DefaultSampleType);
        Assert.Null(back.Capture.Pause);
        Assert.Empty(back.Samples);
    }

    [Fact]
    public void Equal_stacks_cost_next_to_nothing()
    {
        var deep = Enumerable.Range(0, 60).Select(i => $"Some.Long.Namespace.And.Type{i}.Method{i}").ToArray();
        var one = PackedProfile.Pack(new FakeProfileSource("goroutine").Profile([FakeProfileSource.Sample(deep, 1)]));
        var many = PackedProfile.Pack(new FakeProfileSource("goroutine").Profile([.. Enumerable.Range(0, 1000).Select(_ => FakeProfileSource.Sample(deep, 1))]));
        Assert.InRange(many.Length, one.Length, one.Length + 500);
    }
}
