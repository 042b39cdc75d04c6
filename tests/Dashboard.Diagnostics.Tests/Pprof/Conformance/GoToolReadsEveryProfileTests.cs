using System.Net;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof.Conformance;

/// <summary>The real reader, over each profile that is served, from its address.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class GoToolReadsEveryProfileTests
{
    [Theory]
    [MemberData(nameof(ServedProfiles.Names), MemberType = typeof(ServedProfiles))]
    public async Task Top_raw_and_the_difference_of_two(string name)
    {
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        await host.TextAsync("/debug/"); // a pool that lives
        var address = new Uri(host.Address, ServedProfiles.Path(name)).ToString();

        var top = await Go.RunAsync("tool", "pprof", "-top", address);
        var raw = await Go.RunAsync("tool", "pprof", "-raw", address);
        var difference = await Go.RunAsync("tool", "pprof", "-top", "-diff_base", address, address);

        Assert.Contains("Type: ", top, StringComparison.Ordinal);
        Assert.Contains("Showing nodes accounting for ", top, StringComparison.Ordinal);
        Assert.Contains("PeriodType: ", raw, StringComparison.Ordinal);
        Assert.Contains("[dotnet]", raw, StringComparison.Ordinal);
        Assert.Contains("[FN]", raw, StringComparison.Ordinal);
        Assert.Contains("Type: ", difference, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ServedProfiles.Names), MemberType = typeof(ServedProfiles))]
    public async Task The_web_pages(string name)
    {
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Most profiles are captured on Linux.");
        await using var host = await DebugHost.StartAsync();
        await host.TextAsync("/debug/"); // a pool that lives

        await Go.WithWebAsync(new Uri(host.Address, ServedProfiles.Path(name)), async pages =>
        {
            foreach (var page in (string[])["top", "flamegraph", "peek?f=."])
            {
                using var answer = await pages.GetAsync(new Uri(page, UriKind.Relative), TestContext.Current.CancellationToken);
                var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                // Nothing may be queued at this moment: then pprof finds nothing to peek at, and that is no error of the file.
                Assert.True(answer.StatusCode == HttpStatusCode.OK || said.StartsWith("no matches found for regexp: .", StringComparison.Ordinal), $"{page}: {said}");
            }

            // The graph of the first page is drawn by Graphviz: without it pprof says so, and has read the profile all the same.
            using var graph = await pages.GetAsync((Uri?)null, TestContext.Current.CancellationToken);
            var words = await graph.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(graph.StatusCode == HttpStatusCode.OK || words.Contains("graphviz", StringComparison.OrdinalIgnoreCase), words);
        });
    }
}
