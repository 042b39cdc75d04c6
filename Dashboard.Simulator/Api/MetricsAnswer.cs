using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Metrics;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>
/// metrics.k8s.io/v1beta1. As in metrics-server, a list honours the selectors and ignores limit, continue, watch and resourceVersion.
/// </summary>
internal sealed class MetricsAnswer(LivingCluster cluster, Scraper scraper)
{
    public const string Group = "metrics.k8s.io";
    public const string ApiVersion = "metrics.k8s.io/v1beta1";

    private const int TypicalBytes = 420;

    private readonly MetricsCache _cache = new();

    public Task WriteAsync(ApiRequest request) => request.Path.Resource == "pods" ? WritePodsAsync(request) : WriteNodesAsync(request);

    private async Task WritePodsAsync(ApiRequest request)
    {
        var snapshot = scraper.Latest;
        if (request.Path.Name.Length > 0)
        {
            var found = Array.Find(snapshot.Pods, s => !s.Life.Gone && s.Pod.Name == request.Path.Name && s.Pod.Namespace == request.Path.Namespace);
            await WriteOneAsync(request, "PodMetrics", found is null ? null : w => MetricsWriter.WritePodBody(w, found, cluster.Clock.WallNow));
            return;
        }

        var whole = request.Path.Namespace.Length == 0 && request.Selectors.None && request.Fault.Kind is FaultKind.None or FaultKind.Slow;
        if (whole)
        {
            await _cache.WriteAsync(request.Context, (snapshot.Version, cluster.Pods.Deletions, request.ClockSkew), cluster.Clock.WallNow, snapshot.Pods.Length * TypicalBytes, WriteWhole);
            return;
        }

        if (snapshot.Pods.Length > 0) request.Selectors.Check(snapshot.Pods[0].Pod);
        var selected = request.Fault.Kind == FaultKind.Empty ? [] : Array.FindAll(snapshot.Pods, s => !s.Life.Gone && request.Shows(s.Pod));
        await WriteListAsync(request, "PodMetricsList", selected, (w, s, defect) => MetricsWriter.WritePod(w, s, cluster.Clock.WallNow, defect));

        void WriteWhole(System.Text.Json.Utf8JsonWriter json)
        {
            var writer = new ObjectWriter(json, request.ClockSkew);
            Open(json, "PodMetricsList");
            foreach (var sample in snapshot.Pods)
            {
                if (!sample.Life.Gone) MetricsWriter.WritePod(writer, sample, cluster.Clock.WallNow);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private async Task WriteNodesAsync(ApiRequest request)
    {
        var snapshot = scraper.Latest;
        if (request.Path.Name.Length > 0)
        {
            var found = Array.Find(snapshot.Nodes, s => s.Node.Name == request.Path.Name);
            await WriteOneAsync(request, "NodeMetrics", found is null ? null : w => MetricsWriter.WriteNodeBody(w, found, cluster.Clock.WallNow));
            return;
        }

        if (snapshot.Nodes.Length > 0) request.Selectors.Check(snapshot.Nodes[0].Node);
        var selected = request.Fault.Kind == FaultKind.Empty ? [] : Array.FindAll(snapshot.Nodes, s => request.Shows(s.Node));
        await WriteListAsync(request, "NodeMetricsList", selected, (w, s, defect) => MetricsWriter.WriteNode(w, s, cluster.Clock.WallNow, defect));
    }

    private static async Task WriteOneAsync(ApiRequest request, string kind, Action<ObjectWriter>? write)
    {
        if (write is null)
        {
            var name = request.Path.Namespace.Length > 0 ? $"{request.Path.Namespace}/{request.Path.Name}" : request.Path.Name;
            await StatusAnswer.NotFoundAsync(request.Context, $"{kind.ToLowerInvariant()}.{Group} \"{name}\" not found");
            return;
        }

        await using var body = new JsonBody(request.Context, gzip: false);
        body.Json.WriteStartObject();
        body.Json.WriteString("kind"u8, kind);
        body.Json.WriteString("apiVersion"u8, ApiVersion);
        write(new ObjectWriter(body.Json, request.ClockSkew));
        body.Json.WriteEndObject();
    }

    private static async Task WriteListAsync<T>(ApiRequest request, string kind, T[] samples, Action<ObjectWriter, T, MetricsDefect> write)
    {
        var fault = request.Fault.Kind;
        await using var body = new JsonBody(request.Context, JsonBody.TakesGzip(request.Context) && samples.Length * TypicalBytes >= JsonBody.GzipFromBytes);
        Open(body.Json, kind);
        for (var i = 0; i < samples.Length; i++)
        {
            if (fault == FaultKind.Truncated && i >= samples.Length / 2)
            {
                await body.CutAsync();
            }

            if (fault == FaultKind.MalformedItems && i % 10 == 3) MalformedItems.Write(body.Json, i / 10);
            else write(new ObjectWriter(body.Json, request.ClockSkew), samples[i], new MetricsDefect(
                fault == FaultKind.MalformedQuantities && i % 10 == 3 ? 1 + (i / 10 % 3) : 0, fault == FaultKind.MissingContainers));
            await body.ProgressAsync();
        }

        body.Json.WriteEndArray();
        body.Json.WriteEndObject();
    }

    private static void Open(System.Text.Json.Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, kind);
        json.WriteString("apiVersion"u8, ApiVersion);
        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
        json.WriteStartArray("items"u8);
    }
}
