using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.Diagnostics.Tracing.Etlx;

namespace Dashboard.Diagnostics.Tests.Events;

[Collection(PlantedThreads.Collection)]
public sealed class TraceTests
{
    private const string Blocked = "BlockedPlantedMethod";

    [Fact]
    public async Task The_usual_reader_finds_the_planted_stack_in_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        using var planted = new PlantedThreads(3, "traced");
        await using var host = await DebugHost.StartAsync();
        using var answer = await host.GetAsync("/debug/pprof/trace?seconds=0.5");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("attachment; filename=\"trace.nettrace\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var folder = Directory.CreateTempSubdirectory("trace");
        try
        {
            var file = Path.Join(folder.FullName, "trace.nettrace");
            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            using var log = new TraceLog(TraceLog.CreateFromEventPipeDataFile(file));
            Assert.Equal(0, log.EventsLost);
            var stacks = log.Events.Where(e => e.ProviderName == "Microsoft-DotNETCore-SampleProfiler").Select(e => e.CallStack()).ToList();
            Assert.Contains(stacks, s => Methods(s).Any(m => m.Contains($"PlantedThreads.{Blocked}", StringComparison.Ordinal)));
            Assert.Contains(log.Events, e => e.ProviderName == "Microsoft-Windows-DotNETRuntime");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_command_line_and_the_messages_of_exceptions_are_not_in_the_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        var asked = host.GetAsync("/debug/pprof/trace");
        EventSessionTests.Eventually(() => EventSessionTests.ThreadNames().Contains("debug trace"), "the trace has not begun");
        new EventPlants().ThrowPlanted(10);
        using var answer = await asked;
        var file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        var processInfo = Assert.Single(NettraceReader.Read(file), e => e is { Provider: "Microsoft-DotNETCore-EventPipe", EventId: 1 });
        var commandLine = new string(MemoryMarshal.Cast<byte, char>(processInfo.Payload));
        Assert.Matches(@"\A\*+\0", commandLine);
        var runtime = NettraceReader.Read(file).Where(e => e.EventId == 187 && e.Provider.StartsWith("Microsoft-Windows-DotNETRuntime", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(runtime);
        var whole = string.Join(' ', File.ReadAllText("/proc/self/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(whole.Length > 10);
        Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.Unicode.GetBytes(whole)));
        Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.Unicode.GetBytes(EventPlants.Secret)));
        Assert.All(runtime, e => Assert.Matches(@"\A\**\0", new string(MemoryMarshal.Cast<byte, char>(e.Payload.AsSpan(25)))));
    }

    [Fact]
    public async Task A_caller_who_leaves_halfway_ends_the_trace_and_a_second_one_waits_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Events are read on Linux.");
        await using var host = await DebugHost.StartAsync();
        var before = EventSessionTests.Connections();
        using (var first = await host.Client.GetAsync("/debug/pprof/trace?seconds=200", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            var stream = await first.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.ReadExactlyAsync(new byte[10_000], TestContext.Current.CancellationToken);
            using var second = await host.GetAsync("/debug/pprof/trace?seconds=0.1");
            Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
            Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 200);
        }

        EventSessionTests.Eventually(() => !EventSessionTests.ThreadNames().Contains("debug trace"), "the trace goes on");
        EventSessionTests.Eventually(() => EventSessionTests.Connections() <= before, "a connection is left");
        var started = Stopwatch.GetTimestamp();
        HttpStatusCode status;
        do
        {
            using var third = await host.GetAsync("/debug/pprof/trace?seconds=0.05");
            status = third.StatusCode;
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), "The place of who has left is not free.");
        }
        while (status != HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("seconds=0", 400, "must be a positive number")]
    [InlineData("seconds=-1", 400, "must be a positive number")]
    [InlineData("seconds=1e3", 400, "must be a positive number")]
    [InlineData("seconds=x", 400, "must be a positive number")]
    [InlineData("seconds=300.5", 400, "seconds=300.5 is above the cap: use at most 300.")]
    public async Task What_is_not_understood_is_refused_in_words(string query, int status, string words)
    {
        await using var host = await DebugHost.StartAsync();
        using var answer = await host.GetAsync($"/debug/pprof/trace?{query}");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("1", Assert.Single(answer.Headers.GetValues("X-Go-Pprof")));
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_can_be_switched_off_and_refuses_other_machines()
    {
        await using var host = await DebugHost.StartAsync(o => o.Disabled.Add("pprof/trace"));
        using var off = await host.GetAsync("/debug/pprof/trace");
        using var other = await host.GetAsync("/debug/pprof/trace", ("X-Forwarded-For", "10.0.0.7"));

        Assert.Equal(HttpStatusCode.NotFound, off.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Fact]
    public async Task Without_the_diagnostic_port_every_answer_names_the_remedy()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_EnableDiagnostics") == "0")
        {
            await using var host = await DebugHost.StartAsync();
            foreach (var name in new[] { "allocs", "mutex", "block", "exceptions", "trace", "allocs?seconds=1" })
            {
                using var answer = await host.GetAsync($"/debug/pprof/{name}");
                Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
                Assert.Null(answer.Content.Headers.ContentDisposition);
                var words = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                Assert.Contains("DOTNET_EnableDiagnostics", words, StringComparison.Ordinal);
                Assert.Contains("TMPDIR", words, StringComparison.Ordinal);
            }

            return;
        }

        // The port is opened or not when a process starts: this very test once more, in a process without it.
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_EnableDiagnostics"] = "0" },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(TraceTests).Assembly.Location);
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"*.{nameof(TraceTests)}.{nameof(Without_the_diagnostic_port_every_answer_names_the_remedy)}");
        using var child = Process.Start(start)!;
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains("Total: 1, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);
        Assert.Equal(0, child.ExitCode);
    }

    private static IEnumerable<string> Methods(TraceCallStack? stack)
    {
        for (var frame = stack; frame is not null; frame = frame.Caller)
            yield return frame.CodeAddress.FullMethodName;
    }
}
