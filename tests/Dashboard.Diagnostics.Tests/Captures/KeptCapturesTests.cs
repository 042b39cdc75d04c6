using Dashboard.Diagnostics.Captures;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Tests.Captures;

public sealed class KeptCapturesTests
{
    private readonly DebugEndpointsOptions _options = new() { KeptCaptures = 3 };
    private readonly KeptCaptures _kept;

    public KeptCapturesTests() => _kept = new KeptCaptures(new FixedOptions(_options));

    [Fact]
    public void The_last_N_of_each_profile_are_kept_under_ids_of_their_own()
    {
        var heap = Take("heap");
        var threads = Enumerable.Range(0, 5).Select(_ => Take("threads")).ToList();

        Assert.Equal(6, threads.Append(heap).Select(c => c.Facts.Id).Distinct().Count());
        Assert.Equal(threads.TakeLast(3).Reverse().Select(c => c.Facts.Id), _kept.Of("threads").Select(k => k.Id));
        Assert.Equal([heap.Facts.Id], _kept.Of("heap").Select(k => k.Id));
        Assert.Null(_kept.Find("threads", threads[0].Facts.Id));
        Assert.Null(_kept.Find("threads", heap.Facts.Id)); // an id is found under its own profile
        Assert.NotNull(_kept.Find("threads", threads[4].Facts.Id));
    }

    [Fact]
    public void What_a_collector_takes_in_passing_pushes_out_nothing_that_a_person_took()
    {
        var mine = Enumerable.Range(0, 3).Select(_ => Take("threads")).ToList();
        Captured newest = Pass("threads");
        for (var i = 0; i < 50; i++)
            newest = Pass("threads");

        Assert.Equal([newest.Facts.Id, .. mine.Select(c => c.Facts.Id).Reverse()], _kept.Of("threads").Select(k => k.Id));
    }

    [Fact]
    public void Those_in_passing_have_the_places_that_are_left()
    {
        var mine = Take("threads");
        var passing = Enumerable.Range(0, 10).Select(_ => Pass("threads")).ToList();

        Assert.Equal([.. passing.TakeLast(3).Reverse().Select(c => c.Facts.Id), mine.Facts.Id], _kept.Of("threads").Select(k => k.Id));

        // And go first when a person wants one.
        var next = Take("threads");
        Assert.Contains(_kept.Of("threads"), k => k.Id == mine.Facts.Id);
        Assert.Contains(_kept.Of("threads"), k => k.Id == next.Facts.Id);
        Assert.InRange(_kept.Of("threads").Count, 3, 4);
    }

    [Fact]
    public void The_bytes_of_all_together_are_bounded()
    {
        var size = PackedProfile.Pack(Profile("threads", 0)).Length;
        _options.KeptCaptures = 100;
        _options.KeptCaptureBytes = size * 10;
        for (var i = 0; i < 30; i++)
            Take(i % 2 == 0 ? "threads" : "heap");

        var kept = (string[])["threads", "heap"];
        Assert.InRange(kept.Sum(n => _kept.Of(n).Count), 5, 12);
        Assert.InRange(kept.SelectMany(n => _kept.Of(n).Select(k => PackedProfile.Pack(_kept.Find(n, k.Id)!.Profile).Length)).Sum(), 1, size * 10 * 1.1);
    }

    [Fact]
    public void One_that_is_too_large_or_unwanted_has_an_id_and_is_not_kept()
    {
        var first = Take("threads");
        _options.KeptCaptureBytes = 10;
        var large = Take("threads");
        _options.KeptCaptureBytes = 16 << 20;
        _options.KeptCaptures = 0;
        var unwanted = Take("threads");

        Assert.True(first.IsKept);
        Assert.False(large.IsKept);
        Assert.False(unwanted.IsKept);
        Assert.NotEqual(large.Facts.Id, unwanted.Facts.Id);
        Assert.Null(_kept.Find("threads", large.Facts.Id));
        Assert.Null(_kept.Find("threads", unwanted.Facts.Id));
    }

    [Theory]
    [InlineData(-1, 0, "DebugEndpointsOptions.KeptCaptures is -1: use 0 to 100")]
    [InlineData(101, 0, "DebugEndpointsOptions.KeptCaptures is 101: use 0 to 100")]
    [InlineData(10, -1, "DebugEndpointsOptions.KeptCaptureBytes is -1: use 0 to 1073741824")]
    [InlineData(10, long.MaxValue, "DebugEndpointsOptions.KeptCaptureBytes is 9223372036854775807")]
    public async Task Absurd_bounds_stop_the_start(int captures, long bytes, string words)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => DebugHost.StartAsync(o => (o.KeptCaptures, o.KeptCaptureBytes) = (captures, bytes)));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private Captured Take(string name)
    {
        var captured = Pass(name);
        _kept.TakenByPerson(captured.Facts);
        return captured;
    }

    private int _number;

    private Captured Pass(string name) => _kept.Add(Profile(name, ++_number), TimeSpan.FromMilliseconds(5), null, false);

    private static Profile Profile(string name, int number) => new FakeProfileSource(name).Profile([FakeProfileSource.Sample([$"Method{number:0000}"], number)]);

    private sealed class FixedOptions(DebugEndpointsOptions options) : IOptionsMonitor<DebugEndpointsOptions>
    {
        public DebugEndpointsOptions CurrentValue => options;

        public DebugEndpointsOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<DebugEndpointsOptions, string?> listener) => null;
    }
}
