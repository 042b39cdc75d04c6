using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;

namespace Dashboard.Diagnostics.Tests.Pprof;

/// <summary>The real reader of these profiles, against the running process.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class GoToolTests
{
    private const string Blocked = "PlantedThreads.BlockedPlantedMethod";

    [Theory]
    [InlineData("-top", "/debug/pprof/threads")]
    [InlineData("-raw", "/debug/pprof/threads")]
    [InlineData("-top", "/debug/pprof/threadcreate")]
    [InlineData("-top", "/debug/pprof/threads?seconds=1")]
    [InlineData("-top", "/debug/pprof/threadcreate?debug=1")] // Go's text, with names by POST symbol
    public async Task Go_tool_pprof_reads_the_profile_from_its_address(string form, string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stacks are captured on Linux.");
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        using var planted = new PlantedThreads(50, "blocked-fifty");
        await using var host = await DebugHost.StartAsync();

        var (output, errors, exitCode) = await Go.TryAsync("tool", "pprof", form, "-nodefraction=0", "-nodecount=1000", new Uri(host.Address, path).ToString());

        Assert.True(exitCode == 0, errors);
        if (path.Contains("seconds", StringComparison.Ordinal))
        {
            Assert.Contains("Type: threads", output, StringComparison.Ordinal); // nothing changed, and that is no error
            return;
        }

        Assert.Contains(Blocked, output, StringComparison.Ordinal);
        if (form == "-top")
        {
            // flat flat% sum% cum cum% name: all fifty pass through it.
            Assert.Matches($@"(?m)^ +0 +0% +[0-9.]+% +50 +[0-9.]+% +\S*{Blocked}", output);
        }
        else
        {
            Assert.Contains("M=1", output, StringComparison.Ordinal);
            Assert.Contains("[dotnet]", output, StringComparison.Ordinal);
            Assert.Contains("thread:[blocked-fifty]", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Go_tool_pprof_prints_the_words_of_an_error()
    {
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        await using var host = await DebugHost.StartAsync();
        var (_, errors, exitCode) = await Go.TryAsync("tool", "pprof", "-top", new Uri(host.Address, "/debug/pprof/nosuch").ToString());

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Unknown profile 'nosuch'. There is: ", errors, StringComparison.Ordinal);
    }
}
