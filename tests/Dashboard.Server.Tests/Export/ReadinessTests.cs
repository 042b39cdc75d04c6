using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Server.History;
using static Dashboard.Server.Tests.History.HistoryRig;

namespace Dashboard.Server.Tests.Export;

public sealed class ReadinessTests
{
    [Fact]
    public async Task A_server_that_has_heard_nothing_yet_is_alive_and_not_ready()
    {
        await using var server = await ExportServer.StartAsync();

        using var health = await server.GetAsync("/healthz");
        using var ready = await server.GetAsync("/readyz");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (health.StatusCode, ready.StatusCode));
        Assert.StartsWith("not ready\nFAIL pods: pending", await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SourceKind.Pods, SourceCondition.Fresh, true)]
    [InlineData(SourceKind.Pods, SourceCondition.Empty, true)]
    [InlineData(SourceKind.Pods, SourceCondition.Stale, false)]
    [InlineData(SourceKind.Pods, SourceCondition.Unavailable, false)]
    [InlineData(SourceKind.PodMetrics, SourceCondition.Absent, false)]
    [InlineData(SourceKind.PodMetrics, SourceCondition.Forbidden, false)]
    [InlineData(SourceKind.PodMetrics, SourceCondition.Empty, false)]
    [InlineData(SourceKind.PodMetrics, SourceCondition.Pending, false)]
    [InlineData(SourceKind.Nodes, SourceCondition.Forbidden, true)]
    [InlineData(SourceKind.NodeMetrics, SourceCondition.Unavailable, true)]
    [InlineData(SourceKind.Events, SourceCondition.Forbidden, true)]
    [InlineData(SourceKind.ResourceQuotas, SourceCondition.Absent, true)]
    internal async Task Pods_and_their_metrics_are_needed_and_what_is_wrong_is_said(SourceKind kind, SourceCondition condition, bool expected)
    {
        await using var server = await ExportServer.StartAsync();
        server.SetPods([Pod("a")]);
        server.History.Apply(new ClusterDelta { At = server.At, Sources = [Source(kind, condition) with { Message = "It is broken.", Remedy = "Mend it." }] });

        using var text = await server.GetAsync("/readyz");
        using var json = await server.GetAsync("/readyz", "application/json");

        Assert.Equal(expected ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, text.StatusCode);
        Assert.Equal(text.StatusCode, json.StatusCode);
        Assert.Contains(": It is broken. Mend it.\n", await text.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var body = await json.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(expected, body.GetProperty("ready").GetBoolean());
        Assert.Equal("Mend it.", body.GetProperty("sources")[(int)kind].GetProperty("remedy").GetString());
    }
}
