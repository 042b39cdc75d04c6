using System.Net;
using System.Text.Json;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Captures;

/// <summary>Kept captures at their addresses.</summary>
public sealed class SnapshotTests
{
    // 3 leaks more with each capture, 2 that stay, and one that is gone after the first.
    private readonly FakeProfileSource _source = new("goroutine")
    {
        Samples = n =>
        [
            .. Enumerable.Repeat(FakeProfileSource.Sample(["Shop.Leak.Leaf", "Shop.Leak.Top"], 1), 3 * n),
            .. Enumerable.Repeat(FakeProfileSource.Sample(["Shop.Steady.Wait"], 1), 2),
            .. n == 1 ? [FakeProfileSource.Sample(["Shop.Once.Run"], 1)] : (Sample[])[],
        ],
    };

    [Theory]
    [InlineData("debug=0")]
    [InlineData("debug=1")]
    [InlineData("debug=2")]
    [InlineData("format=collapsed")]
    [InlineData("format=speedscope")]
    [InlineData("format=json")]
    [InlineData("format=html")]
    public async Task A_kept_capture_is_the_same_each_time_and_captures_nothing(string form)
    {
        await using var host = await StartAsync();
        var id = await CaptureAsync(host);
        await CaptureAsync(host);
        var address = $"/debug/pprof/goroutine?snapshot={id}&{form}";

        using var first = await host.GetAsync(address);
        using var second = await host.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var (a, b) = (await BytesAsync(first), await BytesAsync(second));
        if (form == "format=html")
            Assert.Contains("3 ", System.Text.Encoding.UTF8.GetString(a), StringComparison.Ordinal);
        else
            Assert.Equal(a, b);
        Assert.Equal(id, Assert.Single(first.Headers.GetValues("X-Debug-Snapshot")));
        Assert.Equal(2, _source.Captures);
    }

    [Fact]
    public async Task Two_snapshots_have_a_difference_with_grown_new_and_gone()
    {
        await using var host = await StartAsync();
        var (first, second) = (await CaptureAsync(host), await CaptureAsync(host));

        using var answer = await host.GetAsync($"/debug/pprof/goroutine?snapshot={second}&base={first}");
        var file = DecodedProfile.Read(await BytesAsync(answer));
        var text = await host.TextAsync($"/debug/pprof/goroutine?snapshot={second}&base={first}&format=collapsed");
        var table = JsonDocument.Parse(await host.TextAsync($"/debug/pprof/goroutine?snapshot={second}&base={first}&format=json")).RootElement;
        var page = await host.TextAsync($"/debug/pprof/goroutine?snapshot={second}&base={first}&format=html");
        var back = DecodedProfile.Read(await host.Client.GetByteArrayAsync($"/debug/pprof/goroutine?snapshot={first}&base={second}", TestContext.Current.CancellationToken));

        Assert.Equal("attachment; filename=\"goroutine-delta\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal([("Shop.Leak.Leaf", 3L), ("Shop.Once.Run", -1L)], file.Samples.Select(s => (s.Stack[0], s.Values[0])).Order());
        Assert.Equal([("Shop.Leak.Leaf", -3L), ("Shop.Once.Run", 1L)], back.Samples.Select(s => (s.Stack[0], s.Values[0])).Order());
        Assert.Equal("Shop.Leak.Top;Shop.Leak.Leaf 3\n", text); // what grew
        Assert.Equal((first, second), (table.GetProperty("base").GetString(), table.GetProperty("snapshot").GetString()));
        Assert.Contains("1 grew, 0 new, 0 shrank, 1 gone.", page, StringComparison.Ordinal);
        Assert.Contains("3 → 6", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Shop.<wbr>Steady", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Now_can_be_compared_with_what_was_kept()
    {
        await using var host = await StartAsync();
        var first = await CaptureAsync(host);
        var file = DecodedProfile.Read(await host.Client.GetByteArrayAsync($"/debug/pprof/goroutine?base={first}", TestContext.Current.CancellationToken));

        Assert.Equal([3, -1], file.Samples.Select(s => s.Values[0]));
        Assert.Equal(2, _source.Captures);
    }

    [Fact]
    public async Task A_difference_over_seconds_is_kept_as_one()
    {
        await using var host = await StartAsync();
        var moment = await CaptureAsync(host);
        using var answer = await host.GetAsync("/debug/pprof/goroutine?seconds=1");
        var id = Assert.Single(answer.Headers.GetValues("X-Debug-Snapshot"));
        using var again = await host.GetAsync($"/debug/pprof/goroutine?snapshot={id}");
        using var mixed = await host.GetAsync($"/debug/pprof/goroutine?snapshot={id}&base={moment}");

        Assert.Equal(await BytesAsync(answer), await BytesAsync(again));
        Assert.Equal("attachment; filename=\"goroutine-delta\"", again.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal(HttpStatusCode.BadRequest, mixed.StatusCode);
        Assert.Contains("choose two of a kind", await mixed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(3, _source.Captures);
    }

    [Theory]
    [InlineData("snapshot=20200101T000000-1", 404, "There is no kept capture '20200101T000000-1' of goroutine, or no longer. There is: none.")]
    [InlineData("base=x", 404, "There is no kept capture 'x' of goroutine")]
    [InlineData("snapshot=x&debug=1", 404, "There is no kept capture 'x'")]
    [InlineData("snapshot=x&seconds=3", 400, "snapshot names a capture that was taken")]
    [InlineData("snapshot=x&gc=1", 400, "snapshot names a capture that was taken")]
    [InlineData("keep=yes", 400, "keep='yes' is not understood")]
    [InlineData("debug=1&format=json", 400, "debug and format both name a form")]
    [InlineData("format=xml", 400, "Unknown format 'xml'")]
    [InlineData("format=collapsed&sample=bytes", 400, "sample='bytes' is none of this profile: use goroutine.")]
    public async Task What_cannot_be_is_answered_in_words(string query, int status, string words)
    {
        await using var host = await StartAsync();
        using var answer = await host.GetAsync($"/debug/pprof/goroutine?{query}");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Go-Pprof")));
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_and_pages_hold_their_captures_against_a_collector()
    {
        await using var host = await StartAsync(o => o.KeptCaptures = 2);
        using var kept = await host.GetAsync("/debug/pprof/goroutine?keep=1");
        using var page = await host.GetAsync("/debug/pprof/goroutine?format=html");
        for (var i = 0; i < 10; i++)
            await CaptureAsync(host);

        foreach (var answer in (HttpResponseMessage[])[kept, page])
        {
            using var again = await host.GetAsync($"/debug/pprof/goroutine?snapshot={Assert.Single(answer.Headers.GetValues("X-Debug-Snapshot"))}");
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
    }

    [Fact]
    public async Task Go_tool_pprof_takes_the_difference_of_two_snapshots_by_their_addresses()
    {
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        await using var host = await StartAsync();
        var (first, second) = (await CaptureAsync(host), await CaptureAsync(host));

        var (output, errors, exitCode) = await Go.TryAsync("tool", "pprof", "-top", "-nodefraction=0", $"-diff_base={host.Address}debug/pprof/goroutine?snapshot={first}", $"{host.Address}debug/pprof/goroutine?snapshot={second}");

        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"(?m)^ +3 +[0-9.]+% +[0-9.-]+% +3 +[0-9.]+% +Shop\.Leak\.Leaf", output);
        Assert.Matches(@"(?m)^ +-1 .*Shop\.Once\.Run", output);
        Assert.DoesNotContain("Steady", output, StringComparison.Ordinal);
    }

    private Task<DebugHost> StartAsync(Action<DebugEndpointsOptions>? options = null) =>
        DebugHost.StartAsync(options, services: s => s.AddSingleton<ProfileSource>(_source));

    private static async Task<string> CaptureAsync(DebugHost host)
    {
        using var answer = await host.GetAsync("/debug/pprof/goroutine");
        return Assert.Single(answer.Headers.GetValues("X-Debug-Snapshot"));
    }

    private static Task<byte[]> BytesAsync(HttpResponseMessage answer) => answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
}
