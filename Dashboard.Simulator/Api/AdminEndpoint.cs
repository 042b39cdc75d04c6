using System.Globalization;
using System.Text.Json;
using Dashboard.Simulator.Access;
using Dashboard.Simulator.Cluster;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>
/// What moves the simulated cluster from outside; for its administrator only, and beyond all faults.
/// <list type="bullet">
/// <item><c>GET /simulator/faults</c>; <c>PUT /simulator/faults?podMetrics=Empty,for=1m&amp;clockSkew=90s</c>; <c>DELETE /simulator/faults</c></item>
/// <item><c>POST /simulator/compact</c>: forgets the history, so that every watch and every page that is under way meets 410</item>
/// <item><c>POST /simulator/replace?share=0.5</c>: deletes that share of the pods; their controllers make new ones</item>
/// </list>
/// </summary>
internal sealed class AdminEndpoint(LivingCluster cluster, SimulatedFaults faults)
{
    public Task HandleAsync(HttpContext context, Account? account)
    {
        if (account is null) return StatusAnswer.WriteAsync(context, 401, "Unauthorized", "Unauthorized");
        if (account != Accounts.Admin) return StatusAnswer.WriteAsync(context, 403, "Forbidden", "only the administrator moves the simulator");
        return (context.Request.Method, context.Request.Path.Value) switch
        {
            ("GET", "/simulator/faults") => WriteFaultsAsync(context),
            ("PUT" or "POST", "/simulator/faults") => SetFaultsAsync(context),
            ("DELETE", "/simulator/faults") => ClearFaultsAsync(context),
            ("POST", "/simulator/compact") => CompactAsync(context),
            ("POST", "/simulator/replace") => ReplaceAsync(context),
            _ => StatusAnswer.NotFoundAsync(context, "the simulator has GET, PUT and DELETE /simulator/faults, POST /simulator/compact and POST /simulator/replace?share=0.5"),
        };
    }

    private async Task SetFaultsAsync(HttpContext context)
    {
        try
        {
            foreach (var (name, values) in context.Request.Query) FaultGrammar.Apply(faults, name, values.ToString());
        }
        catch (FormatException refused)
        {
            await StatusAnswer.WriteAsync(context, 400, "BadRequest", refused.Message);
            return;
        }

        await WriteFaultsAsync(context);
    }

    private Task ClearFaultsAsync(HttpContext context)
    {
        faults.Clear();
        return WriteFaultsAsync(context);
    }

    private async Task WriteFaultsAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ObjectWriter.Options);
        json.WriteStartObject();
        foreach (var target in Enum.GetValues<FaultTarget>()) json.WriteString(JsonNamingPolicy.CamelCase.ConvertName(target.ToString()), FaultGrammar.Format(faults.Get(target)));
        json.WriteString("clockSkew", FaultGrammar.Format(faults.ClockSkew));
        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private async Task CompactAsync(HttpContext context)
    {
        foreach (var store in cluster.Stores) store.Compact();
        await StatusAnswer.WriteAsync(context, 200, "", "compacted");
    }

    private async Task ReplaceAsync(HttpContext context)
    {
        if (!double.TryParse(context.Request.Query["share"], NumberStyles.Float, CultureInfo.InvariantCulture, out var share) || share is not (> 0 and <= 1))
        {
            await StatusAnswer.WriteAsync(context, 400, "BadRequest", "share must be above 0 and at most 1, such as ?share=0.5");
            return;
        }

        var replaced = cluster.ReplaceShare(share);
        await StatusAnswer.WriteAsync(context, 200, "", string.Create(CultureInfo.InvariantCulture, $"{replaced} pods are being replaced"));
    }
}
