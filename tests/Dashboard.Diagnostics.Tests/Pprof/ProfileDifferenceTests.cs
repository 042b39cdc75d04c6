using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof;

public sealed class ProfileDifferenceTests
{
    [Theory]
    [InlineData(3, 8, 8)]
    [InlineData(9, 8, 9)]
    [InlineData(9, null, 9)]
    [InlineData(null, 8, 8)]
    [InlineData(null, null, null)]
    public void It_has_the_longer_pause_and_the_notes_of_both(int? earlier, int? later, int? pause)
    {
        var difference = ProfileDifference.Between(Capture(earlier, "Both.", "Earlier."), Capture(later, "Both.", "Later."));
        Assert.Equal(pause is { } ms ? TimeSpan.FromMilliseconds(ms) : null, difference.Capture.Pause);
        Assert.Equal(["Both.", "Earlier.", "Later."], difference.Capture.Notes);
    }

    [Fact]
    public void Each_value_is_subtracted_by_stack_and_labels_and_what_stayed_is_left_out()
    {
        var source = new FakeProfileSource("heap", FakeProfileSource.Contention);
        var (a, b) = (new Label("thread", "a"), new Label("thread", "b"));
        var earlier = source.Profile([Sample(1, 10, a), Sample(2, 20, b), Sample(5, 50)]);
        var later = source.Profile([Sample(3, 10, a), Sample(2, 20, b), Sample(5, 40)]);

        var difference = ProfileDifference.Between(earlier, later);

        Assert.Equal(["a: 2 0", ": 0 -10"], difference.Samples.Select(s => $"{(s.Labels is [var label] ? label.Text : "")}: {s.Values[0]} {s.Values[1]}"));
        Assert.Equal(later.At - earlier.At, difference.Duration);
    }

    private static Sample Sample(long count, long delay, params Label[] labels) => FakeProfileSource.Sample(["Shop.Go"], [count, delay], labels);

    private static Profile Capture(int? pause, params string[] notes) =>
        new FakeProfileSource("heap") { Facts = new CaptureFacts("a copy") { Pause = pause is { } ms ? TimeSpan.FromMilliseconds(ms) : null, Notes = notes } }.Profile([]);
}
