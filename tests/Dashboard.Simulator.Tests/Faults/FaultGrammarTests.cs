using System.Net;
using System.Text.Json;

namespace Dashboard.Simulator.Tests.Faults;

public sealed class FaultGrammarTests
{
    [Theory]
    [InlineData("Empty")]
    [InlineData("TooManyRequests,requests=3,retryAfter=2.5s")]
    [InlineData("Slow,for=60s,delay=0.25s")]
    public void What_is_parsed_is_printed_the_same(string text) => Assert.Equal(text, FaultGrammar.Format(FaultGrammar.Parse(text)));

    [Fact]
    public async Task The_admin_endpoint_sets_shows_and_clears_for_the_administrator_only_whatever_else_fails()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 30, Faults = ["pods=Forbidden"] }, cancellationToken: cancelled);
        using var admin = new SimulatorClient(server);
        using var alice = new SimulatorClient(server, "alice-token");

        Assert.Equal(FaultKind.Forbidden, server.Faults.Pods.Kind);
        using var set = await admin.Http.PutAsync(new Uri("/simulator/faults?all=reset&podMetrics=empty,for=1m&clockSkew=-90s", UriKind.Relative), null, cancelled);
        var shown = JsonElement.Parse(await set.Content.ReadAsStringAsync(cancelled));
        Assert.Equal("Empty,for=60s", shown.GetProperty("podMetrics").GetString());
        Assert.Equal("-90s", shown.GetProperty("clockSkew").GetString());
        Assert.Equal(FaultKind.Reset, server.Faults.All.Kind);

        using var refused = await alice.Http.DeleteAsync(new Uri("/simulator/faults", UriKind.Relative), cancelled);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var wrong = await admin.Http.PutAsync(new Uri("/simulator/faults?pods=nonsense", UriKind.Relative), null, cancelled);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        using var cleared = await admin.Http.DeleteAsync(new Uri("/simulator/faults", UriKind.Relative), cancelled);
        Assert.Equal((FaultKind.None, TimeSpan.Zero), (server.Faults.All.Kind, server.Faults.ClockSkew));
    }
}
