using System.Text.Json;
using Dashboard.Simulator.Objects;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Api;

/// <summary>What the API serves, in the form that every version of kubectl still understands, and /version.</summary>
internal static class Discovery
{
    private const string VersionJson = """
        {"major":"1","minor":"33","gitVersion":"v1.33.4+simulator","gitCommit":"0000000000000000000000000000000000000000","gitTreeState":"clean","buildDate":"2025-08-12T00:00:00Z","goVersion":"go1.24.5","compiler":"gc","platform":"linux/amd64"}
        """;

    // Served without being stored.
    private static readonly ResourceKind[] Computed =
    [
        new(MetricsAnswer.Group, "v1beta1", "nodes", "", "NodeMetrics", false) { Verbs = ["get", "list"] },
        new(MetricsAnswer.Group, "v1beta1", "pods", "", "PodMetrics", true) { Verbs = ["get", "list"] },
        new(Reviews.AuthenticationGroup, "v1", "tokenreviews", "tokenreview", "TokenReview", false) { Verbs = ["create"] },
        new(Reviews.AuthenticationGroup, "v1", "selfsubjectreviews", "selfsubjectreview", "SelfSubjectReview", false) { Verbs = ["create"] },
        new(Reviews.AuthorizationGroup, "v1", "subjectaccessreviews", "subjectaccessreview", "SubjectAccessReview", false) { Verbs = ["create"] },
        new(Reviews.AuthorizationGroup, "v1", "selfsubjectaccessreviews", "selfsubjectaccessreview", "SelfSubjectAccessReview", false) { Verbs = ["create"] },
    ];

    private static readonly ResourceKind[] All = [.. Kinds.Stored, .. Computed];

    /// <summary>Null when the path is no discovery path that exists.</summary>
    /// <param name="withMetrics">False while metrics-server is not installed.</param>
    public static Action<Utf8JsonWriter>? Find(string path, bool withMetrics)
    {
        var kinds = withMetrics ? All : [.. All.Where(k => k.Group != MetricsAnswer.Group)];
        return path.Trim('/').Split('/') switch
        {
            ["version"] => w => w.WriteRawValue(VersionJson),
            ["api"] => w => w.WriteRawValue("""{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[]}"""),
            ["apis"] => w => WriteGroups(w, kinds),
            ["apis", var group] when kinds.Any(k => k.Group == group) => w => WriteGroup(w, group, kinds, withKind: true),
            ["api", "v1"] => w => WriteResources(w, "", "v1", kinds),
            ["apis", var group, var version] when kinds.Any(k => k.Group == group && k.Version == version) => w => WriteResources(w, group, version, kinds),
            _ => null,
        };
    }

    private static void WriteGroups(Utf8JsonWriter json, ResourceKind[] kinds)
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIGroupList");
        json.WriteString("apiVersion", "v1");
        json.WriteStartArray("groups");
        foreach (var group in kinds.Select(k => k.Group).Where(g => g.Length > 0).Distinct()) WriteGroup(json, group, kinds, withKind: false);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, string group, ResourceKind[] kinds, bool withKind)
    {
        var version = kinds.First(k => k.Group == group).Version;
        json.WriteStartObject();
        if (withKind)
        {
            json.WriteString("kind", "APIGroup");
            json.WriteString("apiVersion", "v1");
        }

        json.WriteString("name", group);
        json.WriteStartArray("versions");
        WriteVersion();
        json.WriteEndArray();
        json.WritePropertyName("preferredVersion");
        WriteVersion();
        json.WriteEndObject();

        void WriteVersion()
        {
            json.WriteStartObject();
            json.WriteString("groupVersion", $"{group}/{version}");
            json.WriteString("version", version);
            json.WriteEndObject();
        }
    }

    private static void WriteResources(Utf8JsonWriter json, string group, string version, ResourceKind[] kinds)
    {
        json.WriteStartObject();
        json.WriteString("kind", "APIResourceList");
        json.WriteString("apiVersion", "v1");
        json.WriteString("groupVersion", group.Length == 0 ? version : $"{group}/{version}");
        json.WriteStartArray("resources");
        foreach (var kind in kinds.Where(k => k.Group == group && k.Version == version))
        {
            json.WriteStartObject();
            json.WriteString("name", kind.Plural);
            json.WriteString("singularName", kind.Singular);
            json.WriteBoolean("namespaced", kind.Namespaced);
            json.WriteString("kind", kind.Kind);
            WriteStrings("verbs", kind.Verbs);
            if (kind.ShortNames.Count > 0) WriteStrings("shortNames", kind.ShortNames);
            if (kind.Categories.Count > 0) WriteStrings("categories", kind.Categories);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();

        void WriteStrings(string name, IReadOnlyList<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values) json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }
}
