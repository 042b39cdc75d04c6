using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Pprof.Conformance;

/// <summary>Holds each profile that is served to every rule that the usual tools depend on; most of them are in <see cref="DecodedProfile"/>.</summary>
[Collection(PlantedThreads.Collection)]
public sealed class EveryProfileTests
{
    private static readonly Dictionary<string, (string[] SampleTypes, string PeriodType, string? Default)> Conventional = new()
    {
        ["heap"] = (["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"], "space/bytes", null),
        ["allocs"] = (["alloc_objects/count", "alloc_space/bytes", "inuse_objects/count", "inuse_space/bytes"], "space/bytes", "alloc_space"),
        ["block"] = (["contentions/count", "delay/nanoseconds"], "contentions/count", null),
        ["mutex"] = (["contentions/count", "delay/nanoseconds"], "contentions/count", null),
        ["profile"] = (["samples/count", "cpu/nanoseconds"], "cpu/nanoseconds", null),
    };

    [Theory]
    [MemberData(nameof(ServedProfiles.Names), MemberType = typeof(ServedProfiles))]
    public async Task The_file_keeps_every_rule(string name)
    {
        await using var host = await DebugHost.StartAsync();
        using var answer = await ServedProfiles.GetAsync(host, ServedProfiles.Path(name));
        await ThereAsync(answer);
        CheckHeaders(answer, "application/octet-stream", name);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var file = DecodedProfile.Read(body);

        Assert.Equal(answer.Content.Headers.ContentLength, body.Length);
        if (Conventional.TryGetValue(name, out var expected))
        {
            Assert.Equal(expected.SampleTypes, file.SampleTypes);
            Assert.Equal(expected.PeriodType, file.PeriodType);
            if (expected.Default is not null)
                Assert.Equal(expected.Default, file.DefaultSampleType);
        }
        else
        {
            Assert.Equal($"{name}/count", file.SampleTypes[0]);
            Assert.Equal($"{name}/count", file.PeriodType);
            Assert.Equal(1, file.Period);
        }

        if (ServedProfiles.IsTimed(name))
            Assert.InRange(file.DurationNanoseconds, 900_000_000, 60_000_000_000);
        Assert.InRange(DateTimeOffset.FromUnixTimeMilliseconds(file.TimeNanoseconds / 1_000_000), TimeProvider.System.GetUtcNow().AddMinutes(-10), TimeProvider.System.GetUtcNow().AddMinutes(1));
    }

    [Theory]
    [MemberData(nameof(ServedProfiles.Names), MemberType = typeof(ServedProfiles))]
    public async Task The_text_is_plain_and_clean(string name)
    {
        await using var host = await DebugHost.StartAsync();
        foreach (var detail in (int[])[1, 2])
        {
            using var answer = await ServedProfiles.GetAsync(host, $"/debug/pprof/{name}?debug={detail}{(ServedProfiles.IsTimed(name) ? "&seconds=1" : "")}");
            await ThereAsync(answer);
            CheckHeaders(answer, "text/plain; charset=utf-8", null);
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.DoesNotMatch(@"[\p{Cc}-[\n\t]]", text);
            if (detail == 1)
                Assert.Matches($@"\A(?:{name} profile: |heap profile: |--- )", text);
            Assert.All(Regex.Matches(text, @"(?m)^\d+ @.*$"), g => Assert.Matches(@"^\d+ @( 0x[0-9a-f]+)+$", g.Value));
        }
    }

    [Theory]
    [MemberData(nameof(ServedProfiles.Names), MemberType = typeof(ServedProfiles))]
    public async Task A_difference_says_over_how_long_and_has_a_name_of_its_own(string name)
    {
        await using var host = await DebugHost.StartAsync();
        using var answer = await ServedProfiles.GetAsync(host, $"/debug/pprof/{name}?seconds=1");
        await ThereAsync(answer);
        CheckHeaders(answer, "application/octet-stream", ServedProfiles.IsTimed(name) ? name : $"{name}-delta");
        var file = DecodedProfile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.InRange(file.DurationNanoseconds, 900_000_000, 120_000_000_000);
    }

    // Where a profile cannot be captured its words say why; here, on Linux, all can be.
    private static async Task ThereAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.OK)
            return;
        var words = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(OperatingSystem.IsLinux(), words);
        Assert.Fail($"{(int)answer.StatusCode}: {words}");
    }

    private static void CheckHeaders(HttpResponseMessage answer, string mediaType, string? fileName)
    {
        Assert.Equal(mediaType, answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(fileName is null ? null : $"attachment; filename=\"{fileName}\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.False(answer.Headers.Contains("X-Go-Pprof"));
        Assert.Contains("total=", Assert.Single(answer.Headers.GetValues("X-Debug-Cost")), StringComparison.Ordinal);
    }
}
