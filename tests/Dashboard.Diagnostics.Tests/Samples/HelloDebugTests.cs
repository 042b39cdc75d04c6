using System.Diagnostics;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;

namespace Dashboard.Diagnostics.Tests.Samples;

/// <summary>The ten lines of samples/HelloDebug, as a process of their own.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class HelloDebugTests
{
    [Fact]
    public void Two_of_its_ten_lines_are_the_librarys()
    {
        var lines = File.ReadAllLines(Path.Join(Repository.Root, "samples", "HelloDebug", "Program.cs"));
        Assert.InRange(lines.Length, 5, 10);
        Assert.Equal(2, lines.Count(l => l.Contains("DebugEndpoints", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task It_serves_its_index_and_every_profile_to_go_tool_pprof()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");
        var start = new ProcessStartInfo("dotnet", [Path.Join(Repository.Root, "samples", "HelloDebug", "bin", Repository.Configuration, "HelloDebug.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = await AddressAsync(process), Timeout = TimeSpan.FromMinutes(5) };
            Assert.StartsWith("Hello", await client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Matches(@"(?m)^ +\d+ +threads +threads +\S", await client.GetStringAsync("/debug/", TestContext.Current.CancellationToken));

            // Three who wait are one group of three timers, named by the line that waits.
            var waiting = Enumerable.Range(0, 3).Select(_ => client.GetAsync("/wait", TestContext.Current.CancellationToken)).ToList();
            string timers;
            do
            {
                timers = await client.GetStringAsync("/debug/pprof/timers?debug=1", TestContext.Current.CancellationToken);
                Assert.False(waiting.Exists(w => w.IsCompleted), timers);
            }
            while (!Regex.IsMatch(timers, @"(?m)^3 @.*\n#\t\S+\tProgram\.Main\.lambda\+0x8\tHelloDebug\.dll"));

            Assert.SkipUnless(Go.IsThere, Go.Missing);
            foreach (var name in ServedProfiles.Names)
            {
                var top = await Go.RunAsync("tool", "pprof", "-top", new Uri(client.BaseAddress, ServedProfiles.Path(name)).ToString());
                Assert.Contains("Showing nodes accounting for ", top, StringComparison.Ordinal);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        var said = "";
        Match address;
        while (!(address = Regex.Match(said, @"Now listening on: (http://\S+)")).Success)
            said += await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"HelloDebug ended: {said}");
        // Its log goes on: read, so that it is never held up.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        return new Uri(address.Groups[1].Value);
    }
}
