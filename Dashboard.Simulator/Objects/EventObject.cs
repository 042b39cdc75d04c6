using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>What an event is of.</summary>
/// <param name="FieldPath">spec.containers{name} for an event of one container; empty for the whole object.</param>
internal readonly record struct EventSubject(string ApiVersion, string Kind, string Namespace, string Name, string Uid, string FieldPath = "");

/// <summary>An event of core/v1, as kubelet, scheduler and controllers write it: repetitions are counted and not written again.</summary>
internal sealed record EventObject : ApiObject
{
    public required EventSubject Of { get; init; }

    /// <summary>Normal or Warning.</summary>
    public required string Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    /// <summary>Who says so: kubelet, default-scheduler, deployment-controller.</summary>
    public required string Component { get; init; }

    /// <summary>The node of a kubelet; empty for the rest.</summary>
    public string Host { get; init; } = "";

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
        json.WriteStartObject("source"u8);
        json.WriteString("component"u8, Component);
        if (Host.Length > 0) json.WriteString("host"u8, Host);
        json.WriteEndObject();
        writer.Time("firstTimestamp"u8, Created);
        writer.Time("lastTimestamp"u8, Last);
        json.WriteNumber("count"u8, Count);
        json.WriteString("type"u8, Type);
        json.WriteNull("eventTime"u8);
        json.WriteString("reportingComponent"u8, Component);
        json.WriteString("reportingInstance"u8, Host);
    }
}
