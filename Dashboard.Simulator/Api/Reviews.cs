using System.Text.Json;
using Dashboard.Simulator.Access;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>TokenReview, SelfSubjectReview, SubjectAccessReview and SelfSubjectAccessReview, answered from the table of <see cref="Accounts"/>.</summary>
internal sealed class Reviews(Authenticator authenticator)
{
    public const string AuthenticationGroup = "authentication.k8s.io";
    public const string AuthorizationGroup = "authorization.k8s.io";

    public static bool Serves(ApiPath path) => (path.Group, path.Version, path.Resource) is
        (AuthenticationGroup, "v1", "tokenreviews" or "selfsubjectreviews") or (AuthorizationGroup, "v1", "subjectaccessreviews" or "selfsubjectaccessreviews");

    public async Task WriteAsync(HttpContext context, ApiPath path, Account asker)
    {
        // Who asks who he is says nothing else.
        var spec = default(JsonElement);
        if (path.Resource != "selfsubjectreviews")
        {
            if (await ReviewBody.ReadAsync(context, path) is not { } root)
            {
                await StatusAnswer.WriteAsync(context, 415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json");
                return;
            }

            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("spec", out spec) || spec.ValueKind != JsonValueKind.Object)
            {
                await StatusAnswer.WriteAsync(context, 422, "Invalid", $"{path.Resource} is invalid: spec: Required value");
                return;
            }
        }

        context.Response.StatusCode = 201;
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, ObjectWriter.Options);
        json.WriteStartObject();
        switch (path.Resource)
        {
            case "tokenreviews":
                Open(json, "TokenReview", AuthenticationGroup, spec);
                WriteIdentity(json, Text(spec, "token") is { Length: > 0 } token ? authenticator.ByToken(token) : null);
                break;
            case "selfsubjectreviews":
                Open(json, "SelfSubjectReview", AuthenticationGroup, spec);
                WriteUser(json, "userInfo", asker);
                json.WriteEndObject();
                break;
            case "subjectaccessreviews":
                Open(json, "SubjectAccessReview", AuthorizationGroup, spec);
                WriteDecision(json, Text(spec, "user"), Strings(spec, "groups"), spec);
                break;
            default:
                Open(json, "SelfSubjectAccessReview", AuthorizationGroup, spec);
                WriteDecision(json, asker.Name, asker.Groups, spec);
                break;
        }

        json.WriteEndObject();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void Open(Utf8JsonWriter json, string kind, string group, JsonElement spec)
    {
        json.WriteString("kind"u8, kind);
        json.WriteString("apiVersion"u8, $"{group}/v1");
        json.WriteStartObject("metadata"u8);
        json.WriteNull("creationTimestamp"u8);
        json.WriteEndObject();
        if (spec.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName("spec"u8);
            spec.WriteTo(json);
        }

        json.WriteStartObject("status"u8);
    }

    private static void WriteIdentity(Utf8JsonWriter json, Account? account)
    {
        if (account is null)
        {
            json.WriteBoolean("authenticated"u8, false);
            json.WriteString("error"u8, "invalid bearer token"u8);
        }
        else
        {
            json.WriteBoolean("authenticated"u8, true);
            WriteUser(json, "user", account);
        }

        json.WriteEndObject();
    }

    private static void WriteUser(Utf8JsonWriter json, string name, Account account)
    {
        json.WriteStartObject(name);
        json.WriteString("username"u8, account.Name);
        json.WriteString("uid"u8, account.Uid);
        json.WriteStartArray("groups"u8);
        foreach (var group in account.Groups) json.WriteStringValue(group);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDecision(Utf8JsonWriter json, string user, IReadOnlyList<string> groups, JsonElement spec)
    {
        var asked = spec.TryGetProperty("resourceAttributes", out var resource) && resource.ValueKind == JsonValueKind.Object
            ? new AccessRequest(Text(resource, "verb"), Text(resource, "group"), Text(resource, "resource"), Text(resource, "subresource"), Text(resource, "namespace"), Text(resource, "name"), "")
            : spec.TryGetProperty("nonResourceAttributes", out var other) && other.ValueKind == JsonValueKind.Object
                ? new AccessRequest(Text(other, "verb"), "", "", "", "", "", Text(other, "path"))
                : null;
        var allowed = asked is not null && Accounts.May(user, groups, asked);
        json.WriteBoolean("allowed"u8, allowed);
        if (!allowed) json.WriteString("reason"u8, "no rule of the simulated cluster allows it"u8);
        json.WriteEndObject();
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static List<string> Strings(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
        : [];
}
