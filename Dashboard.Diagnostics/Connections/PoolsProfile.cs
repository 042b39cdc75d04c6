using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Diagnostics.Connections;

/// <summary>/debug/pprof/pools: HttpClient's living connection pools. A client made anew for each call is a pool for each call, and here they are counted.</summary>
internal sealed class PoolsProfile(TimeProvider timeProvider) : ProfileSource
{
    private const string NoOwner = "HttpClient";

    public override string Name => "pools";

    public override string Description => "Living connection pools of HttpClient by server and owner, with their open connections.";

    public override ProfileTier Tier => ProfileTier.Counters;

    public override long? Count() => null;

    public override Task<Profile> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var at = timeProvider.GetUtcNow();
        var timers = RuntimeTimers.Read(timeProvider);
        var groups = HttpPools.Of(timers.Timers).GroupBy(p => (p.Owner, p.Server)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Server, StringComparer.Ordinal);
        return Task.FromResult(new Profile
        {
            Name = "pools",
            SampleTypes = [new SampleType("pools", "count"), new SampleType("connections", "count")],
            // A reader that is told nothing shows the last one first.
            DefaultSampleType = "pools",
            PeriodType = new SampleType("pools", "count"),
            At = at,
            Samples = [.. groups.Select(g => Sample(g.Key.Server, g.Key.Owner.Length == 0 ? NoOwner : g.Key.Owner, g.Count(), g.Sum(p => p.Connections)))],
            Capture = new CaptureFacts("the timers of HttpClient's handlers")
            {
                Pause = timers.LongestHold,
                Notes = ["A handler that is to keep no connection (an idle time or an age of 0) has no such timer, and one whose pools were all idle for long has stopped it: they are not told."],
            },
        });
    }

    private static Sample Sample(string server, string owner, long pools, long connections) => new(
        [new Frame(server, "[server]"), new Frame(owner, "[owner]")],
        [pools, connections],
        [new Label("server", server), new Label("owner", owner)]);
}

internal static class ConnectionsRegistration
{
    public static IServiceCollection AddConnectionProfiles(this IServiceCollection services)
    {
        services.AddSingleton<ProfileSource, ConnectionsProfile>();
        services.AddSingleton<ProfileSource, PoolsProfile>();
        return services;
    }
}
