using Dashboard.Server.History;
using Dashboard.Server.Live.Charts;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Runtime;

namespace Dashboard.Server.Live.Api;

/// <summary>/api/v1: what the hub sends, for whoever asks once. The same view costs the same whether a browser or a script asks.</summary>
internal static class LiveApi
{
    public const string Path = "/api/v1";

    public static void MapLiveApi(this WebApplication app)
    {
        var api = app.MapGroup(Path).AddEndpointFilter<ApiProblems>().WithTags("Cluster").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        Plain(api, "/status", LiveViews.Status, "What is shown, and the state of each source.");
        Plain(api, "/overview", LiveViews.Overview, "The cluster at a glance: totals, pods by phase, top consumers, restarts, trouble, the collector's health.");
        Plain(api, "/facets", LiveViews.Facets, "What a filter can choose from, each with its number of pods: namespaces, nodes, phases, workloads, labels with their values.");
        Plain(api, "/nodes", LiveViews.Nodes, "All nodes with usage against allocatable.");
        Plain(api, "/namespaces", LiveViews.Namespaces, "All namespaces with usage, requests, limits and quotas.");

        Describe<PodPage>(
            api.MapGet("/pods", (HttpRequest request, ViewCache cache) => AnswerAsync(cache, LiveViews.Pods(ApiQuery.Pods(request)))),
            "A window of the pods that match, or of their groups.",
            ApiQuery.PodParameters);
        Describe<PodRow[]>(
            api.MapGet("/pods/export", (HttpRequest request, ClusterHistory history) =>
            {
                var (selection, format) = ApiQuery.Export(request);
                var (rows, cluster) = history.Read(selection, static (reader, selection) => (PodViews.All(reader, selection), reader.Collection?.ClusterName ?? "cluster"));
                return new PodExport(rows(), format, cluster);
            }),
            "All rows that match, to keep: CSV with the units in its header, or JSON.",
            ApiQuery.ExportParameters);
        Describe<WorkloadDetail>(
            api.MapGet("/workloads/{namespace}/{kind}/{name}", (string @namespace, string kind, string name, HttpRequest request, ViewCache cache) =>
            {
                ApiQuery.ExpectNone(request);
                return AnswerAsync(cache, LiveViews.Workload(@namespace, kind, name));
            }),
            "All that is known of one workload: its pods, releases, marks and events.",
            ApiParameters.None,
            canBeMissing: true);
        Describe<PodDetail>(
            api.MapGet("/pods/{namespace}/{name}", (string @namespace, string name, HttpRequest request, ViewCache cache) =>
            {
                ApiQuery.ExpectNone(request);
                return AnswerAsync(cache, LiveViews.Pod(@namespace, name));
            }),
            "All that is known of one pod; one that is gone is remembered for a while.",
            ApiParameters.None,
            canBeMissing: true);

        Describe<RuntimeMessage>(
            api.MapGet("/runtime", (HttpRequest request, RuntimeFeed runtime) => new PayloadResult(runtime.Now(ApiQuery.Runtime(request)))),
            "This server's own runtime over time: threads, heap, connections.",
            ApiQuery.RuntimeParameters);
        MapHistories(api);

        // A script that asks for a path that is not there must not be sent the page of the browser client.
        api.MapGet("/{**path}", (HttpContext context) => Results.Problem(
            "There is no such path. /openapi/v1.json lists all there are.", context.Request.Path, StatusCodes.Status404NotFound, title: "No such path"))
            .ExcludeFromDescription();
        app.MapOpenApi();
    }

    private static void MapHistories(RouteGroupBuilder api)
    {
        Describe<SeriesMessage>(
            api.MapGet("/series", async (HttpRequest request, SeriesFeed series) =>
                new PayloadResult((await series.HistoryAsync(ApiQuery.AnySeries(request))).Result!.Payload)),
            "CPU and memory over time of anything, of each pod of a workload, or of several pods and workloads side by side.",
            ApiQuery.AnySeriesParameters,
            canBeMissing: true);
        History(
            api.MapGet("/overview/history", (HttpRequest request, SeriesFeed series) =>
                AnswerAsync(series, request, new SeriesQuery { Kind = "cluster" })),
            "CPU and memory of the cluster over time.");
        History(
            api.MapGet("/namespaces/{namespace}/history", (string @namespace, HttpRequest request, SeriesFeed series) =>
                AnswerAsync(series, request, new SeriesQuery { Kind = "namespace", Namespace = @namespace })),
            "CPU and memory of a namespace over time.");
        History(
            api.MapGet("/nodes/{name}/history", (string name, HttpRequest request, SeriesFeed series) =>
                AnswerAsync(series, request, new SeriesQuery { Kind = "node", Name = name })),
            "CPU and memory of a node over time.");
        History(
            api.MapGet("/workloads/{namespace}/{kind}/{name}/history", (string @namespace, string kind, string name, HttpRequest request, SeriesFeed series) =>
                AnswerAsync(series, request, new SeriesQuery { Kind = "workload", Namespace = @namespace, WorkloadKind = kind, Name = name })),
            "CPU and memory of a workload over time, the sum of its pods.");
        History(
            api.MapGet("/pods/{namespace}/{name}/history", (string @namespace, string name, HttpRequest request, SeriesFeed series) =>
                AnswerAsync(series, request, new SeriesQuery { Kind = "pod", Namespace = @namespace, Name = name })),
            "CPU and memory of a pod over time; with several containers a line for each.");
    }

    private static void Plain<T>(RouteGroupBuilder api, string path, LiveView<T> view, string summary)
        where T : class =>
        Describe<T>(
            api.MapGet(path, (HttpRequest request, ViewCache cache) =>
            {
                ApiQuery.ExpectNone(request);
                return AnswerAsync(cache, view);
            }),
            summary,
            ApiParameters.None);

    private static void History(RouteHandlerBuilder endpoint, string summary) =>
        Describe<SeriesMessage>(endpoint, summary, ApiQuery.SeriesParameters, canBeMissing: true);

    private static void Describe<T>(RouteHandlerBuilder endpoint, string summary, ApiParameters parameters, bool canBeMissing = false)
    {
        endpoint.WithSummary(summary).WithMetadata(parameters).Produces<T>().ProducesValidationProblem();
        if (canBeMissing)
        {
            endpoint.ProducesProblem(StatusCodes.Status404NotFound);
        }
    }

    private static async Task<IResult> AnswerAsync<T>(ViewCache cache, LiveView<T> view)
        where T : class =>
        new PayloadResult((await cache.GetAsync(view)).Result);

    private static async Task<IResult> AnswerAsync(SeriesFeed series, HttpRequest request, SeriesQuery subject) =>
        new PayloadResult((await series.HistoryAsync(ApiQuery.Series(request, subject))).Result!.Payload);
}
