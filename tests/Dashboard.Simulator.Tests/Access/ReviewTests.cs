using System.Net.Http.Json;
using System.Text.Json;

namespace Dashboard.Simulator.Tests.Access;

public sealed class ReviewTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("alice-token", true, "alice")]
    [InlineData("dashboard-token", true, "system:serviceaccount:dashboard:dashboard")]
    [InlineData("stolen", false, null)]
    public async Task TokenReview_knows_the_accounts(string token, bool authenticated, string? name)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 1, Nodes = 1 }, cancellationToken: Cancelled);
        using var dashboard = new SimulatorClient(server, "dashboard-token");

        var status = await PostAsync(dashboard, "/apis/authentication.k8s.io/v1/tokenreviews", new { spec = new { token } });

        Assert.Equal(authenticated, status.GetProperty("authenticated").GetBoolean());
        if (name is not null) Assert.Equal(name, status.GetProperty("user").GetProperty("username").GetString());
    }

    [Theory]
    [InlineData("alice", "team-shop", "list", "", "pods", "shop", true)]
    [InlineData("alice", "team-shop", "list", "", "pods", "payments", false)]
    [InlineData("alice", "team-shop", "list", "", "pods", "", false)]
    [InlineData("bob", "viewers", "list", "metrics.k8s.io", "pods", "", true)]
    [InlineData("bob", "viewers", "list", "", "nodes", "", false)]
    [InlineData("bob", "viewers", "delete", "", "pods", "shop", false)]
    [InlineData("mallory", "system:authenticated", "list", "", "pods", "shop", false)]
    [InlineData("root", "system:masters", "delete", "", "nodes", "", true)]
    public async Task SubjectAccessReview_and_the_API_itself_follow_one_table(string user, string group, string verb, string apiGroup, string resource, string space, bool allowed)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 1, Nodes = 1 }, cancellationToken: Cancelled);
        using var dashboard = new SimulatorClient(server, "dashboard-token");

        var status = await PostAsync(dashboard, "/apis/authorization.k8s.io/v1/subjectaccessreviews", new
        {
            spec = new { user, groups = new[] { group }, resourceAttributes = new { verb, group = apiGroup, resource, @namespace = space } },
        });

        Assert.Equal(allowed, status.GetProperty("allowed").GetBoolean());
        if (verb != "list" || user == "root") return;
        using var self = new SimulatorClient(server, $"{user}-token");
        var path = $"{(apiGroup.Length == 0 ? "/api/v1" : $"/apis/{apiGroup}/v1beta1")}{(space.Length == 0 ? "" : $"/namespaces/{space}")}/{resource}";
        var answer = await self.GetAsync(path);
        Assert.Equal(allowed, answer.GetProperty("kind").GetString() != "Status");
    }

    [Theory]
    [InlineData("shop", true)]
    [InlineData("payments", false)]
    public async Task SelfSubjectAccessReview_is_about_who_asks(string space, bool allowed)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 1, Nodes = 1 }, cancellationToken: Cancelled);
        using var alice = new SimulatorClient(server, "alice-token");

        var status = await PostAsync(alice, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", new
        {
            spec = new { resourceAttributes = new { verb = "watch", resource = "pods", @namespace = space } },
        });

        Assert.Equal(allowed, status.GetProperty("allowed").GetBoolean());
    }

    private static async Task<JsonElement> PostAsync(SimulatorClient client, string path, object body)
    {
        using var response = await client.Http.PostAsJsonAsync(path, body, Cancelled);
        Assert.Equal(201, (int)response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("status");
    }
}
