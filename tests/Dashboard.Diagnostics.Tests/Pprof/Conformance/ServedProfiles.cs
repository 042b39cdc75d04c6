using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Tests.Pprof.Conformance;

/// <summary>Every profile that a host serves, found out by asking it: one that is added is checked without a line here.</summary>
internal static class ServedProfiles
{
    private static readonly Lazy<IReadOnlyDictionary<string, ProfileKind>> All = new(() => Read(set => set.All.ToDictionary(p => p.Name, p => p.Kind)));

    private static readonly Lazy<IReadOnlySet<string>> Addresses = new(() => Read(set => set.Names.ToHashSet()));

    /// <summary>Those in the format of pprof: a trace is in the runtime's own.</summary>
    public static TheoryData<string> Names => [.. All.Value.Keys.Where(n => n != "trace")];

    public static bool Exists(string name) => Addresses.Value.Contains(name);

    private static T Read<T>(Func<ProfileSet, T> read)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddDebugEndpoints();
        using var services = builder.Services.BuildServiceProvider();
        return read(services.GetRequiredService<ProfileSet>());
    }

    /// <summary>Measured during N seconds, not subtracted.</summary>
    public static bool IsTimed(string name) => All.Value[name] == ProfileKind.Timed;

    /// <summary>The address, with the shortest time for one that is measured.</summary>
    public static string Path(string name) => $"/debug/pprof/{name}{(IsTimed(name) ? "?seconds=1" : "")}";

    /// <summary>Asks once more, when told so, after as long as told: another test's capture may be under way in this process.</summary>
    public static async Task<HttpResponseMessage> GetAsync(DebugHost host, string path)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var answer = await host.GetAsync(path);
            if (answer.Headers.RetryAfter?.Delta is not { } wait)
                return answer;
            answer.Dispose();
            await Task.Delay(wait, TimeProvider.System, limit.Token);
        }
    }
}
