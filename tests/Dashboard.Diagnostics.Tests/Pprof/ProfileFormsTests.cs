using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Dashboard.Diagnostics.Tests.Pprof.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Pprof;

/// <summary>Every form of profiles with one value and with several, of counts, bytes and nanoseconds.</summary>
public sealed class ProfileFormsTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static readonly FakeProfileSource Heap = new("heap", FakeProfileSource.Heap)
    {
        TierOf = ProfileTier.Heap,
        DefaultType = "inuse_space",
        Facts = new CaptureFacts("a copy") { Pause = TimeSpan.FromMilliseconds(8), Notes = ["One segment was not walked."] },
        Samples = _ =>
        [
            FakeProfileSource.Sample(["System.Byte[]", "Shop.Cache.s_entries"], 10, 1000, 3, 300),
            FakeProfileSource.Sample(["System.Byte[]", "Shop.Cache.s_entries"], 10, 1000, 2, 200),
            FakeProfileSource.Sample(["System.String", "Shop.Names"], 7, 70, 0, 0),
            FakeProfileSource.Sample(["System.Object", "Shop.Rounded"], 0, 9, 0, 40),
        ],
    };

    private static readonly FakeProfileSource Mutex = new("mutex", FakeProfileSource.Contention)
    {
        KindOf = ProfileKind.Cumulative,
        Samples = _ => [FakeProfileSource.Sample(["Shop.Lock.Enter", "Shop.Store.Save"], 4, 100_000_000), FakeProfileSource.Sample(["Shop.Other.Enter"], 9, 5_000)],
    };

    private static readonly FakeProfileSource Block = new("block", FakeProfileSource.Contention)
    {
        KindOf = ProfileKind.Cumulative,
        Samples = _ => [FakeProfileSource.Sample(["Shop.Wait.One"], 2, 3_000_000)],
    };

    private static readonly FakeProfileSource Cpu = new("profile", FakeProfileSource.Cpu)
    {
        KindOf = ProfileKind.Timed,
        Samples = _ => [FakeProfileSource.Sample(["Shop.Burn.Hot", "Shop.Burn.Run"], 75, 750_000_000), FakeProfileSource.Sample(["Shop.Burn.Warm", "Shop.Burn.Run"], 25, 250_000_000)],
    };

    private static readonly FakeProfileSource Goroutine = new("goroutine")
    {
        Samples = _ =>
        [
            .. Enumerable.Range(0, 6).Select(i => FakeProfileSource.Sample(["Shop.Leaf", "Shop.Top"], [1], new Label("wait", i < 4 ? "Delay" : "Socket"), new Label("id", null, 100 + i, "id"))),
            FakeProfileSource.Sample(["Shop.Single"], [1], new Label("wait", "Delay")),
        ],
    };

    [Fact]
    public async Task The_text_of_a_heap_is_Gos()
    {
        await using var host = await StartAsync();
        var text = await host.TextAsync("/debug/pprof/heap?debug=1");

        // The totals are of the samples; twice the period of 1 means that nothing is to be scaled.
        Assert.StartsWith("heap profile: 5: 540 [27: 2079] @ heap/2\n# captured by a copy; the process was held up for 8.00 ms at the longest\n# One segment was not walked.\n", text, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^5: 500 \[20: 2000\] @ 0x[0-9a-f]+ 0x[0-9a-f]+\n#\t0x[0-9a-f]+\tSystem\.Byte\[\]\+0x8\t/src/Byte\[\]\.cs:10\n#\t0x[0-9a-f]+\tShop\.Cache\.s_entries\+0x8\t.*:11\n\n", text);
        Assert.Matches(@"(?m)^1: 40 \[1: 9\] @", text); // bytes without an object would be refused
        Assert.Equal(3, Regex.Count(text, "(?m)^\\d+: "));
    }

    [Fact]
    public async Task The_text_of_contention_is_Gos()
    {
        await using var host = await StartAsync();
        Assert.Matches(
            @"\A--- mutex:\ncycles/second=1000000000\nsampling period=1\n# captured by a fake\n100000000 4 @ 0x[0-9a-f]+ 0x[0-9a-f]+\n#\t.*Shop\.Lock\.Enter.*\n#\t.*Shop\.Store\.Save.*\n\n5000 9 @ 0x",
            await host.TextAsync("/debug/pprof/mutex?debug=1"));
        Assert.Matches(@"\A--- contention:\ncycles/second=1000000000\n# captured by a fake\n3000000 2 @ 0x", await host.TextAsync("/debug/pprof/block?debug=1"));
    }

    [Theory]
    [InlineData("heap", "inuse_space", @"(?m)^ +500B +92\.59% +92\.59% +500B +92\.59% +System\.Byte\[\]")]
    [InlineData("heap", "alloc_objects", @"(?m)^ +20 +71\.43% .*System\.Byte\[\]")]
    [InlineData("allocs", "alloc_space", @"(?m)^ +2000B .*System\.Byte\[\]")]
    [InlineData("mutex", "delay", @"(?m)^ +100000us +[0-9.]+% +[0-9.]+% +100000us +[0-9.]+% +Shop\.Lock\.Enter")]
    [InlineData("mutex", "contentions", @"(?m)^ +9 .*Shop\.Other\.Enter")]
    [InlineData("block", "delay", @"(?m)^ +3ms +100% +100% +3ms +100% +Shop\.Wait\.One")]
    [InlineData("goroutine", "goroutine", @"(?m)^ +6 +85\.71% +85\.71% +6 +85\.71% +Shop\.Leaf")]
    [InlineData("threadcreate", "threadcreate", @"(?m)^ +6 +85\.71% .*Shop\.Leaf")]
    [InlineData("profile", "profile", @"(?m)^ +75 +75\.00% .*Shop\.Burn\.Hot")] // its text has the first value alone
    public async Task Go_tool_pprof_reads_each_text_back(string name, string sample, string expected)
    {
        Assert.SkipUnless(Go.IsThere, Go.Missing);
        await using var host = await StartAsync(new FakeProfileSource("allocs", FakeProfileSource.Heap) { Samples = Heap.Samples });
        // threadcreate is there already, so it is named as a fake of its own.
        var address = name == "threadcreate" ? "/debug/pprof/started?debug=1" : $"/debug/pprof/{name}?debug=1";
        var (output, errors, exitCode) = await Go.TryAsync("tool", "pprof", "-top", "-nodefraction=0", $"-sample_index={(name == "threadcreate" ? "started" : sample)}", new Uri(host.Address, address).ToString());

        Assert.True(exitCode == 0, errors);
        Assert.Matches(expected, output);
    }

    [Theory]
    [InlineData("heap", "alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes")]
    [InlineData("mutex", "contentions/count delay/nanoseconds")]
    [InlineData("goroutine", "goroutine/count")]
    public async Task The_file_tells_how_it_was_captured(string name, string types)
    {
        await using var host = await StartAsync();
        using var answer = await host.GetAsync($"/debug/pprof/{name}");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal(types, string.Join(' ', file.SampleTypes));
        Assert.Equal(
            name == "heap" ? ["captured by a copy; the process was held up for 8.00 ms at the longest", "One segment was not walked."] : ["captured by a fake"],
            file.Comments);
        Assert.Equal(name == "heap" ? "inuse_space" : null, file.DefaultSampleType);
        Assert.Matches(name == "heap" ? @"^pause=8\.0ms total=\d+\.\dms$" : @"^total=\d+\.\dms$", Assert.Single(answer.Headers.GetValues("X-Debug-Cost")));
    }

    [Theory]
    [InlineData("goroutine", "", "Shop.Top;Shop.Leaf 6\nShop.Single 1\n")]
    [InlineData("heap", "", "Shop.Cache.s_entries;System.Byte[] 500\nShop.Rounded;System.Object 40\n")]
    [InlineData("heap", "&sample=alloc_objects", "Shop.Cache.s_entries;System.Byte[] 20\nShop.Names;System.String 7\n")]
    [InlineData("profile", "&seconds=1", "Shop.Burn.Run;Shop.Burn.Hot 750000000\nShop.Burn.Run;Shop.Burn.Warm 250000000\n")]
    [InlineData("mutex", "&sample=contentions", "Shop.Other.Enter 9\nShop.Store.Save;Shop.Lock.Enter 4\n")]
    public async Task Collapsed_stacks_are_folded_root_first_with_the_chosen_value(string name, string query, string expected)
    {
        await using var host = await StartAsync();
        Assert.Equal(expected, await host.TextAsync($"/debug/pprof/{name}?format=collapsed{query}"));
    }

    [Theory]
    [InlineData("goroutine", "none")]
    [InlineData("heap", "none bytes none bytes")]
    [InlineData("profile?seconds=1", "none nanoseconds")]
    [InlineData("mutex", "none nanoseconds")]
    public async Task Speedscope_has_a_sampled_profile_for_each_sample_type(string path, string units)
    {
        await using var host = await StartAsync();
        var file = await host.JsonAsync($"/debug/pprof/{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}format=speedscope");

        Assert.Equal("https://www.speedscope.app/file-format-schema.json", file.GetProperty("$schema").GetString());
        var frames = file.GetProperty("shared").GetProperty("frames").EnumerateArray().Select(f => f.GetProperty("name").GetString()!).ToList();
        Assert.Equal(frames.Count, frames.Distinct().Count());
        var profiles = file.GetProperty("profiles").EnumerateArray().ToList();
        Assert.Equal(units, string.Join(' ', profiles.Select(p => p.GetProperty("unit").GetString())));
        Assert.InRange(file.GetProperty("activeProfileIndex").GetInt32(), 0, profiles.Count - 1);
        Assert.All(profiles, p =>
        {
            Assert.Equal("sampled", p.GetProperty("type").GetString());
            Assert.NotEmpty(p.GetProperty("name").GetString()!);
            var samples = p.GetProperty("samples").EnumerateArray().Select(s => s.EnumerateArray().Select(i => frames[i.GetInt32()]).ToArray()).ToList();
            var weights = p.GetProperty("weights").EnumerateArray().Select(w => w.GetInt64()).ToList();
            Assert.Equal(samples.Count, weights.Count);
            Assert.All(weights, w => Assert.True(w > 0));
            Assert.Equal(0, p.GetProperty("startValue").GetInt64());
            Assert.Equal(weights.Sum(), p.GetProperty("endValue").GetInt64());
        });
        if (path == "goroutine")
            Assert.Equal(["Shop.Top", "Shop.Leaf"], profiles[0].GetProperty("samples")[0].EnumerateArray().Select(i => frames[i.GetInt32()]));
    }

    [Fact]
    public async Task The_table_has_groups_with_values_frames_and_labels()
    {
        await using var host = await StartAsync();
        var table = await host.JsonAsync("/debug/pprof/goroutine?format=json");
        var group = table.GetProperty("groups")[0];

        Assert.Equal("goroutine", table.GetProperty("profile").GetString());
        Assert.Equal(7, table.GetProperty("sampleTypes")[0].GetProperty("total").GetInt64());
        Assert.Equal("a fake", table.GetProperty("capturedBy").GetString());
        Assert.Equal(6, group.GetProperty("count").GetInt32());
        Assert.Equal([6L], group.GetProperty("values").EnumerateArray().Select(v => v.GetInt64()));
        var frame = group.GetProperty("frames")[1];
        Assert.Equal(("Shop.Top", "/src/Top.cs", 11, "Shop.dll"),
            (frame.GetProperty("function").GetString(), frame.GetProperty("file").GetString(), frame.GetProperty("line").GetInt32(), frame.GetProperty("module").GetString()));
        var wait = group.GetProperty("labels").EnumerateArray().Single(l => l.GetProperty("key").GetString() == "wait");
        Assert.Equal([("Delay", 4), ("Socket", 2)], wait.GetProperty("values").EnumerateArray().Select(v => (v.GetProperty("value").GetString(), v.GetProperty("samples").GetInt32())));
        Assert.Equal(8, (await host.JsonAsync("/debug/pprof/heap?format=json")).GetProperty("pauseMilliseconds").GetDouble());
    }

    [Theory]
    [InlineData("goroutine", Browser, "text/html")]
    [InlineData("goroutine?gc=1", Browser, "text/html")]
    [InlineData("goroutine", "*/*", "application/octet-stream")]
    [InlineData("goroutine", "", "application/octet-stream")]
    [InlineData("goroutine", "application/json", "application/octet-stream")]
    [InlineData("goroutine?debug=0", Browser, "application/octet-stream")]
    [InlineData("goroutine?debug=1", Browser, "text/plain")]
    [InlineData("goroutine?seconds=1", Browser, "application/octet-stream")]
    [InlineData("goroutine?format=html", "*/*", "text/html")]
    [InlineData("goroutine?format=json", Browser, "application/json")]
    [InlineData("goroutine?format=speedscope", Browser, "application/json")]
    [InlineData("goroutine?format=collapsed", Browser, "text/plain")]
    public async Task A_browser_gets_the_page_and_a_tool_the_file(string path, string accept, string mediaType)
    {
        await using var host = await StartAsync();
        using var answer = await host.GetAsync($"/debug/pprof/{path}", ("Accept", accept));

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(mediaType == "text/html", answer.Headers.Contains("Content-Security-Policy"));
        Assert.Equal("Accept", Assert.Single(answer.Headers.Vary));
    }

    private static Task<DebugHost> StartAsync(params FakeProfileSource[] more) => DebugHost.StartAsync(services: s =>
    {
        foreach (var source in (FakeProfileSource[])[Heap, Mutex, Block, Cpu, Goroutine, new("started") { Samples = Goroutine.Samples }, .. more])
            s.AddSingleton<ProfileSource>(source);
    });
}
