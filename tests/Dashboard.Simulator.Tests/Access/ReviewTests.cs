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

    [Theory]
    [InlineData("shop", 0, 201)]
    [InlineData("payments", 0, 201)]
    [InlineData("shop", 1, 415)]
    [InlineData("shop", 40, 415)]
    public async Task SelfSubjectAccessReview_comes_in_protobuf_too_and_one_that_is_cut_is_refused(string space, int cutBytes, int expected)
    {
        await using var server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Pods = 1, Nodes = 1 }, cancellationToken: Cancelled);
        using var alice = new SimulatorClient(server, "alice-token");
        byte[] attributes = [.. Field(1, space), .. Field(2, "list"), .. Field(4, "v1"), .. Field(5, "pods")];
        byte[] type = [.. Field(1, "authorization.k8s.io/v1"), .. Field(2, "SelfSubjectAccessReview")];
        byte[] body = [.. "k8s\0"u8, .. Field(1, type), .. Field(2, [.. Field(1, Field(5, "")), .. Field(2, Field(1, attributes))])];
        using var content = new ByteArrayContent(body[..^cutBytes]);

        using var response = await alice.Http.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", content, Cancelled);

        Assert.Equal(expected, (int)response.StatusCode);
        if (expected != 201) return;
        var answer = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(space == "shop", answer.GetProperty("status").GetProperty("allowed").GetBoolean());
        Assert.Equal("list", answer.GetProperty("spec").GetProperty("resourceAttributes").GetProperty("verb").GetString());
    }

    private static byte[] Field(int number, string text) => Field(number, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int number, byte[] value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];

    private static async Task<JsonElement> PostAsync(SimulatorClient client, string path, object body)
    {
        using var response = await client.Http.PostAsJsonAsync(path, body, Cancelled);
        Assert.Equal(201, (int)response.StatusCode);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled)).GetProperty("status");
    }
}
