using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Server.Tests.Live.Api;

public sealed class LiveApiTests : IAsyncLifetime
{
    private readonly LiveRig _rig = SmallCluster.Rig();
    private LiveServer _server = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await LiveServer.StartAsync(_rig.History);
        _client = new HttpClient { BaseAddress = _server.Address };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _rig.Dispose();
    }

    [Theory]
    [InlineData("status", "sources")]
    [InlineData("overview", "topCpu")]
    [InlineData("facets", "namespaces")]
    [InlineData("nodes", "nodes")]
    [InlineData("namespaces", "namespaces")]
    [InlineData("workloads/shop/Deployment/web", "releases")]
    [InlineData("pods?filter=ns:data%20-phase:Succeeded", "rows")]
    [InlineData("pods", "rows")]
    [InlineData("pods/data/dbaas-0", "containers")]
    [InlineData("pods/data/old-0", "goneAt")]
    [InlineData("pods/data/dbaas-0/history", "lines")]
    [InlineData("pods/data/dbaas-0/history?range=86400&points=10", "lines")]
    [InlineData("workloads/shop/Deployment/web/history", "lines")]
    [InlineData("namespaces/shop/history", "lines")]
    [InlineData("nodes/node-1/history", "lines")]
    [InlineData("overview/history", "lines")]
    [InlineData("series?kind=compare&subject=pod:data/dbaas-0&subject=workload:shop/Deployment/web&range=300&points=10", "lines")]
    [InlineData("series?kind=workloadPods&namespace=shop&workloadKind=Deployment&name=web", "lines")]
    public async Task Every_path_answers_with_its_record(string path, string property)
    {
        using var response = await _client.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
        var record = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(record.TryGetProperty(property, out _));
        Assert.Equal(_rig.History.Version, record.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task An_export_has_all_rows_that_match_with_units_in_its_header()
    {
        using var response = await _client.GetAsync("/api/v1/pods/export?format=csv&filter=ns:data&sort=memory&descending=true", TestContext.Current.CancellationToken);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith(".csv", response.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
        var lines = (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("memory_bytes", lines[0].Split(','));
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("pod,dbaas-0,data,StatefulSet,dbaas,", lines[1], StringComparison.Ordinal);

        var rows = await _client.GetFromJsonAsync<JsonElement>("/api/v1/pods/export?format=json&filter=ns:data&sort=name", TestContext.Current.CancellationToken);
        Assert.Equal(["cache-0", "dbaas-0", "import-29-tq7xv"], rows.EnumerateArray().Select(row => row.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("format=xml", "format")]
    [InlineData("limit=5", "limit is no parameter")]
    [InlineData("filter=cpu%3E", "filter")]
    public async Task An_export_that_cannot_be_made_says_why(string query, string words)
    {
        using var response = await _client.GetAsync($"/api/v1/pods/export?{query}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_query_string_asks_what_the_hub_would_be_asked()
    {
        var page = await _client.GetFromJsonAsync<JsonElement>(
            "/api/v1/pods?namespace=data&namespace=shop&phase=Running&labels=app%20in%20(web,dbaas)&sort=memory&descending=true&offset=1&limit=1&sparkSeconds=60",
            TestContext.Current.CancellationToken);
        Assert.Equal(3, page.GetProperty("total").GetInt32());
        var row = Assert.Single(page.GetProperty("rows").EnumerateArray());
        Assert.Equal("web-7d4b9-x2x7k", row.GetProperty("name").GetString());
        Assert.NotEqual(0, row.GetProperty("cpuSpark").GetArrayLength());
    }

    [Theory]
    [InlineData("pods?limit=many", "limit", "limit is \"many\"; it must be a whole number.")]
    [InlineData("pods?limit=201", "limit", "limit is 201; it must be 1 to 200.")]
    [InlineData("pods?limit=1&limit=2", "limit", "limit is given 2 times; give it once.")]
    [InlineData("pods?namespaces=shop", "namespaces", "namespaces is no parameter of this path; it knows filter, text, namespace,")]
    [InlineData("pods?phase=Dead", "phase", "phase has \"Dead\"; it must be of Pending,")]
    [InlineData("pods?workload=Deployment/web", "workload", "workload needs exactly one namespace,")]
    [InlineData("pods?descending=maybe", "descending", "descending must be true or false.")]
    [InlineData("pods?filter=cpu%3Emuch", "filter", "filter: at character 5 \"much\": a number is expected here; allowed after cpu are")]
    [InlineData("pods?group=label", "groupLabel", "groupLabel is missing; group=label needs the key of the label, for example app.")]
    [InlineData("pods?group=label&groupLabel=-a", "groupLabel", "groupLabel: '-a' is no label's key:")]
    [InlineData("pods?labels=a%20b", "labels", "labels: position 3:")]
    [InlineData("pods/data/dbaas-0/history?range=299", "range", "range is 299; it must be 300 to 604800.")]
    [InlineData("overview/history?end=1", "end", "end is 1970-01-01 00:00:00Z; it may be at most 31 days ago,")]
    [InlineData("series?kind=cluster&end=noon", "end", "end is \"noon\"; it must be a time in milliseconds since 1970 UTC.")]
    [InlineData("series?kind=compare&subject=web", "subject", "subject has \"web\"; it must be pod:namespace/name or workload:namespace/Kind/name.")]
    [InlineData("series", "kind", "kind is missing; it must be one of cluster, node, namespace, workload, pod, workloadPods, compare.")]
    [InlineData("runtime?range=0", "range", "range is 0; it must be 60 to 3600.")]
    [InlineData("overview?range=60", "range", "it knows none.")]
    public async Task A_mistake_is_a_problem_that_names_the_parameter_and_what_is_allowed(string path, string parameter, string expected)
    {
        var problem = await ProblemAsync(path, HttpStatusCode.BadRequest);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains(expected, problem.GetProperty("errors").GetProperty(parameter)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pods/data/nobody", "There is no pod nobody in namespace data, and none is remembered. /api/v1/pods?namespace=data lists")]
    [InlineData("nodes/node-9/history", "There is no node node-9,")]
    [InlineData("nothing/here", "/openapi/v1.json lists all there are.")]
    public async Task What_is_not_there_is_a_problem_that_says_where_to_look(string path, string expected)
    {
        var problem = await ProblemAsync(path, HttpStatusCode.NotFound);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_anything_is_known_the_answer_says_to_come_again()
    {
        using var rig = new LiveRig();
        await using var server = await LiveServer.StartAsync(rig.History);
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (var path in new[] { "status", "pods/shop/web-1", "pods/shop/web-1/history" })
        {
            using var response = await client.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task The_description_has_every_path_parameter_range_and_problem_and_no_loose_end()
    {
        var text = await _client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        var document = JsonNode.Parse(text)!;
        Assert.StartsWith("3.", (string?)document["openapi"], StringComparison.Ordinal);
        var paths = document["paths"]!.AsObject();
        Assert.Equal(16, paths.Count);
        foreach (var (path, item) in paths)
        {
            var operation = item!["get"]!;
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), path);
            Assert.NotNull(operation["responses"]!["200"]!["content"]!["application/json"]!["schema"]);
            Assert.NotNull(operation["responses"]!["400"]!["content"]!["application/problem+json"]);
            Assert.Equal(path.Contains('{', StringComparison.Ordinal) || path.EndsWith("/history", StringComparison.Ordinal) || path.EndsWith("/series", StringComparison.Ordinal), operation["responses"]!["404"] is not null);
            foreach (var name in path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')))
            {
                Assert.Contains(operation["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == name && (string?)parameter["in"] == "path");
            }
        }

        var parameters = paths["/api/v1/pods"]!["get"]!["parameters"]!.AsArray();
        var limit = Assert.Single(parameters, parameter => (string?)parameter!["name"] == "limit")!["schema"]!;
        Assert.Equal((1, 200, 50), ((int)limit["minimum"]!, (int)limit["maximum"]!, (int)limit["default"]!));
        Assert.All(parameters, parameter => Assert.False(string.IsNullOrEmpty((string?)parameter!["description"])));

        Assert.Equal("array", (string?)document["components"]!["schemas"]!["PodRow"]!["properties"]!["cpuSpark"]!["type"]);

        // Numbers are numbers, and every reference leads somewhere.
        Assert.Equal("integer", (string?)document["components"]!["schemas"]!["PodPage"]!["properties"]!["total"]!["type"]);
        foreach (var reference in References(document))
        {
            Assert.StartsWith("#/components/schemas/", reference, StringComparison.Ordinal);
            Assert.NotNull(document["components"]!["schemas"]![reference["#/components/schemas/".Length..]]);
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(pair => pair.Key == "$ref" ? [(string)pair.Value!] : References(pair.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private async Task<JsonElement> ProblemAsync(string path, HttpStatusCode status)
    {
        using var response = await _client.GetAsync($"/api/v1/{path}", TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
