using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Diagnostics.Tests.Http;

public sealed class AnswerTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    [Theory]
    [InlineData("*/*", "", "text/plain")] // curl
    [InlineData("", "", "text/plain")]
    [InlineData(Browser, "", "text/html")]
    [InlineData("application/json", "", "application/json")]
    [InlineData("text/plain, text/html;q=0.5", "", "text/plain")]
    [InlineData("text/html;q=0, */*", "", "text/plain")]
    [InlineData("not a media type", "", "text/plain")]
    [InlineData(Browser, "?format=text", "text/plain")]
    [InlineData(Browser, "?format=json", "application/json")]
    [InlineData("*/*", "?format=html", "text/html")]
    public async Task The_form_follows_the_parameter_or_else_the_accept_header(string accept, string query, string mediaType)
    {
        await using var host = await DebugHost.StartAsync();
        foreach (var path in (string[])["/debug/", "/debug/live", "/debug/threads", "/debug/connections", "/debug/memory", "/debug/pprof/"])
        {
            using var response = await host.GetAsync(path + query, ("Accept", accept));
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("utf-8", response.Content.Headers.ContentType?.CharSet);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
            Assert.Matches(@"^total=\d+\.\dms$", Assert.Single(response.Headers.GetValues("X-Debug-Cost")));
            Assert.Equal(mediaType == "text/html", body.StartsWith("<!doctype html>", StringComparison.Ordinal));
            Assert.Equal(mediaType == "text/html", response.Headers.Contains("Content-Security-Policy"));
            if (mediaType == "application/json")
                JsonDocument.Parse(body);
        }
    }

    [Fact]
    public async Task A_page_may_load_and_run_nothing_but_its_own_style()
    {
        await using var host = await DebugHost.StartAsync();
        using var response = await host.GetAsync("/debug/connections?format=html&debug=2");
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        var style = Assert.Single(Regex.Matches(html, "<style>(.*?)</style>", RegexOptions.Singleline)).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal($"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", policy);
        Assert.DoesNotMatch("(?i)<script|style=|\\son[a-z]+=|src=", html);
    }

    [Fact]
    public async Task Names_from_outside_are_escaped()
    {
        using var release = new ManualResetEventSlim();
        var thread = new Thread(release.Wait) { Name = "<img src=x>" };
        thread.Start();
        await using var host = await DebugHost.StartAsync();

        var html = await host.TextAsync("/debug/threads?format=html");
        var text = await host.TextAsync("/debug/threads?format=text");
        release.Set();
        thread.Join();

        Assert.Contains("&lt;img src=x&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("Host&lt;of&gt;tests", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<of>", html, StringComparison.Ordinal);
        Assert.Contains("<img src=x>", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_counts_what_is_there_now()
    {
        await using var host = await DebugHost.StartAsync();
        var index = await host.JsonAsync("/debug/?format=json");
        var threads = await host.JsonAsync("/debug/threads?format=json");

        Assert.Equal(["live", "threads", "connections", "memory", "pprof/"], index.GetProperty("endpoints").EnumerateArray().Select(e => e.GetProperty("name").GetString()));
        var counts = index.GetProperty("endpoints").EnumerateArray().Select(e => e.GetProperty("count").GetInt64()).ToList();
        Assert.Equal(0, counts[0]); // nobody looks at the live page
        // Other tests plant their threads meanwhile.
        Assert.InRange(counts[1], Math.Max(5, threads.GetProperty("total").GetInt32() - 150), threads.GetProperty("total").GetInt32() + 150);
        Assert.InRange(counts[2], 2, 1000); // this client and its other end
        Assert.InRange(counts[3], 10 << 20, 4L << 30);
        var profile = index.GetProperty("profiles").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "threads");
        Assert.InRange(profile.GetProperty("count").GetInt64(), 1, 10_000);
        Assert.Contains("<a href=\"pprof/threads\">threads</a>", await host.TextAsync("/debug/?format=html"), StringComparison.Ordinal);
        Assert.Equal(Environment.ProcessId, index.GetProperty("processId").GetInt32());
    }

    [Theory]
    [InlineData("/debug/nothing", HttpStatusCode.NotFound, "no debug endpoint 'nothing'. There is: live, threads, connections, memory, pprof.")]
    [InlineData("/debug/a/b", HttpStatusCode.NotFound, "no debug endpoint 'a/b'")]
    [InlineData("/debug/threads?format=xml", HttpStatusCode.BadRequest, "Unknown format 'xml': use format=text, format=html or format=json.")]
    [InlineData("/debug/threads?debug=3", HttpStatusCode.BadRequest, "debug='3' is not understood")]
    [InlineData("/debug/threads?debug=-1", HttpStatusCode.BadRequest, "debug='-1' is not understood")]
    [InlineData("/debug/threads?refresh=0", HttpStatusCode.BadRequest, "refresh='0' is not understood")]
    [InlineData("/debug/?refresh=99999999999", HttpStatusCode.BadRequest, "refresh='99999999999' is not understood")]
    public async Task An_error_is_plain_text_with_the_cause_and_the_remedy(string path, HttpStatusCode status, string words)
    {
        await using var host = await DebugHost.StartAsync();
        using var response = await host.GetAsync(path, ("Accept", Browser));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("X-Go-Pprof")));
        Assert.Contains(words, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disabled_endpoint_is_gone_and_says_so()
    {
        await using var host = await DebugHost.StartAsync(o => o.Disabled.Add("Threads"));
        using var response = await host.GetAsync("/debug/threads");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("switched off: take it out of DebugEndpointsOptions.Disabled. There is: live, connections, memory, pprof.",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("Threads of the operating system", await host.TextAsync("/debug/"), StringComparison.Ordinal);
        Assert.NotEmpty(await host.TextAsync("/debug/memory"));
    }

    [Fact]
    public async Task An_unknown_name_in_Disabled_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => DebugHost.StartAsync(o => o.Disabled.Add("treads")));
        Assert.Matches(@"DebugEndpointsOptions\.Disabled names 'treads', which is no debug endpoint: use .*\bthreads, connections, memory, pprof, .*\bpprof/threads, .*\bpprof/cmdline, .*\bpprof/symbol\b", error.Message);
    }

    [Fact]
    public async Task The_host_can_bind_the_options_to_its_configuration()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Debug:Disabled:0"] = "memory" }).Build();
        await using var host = await DebugHost.StartAsync(services: services =>
        {
            services.AddSingleton<IConfiguration>(configuration);
            services.AddOptions<DebugEndpointsOptions>().BindConfiguration("Debug");
        });
        using var response = await host.GetAsync("/debug/memory");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Mapping_without_the_services_says_what_to_add()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var error = Assert.Throws<InvalidOperationException>(() => app.MapDebugEndpoints());
        Assert.Contains("AddDebugEndpoints()", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/debug", "/debug")]
    [InlineData("/base/path", "/debug", "/base/path/debug")]
    [InlineData("/base", "/ops/look", "/base/ops/look")]
    public async Task Every_link_of_a_page_leads_to_a_page_under_any_base_path(string basePath, string pattern, string root)
    {
        await using var host = await DebugHost.StartAsync(app: app => app.UsePathBase(basePath), pattern: pattern);

        using var bare = await host.GetAsync($"{root}?format=html");
        Assert.Equal(HttpStatusCode.Found, bare.StatusCode);
        Assert.Equal($"{root}/?format=html", new Uri(new Uri(host.Address, root), bare.Headers.Location!).PathAndQuery);
        using var slashed = await host.GetAsync($"{root}/threads/");
        Assert.Equal($"{root}/threads", new Uri(new Uri(host.Address, $"{root}/threads/"), slashed.Headers.Location!).PathAndQuery);

        // One capture more, so that there is one to compare with.
        _ = await host.TextAsync($"{root}/pprof/threads?format=html");
        var (seen, kinds) = (new HashSet<string>(), new Dictionary<string, int>());
        var next = new Queue<Uri>([new Uri(host.Address, $"{root}/")]);
        while (next.TryDequeue(out var page))
        {
            // A profile's page leads to views of itself without end: a few of each kind are enough, and those of one profile, for all pages are written alike. What measures for 10 s is left out.
            var query = System.Web.HttpUtility.ParseQueryString(page.Query);
            var kind = page.AbsolutePath + query["debug"] + query["format"] + string.Concat(query.AllKeys.Order());
            var isViewOfAnother = page.Query.Length > 0 && page.AbsolutePath.Contains("/pprof/", StringComparison.Ordinal) && !page.AbsolutePath.EndsWith("/threads", StringComparison.Ordinal);
            if (isViewOfAnother || page.Query.Contains("seconds=", StringComparison.Ordinal) || CollectionsMarshal.GetValueRefOrAddDefault(kinds, kind, out _)++ > 1 || !seen.Add(page.PathAndQuery))
                continue;
            using var response = await host.GetAsync(page.PathAndQuery, ("Accept", Browser));
            Assert.True(response.IsSuccessStatusCode, page.ToString());
            if (response.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            foreach (Match link in Regex.Matches(html, "href=\"([^\"]*)\""))
                next.Enqueue(new Uri(page, WebUtility.HtmlDecode(link.Groups[1].Value)));
        }

        Assert.Superset(new HashSet<string> { $"{root}/", $"{root}/threads", $"{root}/connections", $"{root}/memory", $"{root}/live", $"{root}/connections?debug=2", $"{root}/pprof/threads" }, seen);
        foreach (var form in (string[])["base=", "focus=", "frames=all", "debug=0", "debug=1", "debug=2", "format=collapsed", "format=speedscope", "format=json"])
            Assert.True(seen.Any(s => s.Contains("snapshot=", StringComparison.Ordinal) && s.Contains(form, StringComparison.Ordinal)), form);
    }

    [Fact]
    public async Task A_browser_can_be_told_to_ask_again()
    {
        await using var host = await DebugHost.StartAsync();
        Assert.Contains("<meta http-equiv=\"refresh\" content=\"7\">", await host.TextAsync("/debug/memory?format=html&refresh=7"), StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", await host.TextAsync("/debug/memory?format=html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_is_answered_without_a_body_and_post_is_refused()
    {
        await using var host = await DebugHost.StartAsync();
        using var head = await host.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/debug/threads"), TestContext.Current.CancellationToken);
        using var post = await host.Client.PostAsync("/debug/threads", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 100);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }
}
