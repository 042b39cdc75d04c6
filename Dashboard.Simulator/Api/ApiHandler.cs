using System.Text.Json;
using Dashboard.Simulator.Access;
using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>The way of every request: who asks, what goes wrong on purpose, whether he may, and the answer.</summary>
internal sealed class ApiHandler(
    LivingCluster cluster, SimulatedFaults faults, FaultGate gate, Authenticator authenticator, MetricsAnswer metrics, WatchAnswer watches, AdminEndpoint admin)
{
    private readonly ListAnswer _lists = new(cluster);
    private readonly Reviews _reviews = new(authenticator);

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (SelectorException refused) when (!context.Response.HasStarted)
        {
            await StatusAnswer.WriteAsync(context, 400, "BadRequest", refused.Message);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client went: nobody is left to answer.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var skew = faults.ClockSkew;
        context.Response.Headers.Date = (cluster.Clock.WallNow + skew).ToString("r");
        var path = context.Request.Path.Value ?? "/";
        var account = authenticator.Authenticate(context);
        if (path.StartsWith("/simulator", StringComparison.Ordinal))
        {
            await admin.HandleAsync(context, account);
            return;
        }

        cluster.Advance();
        var api = ApiPath.Parse(path);
        var target = Target(api);
        var query = context.Request.Query;
        var (fault, of) = faults.Meet(target, continues: query.ContainsKey("continue") || query["watch"].ToString() is "1" or "true" or "True");
        if (fault.Kind != FaultKind.None && await gate.StopsAsync(context, of, fault)) return;

        if (account is null && (api is not null || path is not ("/version" or "/healthz" or "/livez" or "/readyz")))
        {
            await StatusAnswer.WriteAsync(context, 401, "Unauthorized", "Unauthorized");
            return;
        }

        if (api is null)
        {
            await WritePathAsync(context, path);
            return;
        }

        var request = new ApiRequest(context, api, Selectors.Parse(query, query["watch"].Count > 0 ? api.Name : ""), fault, skew);
        if (!await AllowedAsync(request, account!)) return;
        await WriteResourceAsync(request, account!, target);
    }

    private async Task WritePathAsync(HttpContext context, string path)
    {
        if (path is "/healthz" or "/livez" or "/readyz")
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.Body.WriteAsync("ok"u8.ToArray(), context.RequestAborted);
            return;
        }

        if (Discovery.Find(path, withMetrics: faults.PodMetrics.Kind != FaultKind.NotFound || faults.NodeMetrics.Kind != FaultKind.NotFound) is not { } write)
        {
            await StatusAnswer.NotFoundAsync(context);
            return;
        }

        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ObjectWriter.Options);
        write(json);
        await json.FlushAsync(context.RequestAborted);
    }

    private static async Task<bool> AllowedAsync(ApiRequest request, Account account)
    {
        var (context, path) = (request.Context, request.Path);
        var verb = context.Request.Method switch
        {
            "GET" or "HEAD" => request.Watch ? "watch" : path.Name.Length > 0 ? "get" : "list",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => path.Name.Length > 0 ? "delete" : "deletecollection",
            var other => other.ToLowerInvariant(),
        };
        var access = new AccessRequest(verb, path.Group, path.Resource, path.Subresource, path.Namespace, path.Name, context.Request.Path);
        if (Accounts.May(account.Name, account.Groups, access)) return true;
        var where = path.Namespace.Length > 0 ? $"in the namespace \"{path.Namespace}\"" : "at the cluster scope";
        var what = path.Group.Length > 0 ? $"{path.Resource}.{path.Group}" : path.Resource;
        var which = path.Name.Length > 0 ? $"{what} \"{path.Name}\"" : what;
        await StatusAnswer.WriteAsync(context, 403, "Forbidden",
            $"{which} is forbidden: User \"{account.Name}\" cannot {verb} resource \"{path.Resource}\" in API group \"{path.Group}\" {where}");
        return false;
    }

    private async Task WriteResourceAsync(ApiRequest request, Account account, FaultTarget target)
    {
        var (context, path) = (request.Context, request.Path);
        if (Reviews.Serves(path))
        {
            if (context.Request.Method == "POST") await _reviews.WriteAsync(context, path, account);
            else await NotAllowedAsync(context);
            return;
        }

        if (path is { Group: MetricsAnswer.Group, Version: "v1beta1", Resource: "pods" or "nodes", Subresource: "" })
        {
            if (context.Request.Method == "GET") await metrics.WriteAsync(request);
            else await NotAllowedAsync(context);
            return;
        }

        if (path is { Group: "", Resource: "pods", Subresource: "log" or "exec" or "attach" or "portforward" })
        {
            await RefuseProcessAsync(request);
        }
        else if (path.Subresource.Length > 0 || cluster.FindStore(path.Group, path.Version, path.Resource) is not { } store)
        {
            await StatusAnswer.NotFoundAsync(context);
        }
        else if (context.Request.Method == "DELETE" && store == cluster.Pods && path.Name.Length > 0)
        {
            await DeletePodAsync(request);
        }
        else if (context.Request.Method != "GET")
        {
            await NotAllowedAsync(context);
        }
        else if (request.Watch)
        {
            await watches.WriteAsync(request, store, target);
        }
        else if (path.Name.Length > 0)
        {
            await _lists.WriteOneAsync(request, store);
        }
        else
        {
            await _lists.WriteAsync(request, store);
        }
    }

    /// <summary>Deletes as kubectl delete does; a controller makes the pod anew.</summary>
    private async Task DeletePodAsync(ApiRequest request)
    {
        if (!cluster.Delete(request.Path.Namespace, request.Path.Name))
        {
            await StatusAnswer.NotFoundAsync(request.Context, $"pods \"{request.Path.Name}\" not found");
            return;
        }

        await _lists.WriteOneAsync(request, cluster.Store(Kinds.Pods));
    }

    /// <summary>The pods are told of and do not run: there is nothing to read from or to speak to.</summary>
    private Task RefuseProcessAsync(ApiRequest request) => cluster.Pods.Find($"{request.Path.Namespace}/{request.Path.Name}") is null
        ? StatusAnswer.NotFoundAsync(request.Context, $"pods \"{request.Path.Name}\" not found")
        : StatusAnswer.WriteAsync(
            request.Context, 400, "BadRequest", $"pod \"{request.Path.Name}\" is simulated: nothing runs in it, so there is no {request.Path.Subresource} of it");

    private static FaultTarget Target(ApiPath? path) => path switch
    {
        { Group: MetricsAnswer.Group, Resource: "pods" } => FaultTarget.PodMetrics,
        { Group: MetricsAnswer.Group, Resource: "nodes" } => FaultTarget.NodeMetrics,
        { Group: "", Resource: "pods" } => FaultTarget.Pods,
        { Group: "", Resource: "nodes" } => FaultTarget.Nodes,
        { Group: "", Resource: "events" } => FaultTarget.Events,
        { Group: "", Resource: "resourcequotas" } => FaultTarget.ResourceQuotas,
        { Group: Reviews.AuthenticationGroup or Reviews.AuthorizationGroup } => FaultTarget.Reviews,
        _ => FaultTarget.All,
    };

    private static Task NotAllowedAsync(HttpContext context) =>
        StatusAnswer.WriteAsync(context, 405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
}
