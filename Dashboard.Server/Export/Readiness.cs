using System.Text;
using System.Text.Json.Serialization;
using Dashboard.Server.History;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Server.Export;

/// <summary>
/// Whether the server has what it is there for: the list of pods and their metrics. A source that is not usable makes 503, with the reason and the remedy.
/// Nodes and their metrics are named too, but an account for a single namespace may never see them: they do not count. Nor do events and quotas, which
/// only add to what is shown.
/// </summary>
internal sealed record Readiness(bool Ready, IReadOnlyList<SourceReadiness> Sources)
{
    public static Readiness Of(HistoryReader reader)
    {
        var sources = Enum.GetValues<SourceKind>().Select(kind =>
        {
            var state = reader.Sources.FirstOrDefault(source => source.Kind == kind)
                ?? new SourceState(kind, SourceCondition.Pending, reader.At, Message: "The first answer has not come yet.");
            var needed = kind is SourceKind.Pods or SourceKind.PodMetrics;
            return new SourceReadiness(SourceNames.Of(kind), needed, IsUsable(state, reader), SourceNames.Of(state.Condition), state.LastSuccessAt, state.Message, state.Remedy);
        }).ToList();
        return new Readiness(sources.All(source => source.Usable || !source.Needed), sources);
    }

    public static async Task AnswerAsync(HttpContext context, ClusterHistory history)
    {
        var readiness = history.Read(0, static (reader, _) => Of(reader));
        context.Response.StatusCode = readiness.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        var json = context.Request.Query["format"] == "json"
            || context.Request.GetTypedHeaders().Accept.Any(range => range.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase));
        if (json)
        {
            await context.Response.WriteAsJsonAsync(readiness, ReadinessJson.Default.Readiness, cancellationToken: context.RequestAborted);
        }
        else
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            context.Response.Headers[HeaderNames.XContentTypeOptions] = "nosniff";
            await context.Response.WriteAsync(readiness.ToText(), context.RequestAborted);
        }
    }

    public string ToText()
    {
        var text = new StringBuilder(Ready ? "ready\n" : "not ready\n");
        foreach (var source in Sources)
        {
            text.Append(source.Usable ? "ok  " : source.Needed ? "FAIL" : "warn").Append(' ').Append(source.Name).Append(": ").Append(source.Condition);
            text.Append(source.Message is null ? "" : $": {source.Message.TrimEnd('.')}").Append(source.Remedy is null ? "" : $". {source.Remedy}").Append('\n');
        }

        return text.ToString();
    }

    /// <summary>An empty list is usable where it can be true: a cluster without pods, and metrics of one in which none runs.</summary>
    private static bool IsUsable(SourceState state, HistoryReader reader) => state.Condition switch
    {
        SourceCondition.Fresh => true,
        SourceCondition.Empty => state.Kind == SourceKind.Pods || state.Kind == SourceKind.PodMetrics && reader.LivingPods == 0,
        _ => false,
    };
}

/// <param name="Name">Which source.</param>
/// <param name="Needed">Whether the server is not ready without it.</param>
/// <param name="Usable">Whether it gives what it should.</param>
/// <param name="Condition">What is known of it.</param>
/// <param name="LastSuccessAt">When it last answered as it should.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record SourceReadiness(
    string Name, bool Needed, bool Usable, string Condition, DateTimeOffset? LastSuccessAt, string? Message, string? Remedy);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Readiness))]
internal sealed partial class ReadinessJson : JsonSerializerContext;
