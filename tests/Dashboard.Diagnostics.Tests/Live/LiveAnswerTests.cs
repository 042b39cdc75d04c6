using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Live;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Diagnostics.Tests.Live;

public sealed class LiveAnswerTests
{
    [Fact]
    public async Task The_stream_begins_with_the_history_and_goes_on_with_points()
    {
        await using var host = await DebugHost.StartAsync();
        using var stream = await Events.OpenAsync(host);

        Assert.Equal("text/event-stream", stream.MediaType);
        Assert.Equal("no-store", stream.CacheControl);
        var (name, history) = await stream.NextAsync();
        Assert.Equal("history", name);
        Assert.Equal(JsonValueKind.Array, history.ValueKind);
        Assert.InRange(history[0].GetProperty("threads").GetInt32(), 1, 10_000);
        Assert.InRange(history[0].GetProperty("heap").GetArrayLength(), 5, 5);
        var last = history[history.GetArrayLength() - 1].GetProperty("at").GetInt64();
        for (var i = 0; i < 2; i++)
        {
            var (next, point) = await stream.NextAsync();
            Assert.Equal("point", next);
            Assert.True(point.GetProperty("at").GetInt64() > last);
            Assert.True(point.GetProperty("allocatedBytesPerSecond").GetDouble() >= 0);
            last = point.GetProperty("at").GetInt64();
        }

        // Who comes later sees what was before him.
        using var late = await Events.OpenAsync(host);
        var (_, longer) = await late.NextAsync();
        Assert.True(longer.GetArrayLength() >= 3);
        Assert.Equal(1, host.Services.GetRequiredService<LiveFeed>().Samplers);
    }

    [Fact]
    public async Task A_viewer_who_goes_is_no_longer_counted_and_the_last_one_stops_the_sampler()
    {
        await using var host = await DebugHost.StartAsync();
        var feed = host.Services.GetRequiredService<LiveFeed>();
        var first = await Events.OpenAsync(host);
        var second = await Events.OpenAsync(host);
        await first.NextAsync();
        await second.NextAsync();
        Assert.Equal((2, 1), (feed.Viewers, feed.Samplers));

        first.Dispose();
        await Eventually.TrueAsync(() => feed.Viewers == 1);
        Assert.Equal(1, feed.Samplers);
        second.Dispose();
        await Eventually.TrueAsync(() => feed is { Viewers: 0, Samplers: 0 });
    }

    [Fact]
    public async Task An_open_stream_does_not_hold_up_the_stop_of_the_host()
    {
        await using var host = await DebugHost.StartAsync();
        using var stream = await Events.OpenAsync(host);
        await stream.NextAsync();

        // Without a time limit of its own the host would wait for the stream until its default of 30 s.
        var started = TimeProvider.System.GetTimestamp();
        await host.Services.GetRequiredService<IHost>().StopAsync(CancellationToken.None);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await stream.EndAsync();
        Assert.Equal(0, host.Services.GetRequiredService<LiveFeed>().Viewers);
    }

    [Fact]
    public async Task One_viewer_too_many_is_told_so()
    {
        await using var host = await DebugHost.StartAsync();
        var feed = host.Services.GetRequiredService<LiveFeed>();
        var viewers = Enumerable.Range(0, LiveFeed.MostViewers).Select(_ => feed.Join()!).ToList();
        using var refused = await host.GetAsync("/debug/live/events");
        viewers.ForEach(v => v.Dispose());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("16 look at the live page already.", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "/debug")]
    [InlineData("/base", "/base/debug")]
    public async Task The_page_may_run_its_one_script_and_ask_this_server(string basePath, string root)
    {
        await using var host = await DebugHost.StartAsync(app: app => app.UsePathBase(basePath));
        using var answer = await host.GetAsync($"{root}/live?format=html");
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        string Hash(string element) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(
            Assert.Single(Regex.Matches(html, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline)).Groups[1].Value)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{Hash("style")}'; script-src 'sha256-{Hash("script")}'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("<noscript>", html, StringComparison.Ordinal);
        Assert.Contains("new EventSource(\"live/events\")", html, StringComparison.Ordinal);
        using var stream = await Events.OpenAsync(host, $"{root}/live/events");
        Assert.Equal("history", (await stream.NextAsync()).Name);
    }

    [Fact]
    public async Task Curl_gets_the_numbers_of_now()
    {
        await using var host = await DebugHost.StartAsync();
        Assert.Matches(@"(?m)^  Threads +\d+ ", await host.TextAsync("/debug/live"));
        Assert.InRange((await host.JsonAsync("/debug/live?format=json")).GetProperty("residentBytes").GetInt64(), 10 << 20, 8L << 30);
    }

    [Fact]
    public async Task It_can_be_switched_off_and_is_refused_to_another_machine()
    {
        await using var host = await DebugHost.StartAsync(o => o.Disabled.Add("live"));
        using var off = await host.GetAsync("/debug/live/events");
        await using var open = await DebugHost.StartAsync();
        using var refused = await open.GetAsync("/debug/live/events", ("X-Forwarded-For", "10.0.0.7"));

        Assert.Equal(HttpStatusCode.NotFound, off.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(0, open.Services.GetRequiredService<LiveFeed>().Viewers);
    }

    /// <summary>Reads server-sent events as a browser does.</summary>
    private sealed class Events(HttpResponseMessage answer, StreamReader reader) : IDisposable
    {
        public string? MediaType => answer.Content.Headers.ContentType?.MediaType;

        public string? CacheControl => answer.Headers.CacheControl?.ToString();

        public static async Task<Events> OpenAsync(DebugHost host, string path = "/debug/live/events")
        {
            var answer = await host.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return new Events(answer, new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
        }

        public async Task<(string Name, JsonElement Data)> NextAsync()
        {
            var name = "";
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line["event: ".Length..];
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    return (name, JsonDocument.Parse(line["data: ".Length..]).RootElement);
            }

            throw new EndOfStreamException();
        }

        /// <summary>Until the server has ended it.</summary>
        public async Task EndAsync()
        {
            try
            {
                await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                // Ended by the connection's end.
            }
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }
}
