using System.Globalization;
using System.Text.Json;
using k8s;
using Microsoft.Extensions.DependencyInjection;

namespace LeakyCollector.Tests;

/// <summary>The story: 100 ticks with a client made anew each time, and with one shared. Every number is /debug's own, over HTTP.</summary>
public sealed class StoryTests
{
    private const int Ticks = 100;

    [Fact]
    public async Task With_a_new_client_each_tick_sockets_and_timers_grow_on_every_tick()
    {
        var looks = await RunAsync();

        for (var tick = 1; tick <= Ticks; tick++)
        {
            Assert.Equal(looks[tick - 1].Sockets + 1, looks[tick].Sockets);
            Assert.Equal(looks[tick - 1].HandlersMade + 1, looks[tick].HandlersMade);
            Assert.True(looks[tick].Timers > looks[tick - 1].Timers, Told(looks, tick));
        }

        Assert.Equal(Ticks, looks[Ticks].Sockets);
        Assert.Equal(Ticks, looks[Ticks].OpenConnections);
        Assert.InRange(looks[Ticks].Timers - looks[0].Timers, Ticks, long.MaxValue);
    }

    [Fact]
    public async Task With_the_shared_client_sockets_and_timers_are_flat_and_at_most_20()
    {
        var looks = await RunAsync("--shared");

        Assert.All(looks.Skip(1), look =>
        {
            Assert.Equal(1, look.Sockets);
            Assert.Equal(1, look.OpenConnections);
            Assert.Equal(1, look.HandlersMade);
            Assert.InRange(look.Timers, 1, 20);
        });
        Assert.InRange(looks[1..].Max(l => l.Timers) - looks[1..].Min(l => l.Timers), 0, 2);
    }

    private static async Task<List<Look>> RunAsync(params string[] arguments)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var app = await LeakyApplication.BuildAsync(["--interval", "0", "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", .. arguments], cancellation);
        await app.StartAsync(cancellation);
        // No time limit of its own: a limit would be a timer more while the numbers are taken.
        using var debug = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = Timeout.InfiniteTimeSpan };
        var collector = app.Services.GetRequiredService<PodMetricsCollector>();
        var api = app.Services.GetRequiredService<KubernetesClientConfiguration>().Host.Replace("https://", "", StringComparison.Ordinal).TrimEnd('/');
        var handlersBefore = (await LookAsync(debug, api, 0, cancellation)).HandlersMade;

        var looks = new List<Look> { await LookAsync(debug, api, handlersBefore, cancellation) };
        for (var tick = 1; tick <= Ticks; tick++)
        {
            await collector.TickAsync(cancellation);
            looks.Add(await LookAsync(debug, api, handlersBefore, cancellation));
        }

        Assert.Equal(Ticks, collector.Ticks);
        Assert.InRange(collector.LastPods, 1, 100_000);
        return looks;
    }

    private static async Task<Look> LookAsync(HttpClient debug, string api, long handlersBefore, CancellationToken cancellation)
    {
        using var json = JsonDocument.Parse(await debug.GetStringAsync("/debug/connections?format=json", cancellation));
        var connections = json.RootElement;
        var sockets = connections.GetProperty("groups").EnumerateArray()
            .Where(g => g.GetProperty("direction").GetString() == "out" && g.GetProperty("endpoint").GetString() == api)
            .Sum(g => g.GetProperty("count").GetInt32());
        var owner = connections.GetProperty("owners").EnumerateArray().SingleOrDefault(o => o.GetProperty("owner").GetString() == ClientSource.Owner);
        return owner.ValueKind == JsonValueKind.Undefined
            ? new Look(sockets, connections.GetProperty("timers").GetInt64(), 0, 0)
            : new Look(
                sockets, connections.GetProperty("timers").GetInt64(), owner.GetProperty("openConnections").GetInt64(),
                owner.GetProperty("handlersMade").GetInt64() - handlersBefore);
    }

    private static string Told(List<Look> looks, int tick) => string.Join('\n', looks.Take(tick + 1).TakeLast(5)
        .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Sockets} sockets, {l.Timers} timers, {l.HandlersMade} handlers")));

    private sealed record Look(int Sockets, long Timers, long OpenConnections, long HandlersMade);
}
