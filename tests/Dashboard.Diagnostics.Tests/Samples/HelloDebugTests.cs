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
        await using var hello = await HelloDebugProcess.StartAsync();
        var client = hello.Client;
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
            var top = await Go.RunAsync("tool", "pprof", "-top", new Uri(client.BaseAddress!, ServedProfiles.Path(name)).ToString());
            Assert.Contains("Showing nodes accounting for ", top, StringComparison.Ordinal);
        }
    }
}
