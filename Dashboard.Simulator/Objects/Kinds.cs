using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>The kinds that are kept in stores, with kubectl's columns.</summary>
internal static class Kinds
{
    private static readonly TableColumn Name = new("Name", "string", 0, static (w, o, _) => w.WriteStringValue(o.Name)) { Format = "name" };
    private static readonly TableColumn Age = new("Age", "string", 0, static (w, o, now) => w.WriteStringValue(Ages.Of(o.Created, now)));
    private static readonly TableColumn Containers = Text<WorkloadObject>("Containers", static o => string.Join(',', o.Template.Containers.Select(c => c.Name)), 1);
    private static readonly TableColumn Images = Text<WorkloadObject>("Images", static o => string.Join(',', o.Template.Containers.Select(c => c.Image)), 1);
    private static readonly TableColumn Selector = Text<WorkloadObject>("Selector", static o => string.Join(',', o.Selector.All.Select(l => $"{l.Key}={l.Value}")), 1);

    public static ResourceKind Pods { get; } = new("", "v1", "pods", "pod", "Pod", true)
    {
        ShortNames = ["po"],
        Categories = ["all"],
        Verbs = ["delete", "get", "list", "watch"],
        Columns = PodColumns.All,
        TypicalBytes = 6_000,
    };

    public static ResourceKind Nodes { get; } = new("", "v1", "nodes", "node", "Node", false)
    {
        ShortNames = ["no"],
        Columns =
        [
            Name,
            Text<NodeObject>("Status", static n => n.Unreachable ? "NotReady" : "Ready"),
            Text<NodeObject>("Roles", static n => n.Roles),
            Age,
            Text<NodeObject>("Version", static _ => NodeObject.KubeletVersion),
            Text<NodeObject>("Internal-IP", static n => n.InternalIp, 1),
            Text<NodeObject>("External-IP", static _ => "<none>", 1),
            Text<NodeObject>("OS-Image", static _ => NodeObject.OsImage, 1),
            Text<NodeObject>("Kernel-Version", static _ => NodeObject.KernelVersion, 1),
            Text<NodeObject>("Container-Runtime", static _ => NodeObject.Runtime, 1),
        ],
    };

    public static ResourceKind Namespaces { get; } = new("", "v1", "namespaces", "namespace", "Namespace", false)
    {
        ShortNames = ["ns"],
        TypicalBytes = 300,
        Columns = [Name, Text<NamespaceObject>("Status", static _ => "Active"), Age],
    };

    public static ResourceKind Deployments { get; } = new("apps", "v1", "deployments", "deployment", "Deployment", true)
    {
        ShortNames = ["deploy"],
        Categories = ["all"],
        Columns =
        [
            Name,
            Text<WorkloadObject>("Ready", static o => $"{o.Counts.Ready}/{o.Counts.Desired}"),
            Text<WorkloadObject>("Up-to-date", static o => $"{o.Counts.Updated}"),
            Text<WorkloadObject>("Available", static o => $"{o.Counts.Ready}"),
            Age, Containers, Images, Selector,
        ],
    };

    public static ResourceKind ReplicaSets { get; } = new("apps", "v1", "replicasets", "replicaset", "ReplicaSet", true)
    {
        ShortNames = ["rs"],
        Categories = ["all"],
        Columns =
        [
            Name,
            Number("Desired", static o => o.Counts.Desired),
            Number("Current", static o => o.Counts.Total),
            Number("Ready", static o => o.Counts.Ready),
            Age, Containers, Images, Selector,
        ],
    };

    public static ResourceKind StatefulSets { get; } = new("apps", "v1", "statefulsets", "statefulset", "StatefulSet", true)
    {
        ShortNames = ["sts"],
        Categories = ["all"],
        Columns = [Name, Text<WorkloadObject>("Ready", static o => $"{o.Counts.Ready}/{o.Counts.Desired}"), Age, Containers, Images],
    };

    public static ResourceKind DaemonSets { get; } = new("apps", "v1", "daemonsets", "daemonset", "DaemonSet", true)
    {
        ShortNames = ["ds"],
        Categories = ["all"],
        Columns =
        [
            Name,
            Number("Desired", static o => o.Counts.Desired),
            Number("Current", static o => o.Counts.Total),
            Number("Ready", static o => o.Counts.Ready),
            Number("Up-to-date", static o => o.Counts.Updated),
            Number("Available", static o => o.Counts.Ready),
            Text<WorkloadObject>("Node Selector", static _ => "<none>"),
            Age, Containers, Images, Selector,
        ],
    };

    public static ResourceKind Jobs { get; } = new("batch", "v1", "jobs", "job", "Job", true)
    {
        Categories = ["all"],
        Columns =
        [
            Name,
            Text<WorkloadObject>("Status", static o => o.CompletedAt is null ? "Running" : o.Failed ? "Failed" : "Complete"),
            Text<WorkloadObject>("Completions", static o => o.CompletedAt is not null && !o.Failed ? "1/1" : "0/1"),
            new TableColumn("Duration", "string", 0, static (w, o, now) =>
                w.WriteStringValue(((WorkloadObject)o).StartedAt is { } started ? Ages.Of(started, ((WorkloadObject)o).CompletedAt ?? now) : "")),
            Age, Containers, Images, Selector,
        ],
    };

    public static ResourceKind CronJobs { get; } = new("batch", "v1", "cronjobs", "cronjob", "CronJob", true)
    {
        ShortNames = ["cj"],
        Categories = ["all"],
        Columns =
        [
            Name,
            Text<WorkloadObject>("Schedule", static o => o.Schedule ?? ""),
            Text<WorkloadObject>("Timezone", static _ => "<none>"),
            Text<WorkloadObject>("Suspend", static _ => "False"),
            Number("Active", static o => o.Counts.Total),
            new TableColumn("Last Schedule", "string", 0, static (w, o, now) =>
                w.WriteStringValue(((WorkloadObject)o).StartedAt is { } last ? Ages.Of(last, now) : "<none>")),
            Age, Containers, Images, Selector,
        ],
    };

    public static ResourceKind Events { get; } = new("", "v1", "events", "event", "Event", true)
    {
        ShortNames = ["ev"],
        TypicalBytes = 700,
        Columns =
        [
            new TableColumn("Last Seen", "string", 0, static (w, o, now) => w.WriteStringValue(Ages.Of(((EventObject)o).Last, now))),
            Text<EventObject>("Type", static o => o.Type),
            Text<EventObject>("Reason", static o => o.Reason),
            Text<EventObject>("Object", static o => $"{o.Of.Kind.ToLowerInvariant()}/{o.Of.Name}"),
            Text<EventObject>("Subobject", static o => o.Of.FieldPath, 1),
            Text<EventObject>("Source", static o => o.Host.Length == 0 ? o.Component : $"{o.Component}, {o.Host}", 1),
            Text<EventObject>("Message", static o => o.Message),
            new TableColumn("First Seen", "string", 1, static (w, o, now) => w.WriteStringValue(Ages.Of(((EventObject)o).First, now))),
            new TableColumn("Count", "integer", 1, static (w, o, _) => w.WriteNumberValue(((EventObject)o).Count)),
            new TableColumn("Name", "string", 1, static (w, o, _) => w.WriteStringValue(o.Name)) { Format = "name" },
        ],
    };

    public static ResourceKind ResourceQuotas { get; } = new("", "v1", "resourcequotas", "resourcequota", "ResourceQuota", true)
    {
        ShortNames = ["quota"],
        TypicalBytes = 700,
        Columns =
        [
            Name,
            Text<QuotaObject>("Request", static o => o.Summary(limits: false)),
            Text<QuotaObject>("Limit", static o => o.Summary(limits: true)),
            Age,
        ],
    };

    public static IReadOnlyList<ResourceKind> Stored { get; } =
        [Pods, Nodes, Namespaces, Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs, CronJobs, Events, ResourceQuotas];

    private static TableColumn Text<T>(string name, Func<T, string> value, int priority = 0)
        where T : ApiObject =>
        new(name, "string", priority, (Utf8JsonWriter w, ApiObject o, DateTimeOffset _) => w.WriteStringValue(value((T)o)));

    private static TableColumn Number(string name, Func<WorkloadObject, int> value) =>
        new(name, "integer", 0, (w, o, _) => w.WriteNumberValue(value((WorkloadObject)o)));
}
