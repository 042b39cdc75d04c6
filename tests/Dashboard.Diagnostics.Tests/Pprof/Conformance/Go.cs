using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Dashboard.Diagnostics.Tests.Pprof.Conformance;

/// <summary>Go's own tools: Debian has them as golang-go.</summary>
internal static class Go
{
    public const string Missing = "go is not on PATH: Debian has it as golang-go.";

    public static bool IsThere { get; } =
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator).Any(p => File.Exists(Path.Join(p, "go"))) == true;

    /// <summary>Runs go to its end in a folder of its own; throws with its words when it fails.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var (output, errors, exitCode) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"go {string.Join(' ', arguments)}: {errors}");
        return output;
    }

    public static async Task<(string Output, string Errors, int ExitCode)> TryAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("go");
        try
        {
            using var process = Start(folder.FullName, arguments);
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            try
            {
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
                return (await output, await errors, process.ExitCode);
            }
            finally
            {
                Stop(process);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>go tool pprof -http for a profile, until the pages have been read.</summary>
    public static async Task WithWebAsync(Uri profile, Func<HttpClient, Task> read)
    {
        var folder = Directory.CreateTempSubdirectory("go");
        using var process = Start(folder.FullName, "tool", "pprof", "-no_browser", "-http=127.0.0.1:", profile.ToString());
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = "";
            Match address;
            while (!(address = Regex.Match(said, @"Serving web UI on (http://\S+)")).Success)
                said += await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line ? line + "\n" : throw new InvalidOperationException($"pprof ended: {said}");
            using var client = new HttpClient { BaseAddress = new Uri($"{address.Groups[1].Value}/ui/") };
            await UntilItListensAsync(client, process);
            await read(client);
        }
        finally
        {
            Stop(process);
            folder.Delete(recursive: true);
        }
    }

    // It says so a moment before it does so.
    private static async Task UntilItListensAsync(HttpClient client, Process process)
    {
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync((Uri?)null, TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    public static Process Start(string folder, params string[] arguments) => Process.Start(new ProcessStartInfo("go", arguments)
    {
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // Nothing is fetched and no C compiler is needed; what go writes lies in the folder.
        Environment =
        {
            ["HOME"] = folder, ["GOCACHE"] = Path.Join(folder, "cache"), ["PPROF_TMPDIR"] = folder,
            ["GOFLAGS"] = "-mod=mod", ["GOPROXY"] = "off", ["CGO_ENABLED"] = "0",
        },
    })!;

    /// <summary>go tool starts a child of its own: both end.</summary>
    public static void Stop(Process process)
    {
        if (process.HasExited)
            return;
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }
}
