using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Pages;

public sealed class ProfilePageTests
{
    private const string Core = "System.Private.CoreLib.dll/";

    private readonly FakeProfileSource _goroutine = new("goroutine")
    {
        Samples = n =>
        [
            .. Enumerable.Repeat(FakeProfileSource.Sample([Core + "System.IdleWait", Core + "System.Pool", Core + "System.Start"], 1), 500),
            .. Enumerable.Repeat(FakeProfileSource.Sample(
                [Core + "System.SocketWait", Core + "System.X", Core + "System.Y", Core + "System.Z", "Shop.Leak.TickAsync", "Shop.Loop.RunAsync"], [1], new Label("wait", "socket"), new Label("id", null, 5)), 40 * n),
            .. Enumerable.Repeat(FakeProfileSource.Sample(["Shop.Small.Go"], [1], new Label("wait", "delay")), 3),
        ],
    };

    [Fact]
    public async Task The_largest_group_with_own_code_comes_first_although_the_framework_has_larger_ones()
    {
        await using var host = await StartAsync();
        var html = await PageAsync(host, "goroutine");

        var groups = Groups(html);
        Assert.Equal(["40", "3", "500"], groups.Select(g => Regex.Match(g, "<div class=\"size\"><b>(.*?)</b>").Groups[1].Value));
        Assert.Contains("7.37 %", groups[0], StringComparison.Ordinal);
        // The leaf stays, a row of framework frames is folded, own code stands out.
        Assert.Matches(
            "<li class=\"framework\"><code>System\\.<wbr><b>SocketWait</b>.*<summary>… 3 frames of the framework</summary>.*<li class=\"own\"><code>Shop\\.<wbr>Leak\\.<wbr><b>TickAsync</b></code> <small title=\"/src/TickAsync\\.cs\">TickAsync\\.cs:14</small>",
            groups[0]);
        Assert.Contains("<span>wait <b>socket</b></span>", groups[0], StringComparison.Ordinal);
        Assert.Contains("<h1>goroutine: 543</h1>", html, StringComparison.Ordinal);
        Assert.Contains("by a fake in ", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_in_many_stacks_of_the_framework_is_summed_by_the_own_method_nearest_to_the_leaf()
    {
        await using var host = await StartAsync(new FakeProfileSource("heap")
        {
            Samples = _ =>
            [
                .. Enumerable.Range(0, 30).Select(i => FakeProfileSource.Sample([Core + $"System.Part{i}", Core + "System.Client", "Lib.dll/Lib.Client", "Shop.Leak", "Shop.Main"], 10)),
                FakeProfileSource.Sample([Core + "System.Cache", "Shop.Main"], 200),
            ],
        });
        var html = await PageAsync(host, "heap");

        // Thirty stacks of 10 are more than one of 200, and come before it, although each by itself is smaller.
        var totals = Regex.Matches(html, "<li><b>([0-9,]+)</b><svg.*?<code>\\w+\\.<b>(\\w+)</b></code></a> <small>.*?(\\d+ groups?)</small>");
        Assert.Equal(["300 Client 30 groups", "200 Main 1 group"], totals.Select(t => $"{t.Groups[1].Value} {t.Groups[2].Value} {t.Groups[3].Value}"));
        Assert.Contains("By your code", html, StringComparison.Ordinal);
        // The nearest is a library's: which code of the application's stands behind it.
        Assert.Equal("Shop.Leak", Assert.Single(Regex.Matches(html, "<p>from <code>(.*?)</code></p>")).Groups[1].Value);
        // Where each method has one group the groups say it already.
        Assert.DoesNotContain("By your code", await PageAsync(host, "goroutine"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leak.tick", "40")]
    [InlineData("SMALL", "3")]
    [InlineData("delay", "3")]
    [InlineData("System.Pool", "500")]
    [InlineData("TickAsync.cs", "40")]
    [InlineData("nowhere", "")]
    public async Task Search_leaves_the_stacks_that_hold_the_words(string words, string sizes)
    {
        await using var host = await StartAsync();
        var html = await PageAsync(host, $"goroutine?search={words}");
        Assert.Equal(sizes, string.Join(' ', Groups(html).Select(g => Regex.Match(g, "<div class=\"size\"><b>(.*?)</b>").Groups[1].Value)));
        Assert.Equal(sizes.Length == 0, html.Contains("No stack holds these words.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_can_be_sorted_by_any_sample_type()
    {
        var heap = new FakeProfileSource("heap", FakeProfileSource.Heap)
        {
            Samples = _ => [FakeProfileSource.Sample(["Shop.Many"], 1000, 5000, 1, 10), FakeProfileSource.Sample(["Shop.Large"], 1, 100, 1, 5 << 20)],
        };
        await using var host = await StartAsync(heap);

        var byDefault = Groups(await PageAsync(host, "heap"));
        Assert.Contains("Large", byDefault[0], StringComparison.Ordinal); // the last type, as pprof has it
        Assert.Contains("<b>5.00 MiB</b>", byDefault[0], StringComparison.Ordinal);
        var page = await PageAsync(host, "heap?sort=alloc_objects");
        Assert.Contains("Many", Groups(page)[0], StringComparison.Ordinal);
        Assert.Contains("<small>4.88 KiB alloc space</small>", Groups(page)[0], StringComparison.Ordinal);
        Assert.Contains("<h1>heap: 1,001 alloc objects</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_groups_come_in_pages()
    {
        var source = new FakeProfileSource("heap") { Samples = _ => [.. Enumerable.Range(0, 3000).Select(i => FakeProfileSource.Sample([$"Shop.Type{i:0000}.New"], 3000 - i))] };
        await using var host = await StartAsync(source);
        var first = await PageAsync(host, "heap");
        var last = await PageAsync(host, "heap?page=200");
        var beyond = await PageAsync(host, "heap?page=99999");

        Assert.InRange(first.Length, 1000, 400_000);
        Assert.Equal(15, Groups(first).Count);
        Assert.Contains("Type0000", Groups(first)[0], StringComparison.Ordinal);
        Assert.Matches("href=\"heap\\?snapshot=[^\"]*page=2\"", first);
        Assert.Contains("Type2999", Groups(last)[14], StringComparison.Ordinal);
        Assert.Contains("page=200", beyond, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_since_the_last_capture_is_one_click_away()
    {
        await using var host = await StartAsync();
        var first = await PageAsync(host, "goroutine");
        var second = await PageAsync(host, "goroutine");
        Assert.DoesNotContain("what changed since the last capture", first, StringComparison.Ordinal);
        var link = WebUtility.HtmlDecode(Regex.Match(second, "href=\"([^\"]*)\">what changed since the last capture").Groups[1].Value);

        var difference = await PageAsync(host, link);
        var group = Assert.Single(Groups(difference));
        Assert.Contains("<b class=\"grew\">+40</b>", group, StringComparison.Ordinal);
        Assert.Contains("40 → 80", group, StringComparison.Ordinal);
        Assert.Equal(2, _goroutine.Captures);
        // And any two by a form.
        Assert.Equal(2, Regex.Count(second, "<select name=\"(snapshot|base)\">"));
        Assert.Matches("-diff_base 'http://.*?/debug/pprof/goroutine\\?snapshot=", difference);
    }

    [Fact]
    public async Task A_timed_profile_measures_nothing_before_it_is_asked_to()
    {
        var cpu = new FakeProfileSource("profile", FakeProfileSource.Cpu) { KindOf = ProfileKind.Timed, Samples = _ => [FakeProfileSource.Sample(["Shop.Hot"], 10, 100_000_000)] };
        await using var host = await StartAsync(cpu);
        var before = await PageAsync(host, "profile");
        Assert.Equal(0, cpu.Captures);
        Assert.Contains("href=\"profile?seconds=10&amp;format=html\">measure 10 s</a>", before, StringComparison.Ordinal);
        Assert.Contains("href=\"profile?seconds=30&amp;format=html\">measure 30 s</a>", before, StringComparison.Ordinal);

        var measured = await PageAsync(host, "profile?seconds=10&format=html");
        Assert.Contains("Measured for 10 s at ", measured, StringComparison.Ordinal);
        Assert.Contains("<h1>profile: 100 ms cpu</h1>", measured, StringComparison.Ordinal);
        Assert.Contains("10 s</td>", await PageAsync(host, "profile"), StringComparison.Ordinal); // it is kept
    }

    [Theory]
    [InlineData(false, 501)]
    [InlineData(true, 503)]
    public async Task What_cannot_be_captured_is_a_page_with_the_words_and_with_what_was_kept(bool isTransient, int status)
    {
        await using var host = await StartAsync();
        await PageAsync(host, "goroutine");
        _goroutine.Before = (_, _) => throw new CaptureException("The port is closed: <open> it.") { IsTransient = isTransient };
        using var answer = await host.GetAsync("/debug/pprof/goroutine", ("Accept", "text/html"));
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(isTransient, answer.Headers.RetryAfter is not null);
        Assert.Contains("The port is closed: &lt;open&gt; it.", html, StringComparison.Ordinal);
        Assert.Matches("href=\"goroutine\\?snapshot=", html);
    }

    [Fact]
    public async Task The_policy_allows_the_pages_style_and_its_forms_and_nothing_else()
    {
        await using var host = await StartAsync();
        using var answer = await host.GetAsync("/debug/pprof/goroutine?format=html");
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var style = Assert.Single(Regex.Matches(html, "<style>(.*?)</style>", RegexOptions.Singleline)).Groups[1].Value;

        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.DoesNotMatch("(?i)<script|style=|\\son[a-z]+=|src=", html);
    }

    [Fact]
    public async Task Addresses_hold_under_a_base_path()
    {
        await using var host = await DebugHost.StartAsync(services: s => s.AddSingleton<ProfileSource>(_goroutine), app: a => a.UsePathBase("/base"));
        var html = await host.TextAsync("/base/debug/pprof/goroutine?format=html");

        Assert.Contains($"go tool pprof -http=: '{host.Address}base/debug/pprof/goroutine?snapshot=", html, StringComparison.Ordinal);
        Assert.Equal(2, _goroutine.Captures + 1);
        Assert.DoesNotMatch("(href|action)=\"/", html);
        Assert.Contains("<a href=\"../\">debug</a> / <a href=\"./\">pprof</a>", html, StringComparison.Ordinal);
    }

    private static List<string> Groups(string html) =>
        [.. Regex.Matches(html, "<li><div class=\"size\">.*?</div></li>\n", RegexOptions.Singleline).Select(m => m.Value)];

    private Task<DebugHost> StartAsync(params FakeProfileSource[] more) => DebugHost.StartAsync(services: s =>
    {
        foreach (var source in (FakeProfileSource[])[.. more.Where(m => m.Name != "goroutine"), _goroutine])
            s.AddSingleton<ProfileSource>(source);
    });

    private static async Task<string> PageAsync(DebugHost host, string path)
    {
        using var answer = await host.GetAsync($"/debug/pprof/{path}", ("Accept", "text/html"));
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
