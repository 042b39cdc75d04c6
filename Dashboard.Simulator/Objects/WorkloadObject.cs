using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>How far a workload is: what is wanted and what is there.</summary>
internal readonly record struct ReplicaCounts(int Desired, int Total, int Ready, int Updated);

/// <summary>
/// A Deployment, ReplicaSet, StatefulSet, DaemonSet, Job or CronJob. The simulator serves them for owners and for kubectl; nothing is
/// computed from their JSON, so one type writes them all.
/// </summary>
internal sealed record WorkloadObject : ApiObject
{
    public required ResourceKind Kind { get; init; }

    public required PodTemplate Template { get; init; }

    /// <summary>The labels of the pods that are its own.</summary>
    public required LabelSet Selector { get; init; }

    public ReplicaCounts Counts { get; init; }

    public OwnerReference? Owner { get; init; }

    public int Revision { get; init; } = 1;

    /// <summary>Of a CronJob.</summary>
    public string? Schedule { get; init; }

    /// <summary>Of a CronJob: its last run; of a Job: its start.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Of a Job.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Of a Job.</summary>
    public bool Failed { get; init; }

    public override string? Field(string path) => path switch
    {
        "status.replicas" when Kind == Kinds.ReplicaSets => $"{Counts.Total}",
        "status.successful" when Kind == Kinds.Jobs => CompletedAt is not null && !Failed ? "1" : "0",
        _ => base.Field(path),
    };

    public override void WriteBody(ObjectWriter writer)
    {
        var json = writer.Json;
        writer.StartMetadata(this);
        if (Kind == Kinds.Deployments || Kind == Kinds.ReplicaSets)
        {
            json.WriteStartObject("annotations"u8);
            json.WriteString("deployment.kubernetes.io/revision"u8, $"{Revision}");
            json.WriteEndObject();
        }

        if (Owner is not null) ObjectParts.WriteOwner(json, Owner);
        json.WriteEndObject();
        json.WriteStartObject("spec"u8);
        if (Kind == Kinds.CronJobs)
        {
            json.WriteString("schedule"u8, Schedule);
            json.WriteBoolean("suspend"u8, false);
            json.WriteString("concurrencyPolicy"u8, "Forbid"u8);
            json.WriteStartObject("jobTemplate"u8);
            json.WriteStartObject("spec"u8);
            WritePodTemplate(writer);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            if (Kind == Kinds.Jobs)
            {
                json.WriteNumber("parallelism"u8, 1);
                json.WriteNumber("completions"u8, 1);
                json.WriteNumber("backoffLimit"u8, 6);
            }
            else if (Kind != Kinds.DaemonSets)
            {
                json.WriteNumber("replicas"u8, Counts.Desired);
            }

            json.WriteStartObject("selector"u8);
            writer.Raw("matchLabels"u8, Selector.Json);
            json.WriteEndObject();
            if (Kind == Kinds.StatefulSets) json.WriteString("serviceName"u8, Name);
            WritePodTemplate(writer);
        }

        json.WriteEndObject();
        json.WriteStartObject("status"u8);
        WriteStatus(writer);
        json.WriteEndObject();
    }

    private void WritePodTemplate(ObjectWriter writer)
    {
        var json = writer.Json;
        json.WriteStartObject("template"u8);
        json.WriteStartObject("metadata"u8);
        writer.Raw("labels"u8, Selector.Json);
        json.WriteEndObject();
        json.WriteStartObject("spec"u8);
        if (Template.InitContainersJson is not null) writer.Raw("initContainers"u8, Template.InitContainersJson);
        writer.Raw("containers"u8, Template.ContainersJson);
        json.WriteString("restartPolicy"u8, Template.RestartPolicy);
        json.WriteString("serviceAccountName"u8, Template.ServiceAccount);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteStatus(ObjectWriter writer)
    {
        var json = writer.Json;
        if (Kind == Kinds.CronJobs)
        {
            if (StartedAt is { } last) writer.Time("lastScheduleTime"u8, last);
            return;
        }

        if (Kind == Kinds.Jobs)
        {
            if (StartedAt is { } started) writer.Time("startTime"u8, started);
            if (CompletedAt is not { } completed)
            {
                json.WriteNumber("active"u8, 1);
                json.WriteNumber("ready"u8, Counts.Ready);
                return;
            }

            json.WriteNumber(Failed ? "failed"u8 : "succeeded"u8, 1);
            if (!Failed) writer.Time("completionTime"u8, completed);
            WriteCondition(writer, Failed ? "Failed" : "Complete", true, completed);
            return;
        }

        if (Kind == Kinds.DaemonSets)
        {
            json.WriteNumber("currentNumberScheduled"u8, Counts.Total);
            json.WriteNumber("desiredNumberScheduled"u8, Counts.Desired);
            json.WriteNumber("numberReady"u8, Counts.Ready);
            json.WriteNumber("numberAvailable"u8, Counts.Ready);
            json.WriteNumber("updatedNumberScheduled"u8, Counts.Updated);
            json.WriteNumber("numberMisscheduled"u8, 0);
        }
        else
        {
            json.WriteNumber("replicas"u8, Counts.Total);
            json.WriteNumber("readyReplicas"u8, Counts.Ready);
            json.WriteNumber("availableReplicas"u8, Counts.Ready);
            if (Kind == Kinds.Deployments || Kind == Kinds.StatefulSets) json.WriteNumber("updatedReplicas"u8, Counts.Updated);
            if (Kind == Kinds.Deployments) WriteCondition(writer, "Available", Counts.Ready >= Counts.Desired - (Counts.Desired / 4), Created);
        }

        json.WriteNumber("observedGeneration"u8, Generation);
    }

    private static void WriteCondition(ObjectWriter writer, string type, bool status, DateTimeOffset since)
    {
        var json = writer.Json;
        json.WriteStartArray("conditions"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString("status"u8, status ? "True"u8 : "False"u8);
        writer.Time("lastTransitionTime"u8, since);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
