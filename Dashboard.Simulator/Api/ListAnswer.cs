using System.Globalization;
using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>A list: whole or in pages that agree with each other, or a single object.</summary>
internal sealed class ListAnswer(LivingCluster cluster)
{
    public async Task WriteAsync(ApiRequest request, ObjectStore store)
    {
        var context = request.Context;
        if (!TryNumber(request.Query("limit"), out var limit)) limit = 0;
        var token = request.Query("continue");
        ApiObject[] objects;
        long version;
        var after = "";
        if (token.Length > 0)
        {
            if (ContinueToken.Parse(token) is not { } from)
            {
                await StatusAnswer.WriteAsync(context, 400, "BadRequest", "continue key is not valid: encoding of the token is not recognised");
                return;
            }

            (version, after) = (from.ResourceVersion, from.After);
            if (request.Fault.Kind == FaultKind.Expired || store.SnapshotAt(version, out objects) == ObjectStore.ReadResult.Expired)
            {
                await StatusAnswer.WriteAsync(context, 410, "Expired", StatusAnswer.ExpiredList);
                return;
            }
        }
        else
        {
            (objects, version) = store.Snapshot();
            if (TryNumber(request.Query("resourceVersion"), out var wanted) && wanted > version)
            {
                context.Response.Headers.RetryAfter = "1";
                await StatusAnswer.WriteAsync(context, 504, "Timeout", string.Create(CultureInfo.InvariantCulture, $"Too large resource version: {wanted}, current: {version}"));
                return;
            }
        }

        if (request.Fault.Kind == FaultKind.Empty) objects = [];
        if (objects.Length > 0) request.Selectors.Check(objects[0]);
        var page = Page(request, objects, after, limit, out var remaining);
        await WritePageAsync(request, store.Kind, page, version, remaining);
    }

    public async Task WriteOneAsync(ApiRequest request, ObjectStore store)
    {
        var key = request.Path.Namespace.Length > 0 ? $"{request.Path.Namespace}/{request.Path.Name}" : request.Path.Name;
        if (store.Find(key) is not { } found)
        {
            await StatusAnswer.NotFoundAsync(request.Context, $"{store.Kind.Qualified} \"{request.Path.Name}\" not found");
            return;
        }

        await using var body = new JsonBody(request.Context, gzip: false);
        ObjectFormat.WriteSingle(new ObjectWriter(body.Json, request.ClockSkew), store.Kind, found, request.Representation, cluster.Clock.WallNow, true, request.Query("includeObject"));
    }

    private static List<ApiObject> Page(ApiRequest request, ApiObject[] objects, string after, long limit, out int remaining)
    {
        var page = new List<ApiObject>(limit > 0 ? (int)Math.Min(limit, objects.Length) : objects.Length);
        remaining = 0;
        foreach (var candidate in objects.AsSpan(FirstAfter(objects, after)))
        {
            if (!request.Shows(candidate)) continue;
            if (limit > 0 && page.Count == limit) remaining++;
            else page.Add(candidate);
        }

        return page;
    }

    private static int FirstAfter(ApiObject[] objects, string after)
    {
        var (low, high) = (0, after.Length == 0 ? 0 : objects.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(objects[middle].Key, after) <= 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private async Task WritePageAsync(ApiRequest request, ResourceKind kind, List<ApiObject> page, long version, int remaining)
    {
        var context = request.Context;
        var gzip = JsonBody.TakesGzip(context) && (long)page.Count * kind.TypicalBytes >= JsonBody.GzipFromBytes;
        var includeObject = request.Query("includeObject");
        var now = cluster.Clock.WallNow;
        await using var body = new JsonBody(context, gzip);
        var json = body.Json;
        var writer = new ObjectWriter(json, request.ClockSkew);
        var table = request.Representation == Representation.Table;
        json.WriteStartObject();
        json.WriteString("kind"u8, request.Representation switch
        {
            Representation.Table => "Table",
            Representation.Metadata => "PartialObjectMetadataList",
            _ => $"{kind.Kind}List",
        });
        json.WriteString("apiVersion"u8, request.Representation == Representation.Object ? kind.ApiVersion : "meta.k8s.io/v1");
        json.WriteStartObject("metadata"u8);
        writer.ResourceVersion(version);
        if (remaining > 0)
        {
            json.WriteString("continue"u8, new ContinueToken("meta.k8s.io/v1", version, page[^1].Key).ToString());
            if (request.Selectors.None) json.WriteNumber("remainingItemCount"u8, remaining);
        }

        json.WriteEndObject();
        if (table) ObjectFormat.WriteColumns(json, kind, withColumns: true);
        json.WriteStartArray(table ? "rows"u8 : "items"u8);
        for (var i = 0; i < page.Count; i++)
        {
            if (request.Fault.Kind == FaultKind.Truncated && i >= page.Count / 2)
            {
                await body.CutAsync();
            }

            ObjectFormat.WriteItem(writer, kind, page[i], request.Representation, now, includeObject);
            await body.ProgressAsync();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
