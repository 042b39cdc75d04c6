using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>What an event is of.</summary>
/// <param name="FieldPath">spec.containers{name} for an event of one container; empty for the whole object.</param>
internal readonly record struct EventSubject(string ApiVersion, string Kind, string Namespace, string Name, string Uid, string FieldPath = "");

/// <summary>
/// An event of core/v1 in both shapes that a cluster has: as kubelet and controllers write it, repetitions counted, and as the scheduler does by the newer
/// API (events.k8s.io), with a series in place of the count.
/// </summary>
internal sealed record EventObject : ApiObject
{
    public required EventSubject Of { get; init; }

    /// <summary>Normal or Warning.</summary>
    public required string Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    /// <summary>Who says so: kubelet, default-scheduler, deployment-controller.</summary>
    public required string Component { get; init; }

    /// <summary>The node of a kubelet, the instance of a scheduler; empty for the rest.</summary>
    public string Host { get; init; } = "";

    /// <summary>In the newer shape.</summary>
    public bool InSeries { get; init; }

    /// <summary>What was tried, in the newer shape: Binding, Scheduling.</summary>
    public string Action { get; init; } = "";

    public required DateTimeOffset First { get; init; }

    public required DateTimeOffset Last { get; init; }

    public int Count { get; init; } = 1;

    public override string? Field(string path) => path switch
    {
        "involvedObject.kind" => Of.Kind,
        "involvedObject.namespace" => Of.Namespace,
        "involvedObject.name" => Of.Name,
        "involvedObject.uid" => Of.Uid,
        "involvedObject.apiVersion" => Of.ApiVersion,
        "involvedObject.fieldPath" => Of.FieldPath,
        "involvedObject.resourceVersion" => "",
        "reason" => Reason,
        "reportingComponent" => Component,
        "source" => Component,
        "type" => Type,
        _ => base.Field(path),
    };

    public override void WriteBody(ObjectWriter writer)
    {
        var json = writer.Json;
        writer.StartMetadata(this);
        json.WriteEndObject();
        json.WriteStartObject("involvedObject"u8);
        json.WriteString("kind"u8, Of.Kind);
        if (Of.Namespace.Length > 0) json.WriteString("namespace"u8, Of.Namespace);
        json.WriteString("name"u8, Of.Name);
        json.WriteString("uid"u8, Of.Uid);
        json.WriteString("apiVersion"u8, Of.ApiVersion);
        if (Of.FieldPath.Length > 0) json.WriteString("fieldPath"u8, Of.FieldPath);
        json.WriteEndObject();
        json.WriteString("reason"u8, Reason);
        json.WriteString("message"u8, Message);
        if (InSeries) WriteSeries(writer);
        else WriteCount(writer);
        json.WriteString("type"u8, Type);
        json.WriteString("reportingComponent"u8, Component);
        json.WriteString("reportingInstance"u8, Host);
    }

    private void WriteCount(ObjectWriter writer)
    {
        var json = writer.Json;
        json.WriteStartObject("source"u8);
        json.WriteString("component"u8, Component);
        if (Host.Length > 0) json.WriteString("host"u8, Host);
        json.WriteEndObject();
        writer.Time("firstTimestamp"u8, First);
        writer.Time("lastTimestamp"u8, Last);
        json.WriteNumber("count"u8, Count);
        json.WriteNull("eventTime"u8);
    }

    private void WriteSeries(ObjectWriter writer)
    {
        var json = writer.Json;
        json.WriteStartObject("source"u8);
        json.WriteEndObject();
        json.WriteNull("firstTimestamp"u8);
        json.WriteNull("lastTimestamp"u8);
        writer.MicroTime("eventTime"u8, First);
        if (Count > 1)
        {
            json.WriteStartObject("series"u8);
            json.WriteNumber("count"u8, Count);
            writer.MicroTime("lastObservedTime"u8, Last);
            json.WriteEndObject();
        }

        json.WriteString("action"u8, Action);
    }
}
