using System.Net;
using System.Text.Json;

namespace Dashboard.Simulator.Tests.Api;

public sealed class ListTests : IAsyncLifetime
{
    private SimulatedApiServer _server = null!;
    private SimulatorClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedApiServer.StartAsync(new SimulatorOptions { Speed = 30 }, cancellationToken: Cancelled);
        _client = new SimulatorClient(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_show_one_version_whatever_happens_between_them()
    {
        var first = await _client.GetAsync("/api/v1/pods?limit=37");
        var expected = 37 + first.GetProperty("metadata").GetProperty("remainingItemCount").GetInt32();
        var version = first.GetProperty("metadata").GetProperty("resourceVersion").GetString();
        var keys = new List<string>();
        for (var page = first; ;)
        {
            keys.AddRange(page.GetProperty("items").EnumerateArray().Select(Key));
            Assert.Equal(version, page.GetProperty("metadata").GetProperty("resourceVersion").GetString());
            Assert.All(page.GetProperty("items").EnumerateArray(), p => Assert.False(p.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _)));
            if (!page.GetProperty("metadata").TryGetProperty("continue", out var token)) break;
            _server.ReplacePods(0.1);
            page = await _client.GetAsync($"/api/v1/pods?limit=37&continue={Uri.EscapeDataString(token.GetString()!)}");
        }

        Assert.Equal(expected, keys.Count);
        Assert.Equal(keys.Order(StringComparer.Ordinal).Distinct(), keys);
    }

    [Fact]
    public async Task A_page_of_a_forgotten_version_is_410()
    {
        var first = await _client.GetAsync("/api/v1/pods?limit=10");
        _server.ForgetHistory();

        using var next = await _client.OpenAsync($"/api/v1/pods?limit=10&continue={first.GetProperty("metadata").GetProperty("continue")}");
        var status = JsonElement.Parse(await next.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal(HttpStatusCode.Gone, next.StatusCode);
        Assert.Equal("Expired", status.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_expired_fault_lets_the_first_page_pass_and_not_the_second()
    {
        _server.Faults.Pods = FaultKind.Expired;
        var first = await _client.GetAsync("/api/v1/pods?limit=10");
        var second = await _client.GetAsync($"/api/v1/pods?limit=10&continue={first.GetProperty("metadata").GetProperty("continue")}");

        Assert.Equal(10, first.GetProperty("items").GetArrayLength());
        Assert.Equal(410, second.GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("labelSelector=app%3Dcart", 3)]
    [InlineData("labelSelector=app%20in%20(cart,checkout)", 7)]
    [InlineData("labelSelector=app%20in%20(cart,checkout),app!%3Dcart", 4)]
    [InlineData("labelSelector=app%20notin%20(cart),app%3Dcart", 0)]
    [InlineData("labelSelector=!app", 0)]
    [InlineData("labelSelector=statefulset.kubernetes.io/pod-name,app%3Dkafka", 3)]
    [InlineData("fieldSelector=metadata.namespace%3Ddbaas,metadata.name%3Dpostgres-main-1", 1)]
    [InlineData("fieldSelector=status.phase!%3DRunning,metadata.namespace%3Dml", 1)]
    public async Task Selectors_select(string query, int expected)
    {
        var list = await _client.GetAsync($"/api/v1/pods?{query}");
        Assert.Equal(expected, list.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("fieldSelector=spec.colour%3Dred", "field label not supported: spec.colour")]
    [InlineData("labelSelector=a%20b%20c", "unable to parse requirement: 'a b c' is no label key")]
    [InlineData("limit=10&continue=nonsense", "continue key is not valid: encoding of the token is not recognised")]
    public async Task What_cannot_be_understood_is_a_bad_request_that_says_why(string query, string message)
    {
        var status = await _client.GetAsync($"/api/v1/pods?{query}");
        Assert.Equal(400, status.GetProperty("code").GetInt32());
        Assert.Equal(message, status.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Gzip_is_for_who_takes_it_and_says_the_same()
    {
        using var compressing = new SimulatorClient(_server, gzip: true);
        using var raw = new HttpRequestMessage(HttpMethod.Get, "/api/v1/pods");
        raw.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        using var compressed = await _client.Http.SendAsync(raw, Cancelled);

        var small = (await compressed.Content.ReadAsByteArrayAsync(Cancelled)).Length;
        var plain = await compressing.GetAsync("/api/v1/pods");

        Assert.Contains("gzip", compressed.Content.Headers.ContentEncoding);
        Assert.Equal(200, plain.GetProperty("items").GetArrayLength());
        Assert.InRange(small, 1, plain.GetRawText().Length / 5);
    }

    [Fact]
    public async Task A_pod_is_as_long_as_a_real_one_and_names_its_owner_up_to_the_deployment()
    {
        var pod = (await _client.GetAsync("/api/v1/pods?labelSelector=app%3Ddbaas")).GetProperty("items")[0];
        var owner = pod.GetProperty("metadata").GetProperty("ownerReferences")[0];
        var set = await _client.GetAsync($"/apis/apps/v1/namespaces/dbaas/replicasets/{owner.GetProperty("name")}");
        var deployment = await _client.GetAsync($"/apis/apps/v1/namespaces/dbaas/deployments/{set.GetProperty("metadata").GetProperty("ownerReferences")[0].GetProperty("name")}");

        Assert.InRange(pod.GetRawText().Length, 4_000, 9_000);
        Assert.True(pod.GetProperty("metadata").TryGetProperty("managedFields", out _));
        Assert.Equal(owner.GetProperty("uid").GetString(), set.GetProperty("metadata").GetProperty("uid").GetString());
        Assert.Equal("dbaas", deployment.GetProperty("metadata").GetProperty("name").GetString());
        Assert.Equal("2Gi", pod.GetProperty("spec").GetProperty("containers")[0].GetProperty("resources").GetProperty("limits").GetProperty("memory").GetString());
    }

    [Theory]
    [InlineData("/api/v1/secrets", 404)]
    [InlineData("/apis/apps/v2/deployments", 404)]
    [InlineData("/api/v1/namespaces/shop/pods/none", 404)]
    [InlineData("/api/v1/pods?resourceVersion=99999999", 504)]
    [InlineData("/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods/none", 404)]
    public async Task What_is_not_there_is_a_Status(string path, int code)
    {
        var status = await _client.GetAsync(path);
        Assert.Equal(("Status", code), (status.GetProperty("kind").GetString(), status.GetProperty("code").GetInt32()));
    }

    private static string Key(JsonElement o) => $"{o.GetProperty("metadata").GetProperty("namespace")}/{o.GetProperty("metadata").GetProperty("name")}";
}
