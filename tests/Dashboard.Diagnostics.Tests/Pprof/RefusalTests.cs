using System.Net;
using System.Text;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;

namespace Dashboard.Diagnostics.Tests.Pprof;

/// <summary>
/// Every profile of a process that lacks something: it works, or it is refused in words that name the cause and the remedy. Nothing hangs, nothing fails in another way. One process for each
/// kind of want.
/// </summary>
[Collection(PlantedThreads.Collection)]
public sealed class RefusalTests
{
    private const string NoSnapshot = "the kernel refused to read the copy (error 1: Operation not permitted";
    private const string NoPort = "DOTNET_EnableDiagnostics";
    private const string NoPerf = "perf_event_open is refused";

    private static readonly string[] OfEvents = ["allocs", "block", "exceptions", "mutex", "threadcreate", "threads", "trace"];

    [Fact]
    public async Task With_diagnostics_disabled_what_needs_the_runtimes_port_says_so_and_the_rest_works()
    {
        SkipElsewhere();
        await using var hello = await HelloDebugProcess.StartAsync(environment: ("DOTNET_EnableDiagnostics", "0"));
        var answers = await AskForAllAsync(hello.Client);

        // The kernel's own way may be shut to this machine's tests, and then the other needs the port.
        Refused(answers, OfEvents, mayBe: "profile");
        Assert.All(OfEvents, n => Assert.Contains(NoPort, answers[n].Text, StringComparison.Ordinal));
        var goroutine = DecodedProfile.Read(answers["goroutine"].Body);
        Assert.Contains(goroutine.Comments, c => c.Contains("The threads' stacks are missing", StringComparison.Ordinal) && c.Contains(NoPort, StringComparison.Ordinal));
        Assert.Contains(goroutine.Samples, s => s.Labels["kind"] == "async");
    }

    [Fact]
    public async Task Without_ptrace_and_perf_other_ways_serve_and_say_why()
    {
        SkipElsewhere();
        await using var hello = await HelloDebugProcess.StartAsync(StrictKernel.Start);
        var answers = await AskForAllAsync(hello.Client);

        Refused(answers, []);
        foreach (var name in (string[])["goroutine", "heap"])
        {
            var comments = DecodedProfile.Read(answers[name].Body).Comments;
            Assert.Contains(comments, c => c.Contains("heap dump by event session", StringComparison.Ordinal));
            Assert.Contains(comments, c => c.Contains(NoSnapshot, StringComparison.Ordinal));
        }

        var profile = DecodedProfile.Read(answers["profile"].Body).Comments;
        Assert.Contains(profile, c => c.Contains("the runtime's sampler", StringComparison.Ordinal));
        Assert.Contains(profile, c => c.Contains(NoPerf, StringComparison.OrdinalIgnoreCase) && c.Contains("seccomp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_the_temporary_folder_takes_no_file_and_the_kernel_refuses_too_both_causes_are_named()
    {
        SkipElsewhere();
        // Nobody can make a file there, root neither; as in a container whose file system is read-only.
        await using var hello = await HelloDebugProcess.StartAsync(StrictKernel.Start, ("TMPDIR", "/proc"));
        var answers = await AskForAllAsync(hello.Client);

        Refused(answers, [.. OfEvents, "goroutine", "heap", "profile"]);
        Assert.All(answers.Values.Where(a => a.Status != HttpStatusCode.OK), a => Assert.Contains("the temporary folder (TMPDIR) is read-only", a.Text, StringComparison.Ordinal));
        Assert.Contains(NoSnapshot, answers["goroutine"].Text, StringComparison.Ordinal);
        Assert.Contains(NoSnapshot, answers["heap"].Text, StringComparison.Ordinal);
        Assert.Contains(NoPerf, answers["profile"].Text, StringComparison.Ordinal);

        // The tables need none of it, and in a browser a refusal is a page.
        foreach (var page in (string[])["", "threads", "connections", "memory", "pprof/", "pprof/cmdline", "pprof/symbol"])
            Assert.NotEmpty(await hello.Client.GetStringAsync($"/debug/{page}", TestContext.Current.CancellationToken));
        using var browser = await hello.Client.GetAsync("/debug/pprof/threads?format=html", TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NotImplemented, "text/html"), (browser.StatusCode, browser.Content.Headers.ContentType?.MediaType));
        Assert.Contains("TMPDIR", await browser.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static void SkipElsewhere() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");

    private static void Refused(IReadOnlyDictionary<string, Answer> answers, IReadOnlyCollection<string> names, string? mayBe = null) =>
        Assert.Equal(names.Order(StringComparer.Ordinal), answers.Where(a => a.Value.Status != HttpStatusCode.OK && a.Key != mayBe).Select(a => a.Key).Order(StringComparer.Ordinal));

    private static async Task<IReadOnlyDictionary<string, Answer>> AskForAllAsync(HttpClient client)
    {
        var answers = new Dictionary<string, Answer>();
        foreach (var name in ServedProfiles.Names.Select(n => n.Data).Append("trace"))
        {
            var path = name == "trace" ? "/debug/pprof/trace?seconds=0.1" : ServedProfiles.Path(name);
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            answers[name] = new Answer(answer.StatusCode, body);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                if (name != "trace")
                    DecodedProfile.Read(body);
                continue;
            }

            // Not "come again": it will be so until the process is started in another way.
            Assert.True(answer.StatusCode == HttpStatusCode.NotImplemented, $"{name}: {(int)answer.StatusCode} {answers[name].Text}");
            Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Go-Pprof")));
            Assert.Null(answer.Headers.RetryAfter);
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {answers[name].Text}");
        }

        return answers;
    }

    private sealed record Answer(HttpStatusCode Status, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);
    }
}
