using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof;

public sealed class PprofAnswerTests
{
    [Theory]
    [InlineData("threads", "application/octet-stream", "attachment; filename=\"threads\"")]
    [InlineData("threads?debug=0", "application/octet-stream", "attachment; filename=\"threads\"")]
    [InlineData("threadcreate", "application/octet-stream", "attachment; filename=\"threadcreate\"")]
    [InlineData("threadcreate?debug=1", "text/plain; charset=utf-8", null)]
    [InlineData("threadcreate?debug=2", "text/plain; charset=utf-8", null)]
    [InlineData("cmdline", "text/plain; charset=utf-8", null)]
    [InlineData("symbol", "text/plain; charset=utf-8", null)]
    public async Task Each_answers_with_the_headers_of_Gos(string path, string mediaType, string? disposition)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        using var answer = await host.GetAsync($"/debug/pprof/{path}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(disposition, answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        if (path.StartsWith('t'))
            Assert.Matches(@"^total=\d+\.\dms$", Assert.Single(answer.Headers.GetValues("X-Debug-Cost")));
    }

    [Theory]
    [InlineData("nonsense", 404, "Unknown profile 'nonsense'. There is: ")]
    [InlineData("nonsense?debug=1", 404, "Unknown profile 'nonsense'.")]
    [InlineData("profile?seconds=14", 404, "Unknown profile 'profile'.")]
    [InlineData("a/b", 404, "Unknown profile 'a/b'.")]
    [InlineData("threads?seconds=1&debug=1", 400, "seconds and debug params are incompatible")]
    [InlineData("threads?seconds=0", 400, "invalid value for \"seconds\" - must be a positive integer")]
    [InlineData("threads?seconds=-1", 400, "invalid value for \"seconds\" - must be a positive integer")]
    [InlineData("threads?seconds=1.5", 400, "invalid value for \"seconds\" - must be a positive integer")]
    [InlineData("threads?seconds=301", 400, "seconds=301 is above the cap: use at most 300.")]
    [InlineData("threads?seconds=99999999999", 400, "invalid value for \"seconds\"")]
    [InlineData("threads?debug=x", 400, "debug='x' is not understood")]
    public async Task An_error_has_the_status_and_the_header_that_go_tool_pprof_waits_for(string path, int status, string words)
    {
        await using var host = await DebugHost.StartAsync();
        using var answer = await host.GetAsync($"/debug/pprof/{path}");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Go-Pprof")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_lists_what_exists_with_its_count_for_browser_and_curl()
    {
        await using var host = await DebugHost.StartAsync();
        var text = await host.TextAsync("/debug/pprof/");
        var html = await host.TextAsync("/debug/pprof/?format=html");
        using var bare = await host.GetAsync("/debug/pprof");

        Assert.Matches(@"(?m)^ +\d+  threads +\S", text);
        Assert.Matches(@"(?m)^ +\d+  threadcreate +\S", text);
        // Only a capture can count these.
        Assert.Matches(@"(?m)^ +goroutine +\S", text);
        Assert.Matches(@"(?m)^ +heap +\S", text);
        Assert.Contains("<a href=\"threads?debug=1\">threads</a>", html, StringComparison.Ordinal);
        Assert.Equal("pprof/", bare.Headers.Location?.ToString());
        Assert.Contains("pprof/", await host.TextAsync("/debug/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_timed_capture_is_told_when_to_come_again_and_an_equal_one_shares_the_first()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var first = host.Client.GetAsync("/debug/pprof/threads?seconds=200", left.Token);
        using var second = await UntilAsync(host, "/debug/pprof/threads?seconds=1", HttpStatusCode.TooManyRequests, () =>
        {
            // The other one came first: once more.
            if (first.IsCompletedSuccessfully)
                first = host.Client.GetAsync("/debug/pprof/threads?seconds=200", left.Token);
        });

        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 200);
        Assert.Contains("Another capture is running. Ask again in ", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(first.IsCompleted);

        // The client goes: the capture stops, and its place is free long before its 200 s are over.
        await left.CancelAsync();
        using var third = await UntilAsync(host, "/debug/pprof/threads?seconds=1", HttpStatusCode.OK);
        var shared = await Task.WhenAll(host.GetAsync("/debug/pprof/threads?seconds=2"), host.GetAsync("/debug/pprof/threads?seconds=2"));
        Assert.All(shared, s => Assert.Equal(HttpStatusCode.OK, s.StatusCode));
        Assert.Equal(
            await shared[0].Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            await shared[1].Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("pprof", "/debug/pprof/threads", "'pprof' is switched off")]
    [InlineData("pprof", "/debug/pprof/", "'pprof' is switched off")]
    [InlineData("pprof", "/debug/pprof/cmdline", "'pprof' is switched off")]
    [InlineData("pprof/threads", "/debug/pprof/threads", "'pprof/threads' is switched off")]
    [InlineData("pprof/cmdline", "/debug/pprof/cmdline", "'pprof/cmdline' is switched off")]
    public async Task Each_can_be_switched_off(string name, string path, string words)
    {
        await using var host = await DebugHost.StartAsync(o => o.Disabled.Add(name));
        using var answer = await host.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/debug/pprof/")]
    [InlineData("/debug/pprof/threads")]
    [InlineData("/debug/pprof/cmdline")]
    [InlineData("/debug/pprof/symbol?0x1")]
    [InlineData("/debug/pprof/nonsense")]
    public async Task Another_machine_is_refused(string path)
    {
        await using var host = await DebugHost.StartAsync();
        using var answer = await host.GetAsync(path, ("X-Forwarded-For", "10.0.0.7"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("threads", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Symbol_names_the_addresses_of_a_profile_by_GET_and_by_POST()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        var text = await host.TextAsync("/debug/pprof/threads?debug=1");
        var frame = Regex.Match(text, @"#\t(0x[0-9a-f]+)\t(System\..+)\+0x8\t");
        var address = Convert.ToUInt64(frame.Groups[1].Value, 16);
        var asked = $"0x{address:x}+0x{address - 1:x}+0x10+nonsense";

        var byGet = await host.TextAsync($"/debug/pprof/symbol?{asked}");
        using var posted = await host.Client.PostAsync("/debug/pprof/symbol", new StringContent(asked), TestContext.Current.CancellationToken);
        using var large = await host.Client.PostAsync("/debug/pprof/symbol", new ByteArrayContent(Encoding.ASCII.GetBytes(new string('1', 300_000))), TestContext.Current.CancellationToken);

        Assert.Equal($"num_symbols: 1\n0x{address:x} {frame.Groups[2].Value}\n0x{address - 1:x} {frame.Groups[2].Value}\n", byGet);
        Assert.Equal(byGet, await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    [Fact]
    public async Task Cmdline_joins_the_arguments_by_NUL()
    {
        await using var host = await DebugHost.StartAsync();
        Assert.Equal(Environment.GetCommandLineArgs().Length, (await host.TextAsync("/debug/pprof/cmdline")).Split('\0').Length);
    }

    private static async Task<HttpResponseMessage> UntilAsync(DebugHost host, string path, HttpStatusCode status, Action? again = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await host.GetAsync(path);
            if (answer.StatusCode == status)
                return answer;
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"{path} is still {answer.StatusCode}, not {status}.");
            answer.Dispose();
            again?.Invoke();
        }
    }
}
