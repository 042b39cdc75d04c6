using System.Text;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof.Conformance;

/// <summary>
/// The same requests to this library and to Go's own handler: status and headers are the same, but for the differences in <see cref="Intended"/>, each with its reason.
/// </summary>
[Collection(PlantedThreads.Collection)]
public sealed class GoHandlerTests(GoHandler go) : IClassFixture<GoHandler>
{
    private static readonly string[] Snapshots = ["goroutine", "heap", "allocs", "block", "mutex", "threadcreate"];

    private const string BadRequest = "400 text/plain; charset=utf-8 X-Go-Pprof:1 nosniff";

    private const string Trace = "200 application/octet-stream attachment; filename=\"trace.nettrace\" nosniff";

    /// <summary>What differs on purpose: the answer here, and why it is another than Go's.</summary>
    private static readonly Dictionary<string, (string Here, string Reason)> Intended = new()
    {
        ["GET debug/pprof"] = ("302 - nosniff Location:pprof/", "The redirect is relative, so that it holds under a base path, and not for ever."),
        ["GET debug/pprof/ Accept:*/*"] = ("200 text/plain; charset=utf-8 nosniff", "curl gets the index as aligned text; a browser gets HTML, as from Go."),
        ["GET debug/pprof/threadcreate/"] = ("302 - nosniff Location:../threadcreate", "A slash too many is taken away."),
        ["GET debug/pprof/threadcreate?debug=x"] = (BadRequest, "Go takes what it does not understand for 0; a file where text was meant helps nobody."),
        ["GET debug/pprof/threadcreate?debug=3"] = (BadRequest, "There is no third form."),
        ["GET debug/pprof/threadcreate?debug=-1"] = (BadRequest, "There is no such form."),
        ["GET debug/pprof/heap?gc=x"] = (BadRequest, "As for debug."),
        ["GET debug/pprof/threadcreate?seconds=301"] = (BadRequest, "A cap: a capture holds a caller and a session. Go would wait for as long as the server's write timeout allows."),
        ["GET debug/pprof/trace?seconds=1"] = (Trace, "A .nettrace file, and its readers go by the ending."),
        ["GET debug/pprof/trace?seconds=0.2"] = (Trace, "The same."),
        ["GET debug/pprof/trace?seconds=x"] = (BadRequest, "Go takes its default; whoever mistypes should know it."),
        ["GET debug/pprof/nosuch%00"] = ("400 -", "Kestrel refuses a NUL in a path before any handler sees it."),
        ["POST debug/pprof/threadcreate"] = ("405 -", "A capture is asked for by GET; the routing answers for other methods."),
        ["POST debug/pprof/cmdline"] = ("405 -", "The same."),
    };

    /// <summary>So that no row of the table is skipped for ever.</summary>
    [Fact]
    public void Every_profile_of_Go_exists() =>
        Assert.All((string[])[.. Snapshots, "profile", "trace"], p => Assert.True(ServedProfiles.Exists(p), p));

    public static TheoryData<string, string?> Requests()
    {
        var requests = new TheoryData<string, string?>();
        void Add(string request, string? profile = null) => requests.Add(request, profile);
        foreach (var name in Snapshots)
        {
            Add($"GET debug/pprof/{name}", name);
            Add($"HEAD debug/pprof/{name}", name);
            foreach (var detail in (int[])[0, 1, 2])
                Add($"GET debug/pprof/{name}?debug={detail}", name);
            Add($"GET debug/pprof/{name}?seconds=1", name);
            Add($"GET debug/pprof/{name}?seconds=1&debug=1", name);
            Add($"GET debug/pprof/{name}?seconds=1&debug=2", name);
            foreach (var bad in (string[])["0", "-1", "x", "1.5", "99999999999999999999", "1s"])
                Add($"GET debug/pprof/{name}?seconds={bad}", name);
        }

        Add("GET debug/pprof/threadcreate?seconds=1&debug=0", "threadcreate");
        Add("GET debug/pprof/heap?gc=1", "heap");
        Add("GET debug/pprof/heap?gc=0&debug=1", "heap");
        Add("GET debug/pprof/profile?seconds=1", "profile");
        Add("GET debug/pprof/ Accept:text/html");
        foreach (var unknown in (string[])["nosuch", "Goroutine", "nosuch?debug=1", "nosuch?seconds=1", "a/b", "%F0%9F%92%A9", "threads.txt"])
            Add($"GET debug/pprof/{unknown}");
        Add("GET debug/pprof/cmdline");
        Add("HEAD debug/pprof/cmdline");
        Add("GET debug/pprof/symbol");
        Add("GET debug/pprof/symbol?0x1");
        Add("GET debug/pprof/symbol?0x1+0x2+nonsense");
        Add("POST debug/pprof/symbol");
        Add("POST debug/pprof/symbol 0x1+0x2");
        Add("POST debug/pprof/symbol nonsense");
        foreach (var request in Intended.Keys)
            Add(request, Snapshots.Append("trace").FirstOrDefault(s => request.Contains($"pprof/{s}", StringComparison.Ordinal)));
        return requests;
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Status_and_headers_are_Gos(string request, string? profile)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");
        Assert.SkipUnless(profile is null || ServedProfiles.Exists(profile), $"The profile '{profile}' does not exist yet.");
        Assert.SkipWhen(go.Address is null, Go.Missing);
        await using var host = await DebugHost.StartAsync();

        // Go would wait for the whole time of the longest one; both at once, for each takes its second.
        var there = request.Contains("seconds=301", StringComparison.Ordinal)
            ? Task.FromResult("")
            : AskAsync(host.Client, go.Address, request, TestContext.Current.CancellationToken);
        var here = await AskAsync(host.Client, host.Address, request, TestContext.Current.CancellationToken);
        if (!Intended.TryGetValue(request, out var intended))
        {
            Assert.Equal(await there, here);
            return;
        }

        Assert.NotEmpty(intended.Reason);
        Assert.Equal(intended.Here, here);
        Assert.NotEqual(await there, here); // else it is no difference, and the table is wrong
    }

    [Fact]
    public async Task Symbols_of_nothing_and_the_words_of_a_number_are_Gos()
    {
        Assert.SkipWhen(go.Address is null, Go.Missing);
        await using var host = await DebugHost.StartAsync();
        foreach (var query in (string[])["", "?0x1", "?nonsense"])
        {
            var (here, there) = (await host.TextAsync($"/debug/pprof/symbol{query}"), await host.TextAsync(new Uri(go.Address, $"debug/pprof/symbol{query}").ToString()));
            Assert.Equal(there, here);
        }
    }

    /// <summary>"GET path Name:value" or "POST path body" becomes "status media-type header:value …".</summary>
    private static async Task<string> AskAsync(HttpClient client, Uri server, string request, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var parts = request.Split(' ', 3);
            using var message = new HttpRequestMessage(new HttpMethod(parts[0]), new Uri(server, parts[1]));
            if (parts.Length == 3 && parts[2].Split(':') is [var name, var value])
                message.Headers.TryAddWithoutValidation(name, value);
            else if (parts[0] == "POST")
                message.Content = new StringContent(parts.Length == 3 ? parts[2] : "", Encoding.ASCII);
            using var answer = await client.SendAsync(message, limit.Token);
            if (answer.Headers.RetryAfter?.Delta is { } wait)
            {
                await Task.Delay(wait, TimeProvider.System, limit.Token);
                continue;
            }

            var told = new StringBuilder($"{(int)answer.StatusCode} {answer.Content.Headers.ContentType?.ToString() ?? "-"}");
            if (answer.Content.Headers.ContentDisposition is { } disposition)
                told.Append($" {disposition}");
            foreach (var (header, values) in answer.Headers.Where(h => h.Key == "X-Go-Pprof"))
                told.Append($" {header}:{string.Join(',', values)}");
            if (answer.Headers.TryGetValues("X-Content-Type-Options", out var options))
                told.Append($" {string.Join(',', options)}");
            if (answer.Headers.Location is { } location)
                told.Append($" Location:{location}");
            return told.ToString();
        }
    }
}
