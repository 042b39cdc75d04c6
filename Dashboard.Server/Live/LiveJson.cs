using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Server.History;
using Dashboard.Server.Live.Charts;
using Dashboard.Server.Live.Pages;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Runtime;

namespace Dashboard.Server.Live;

/// <summary>The JSON of /hubs/live and /api/v1: camelCase names and enumerations, null written out. Dashboard.Client/src/model/wire.ts is its mirror.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters =
    [
        typeof(CamelCaseEnumConverter<SourceKind>),
        typeof(CamelCaseEnumConverter<SourceCondition>),
        typeof(CamelCaseEnumConverter<ClusterSource>),
        typeof(CamelCaseEnumConverter<ContainerKind>),
        typeof(CamelCaseEnumConverter<ContainerState>),
        typeof(CamelCaseEnumConverter<EventType>),
        typeof(CamelCaseEnumConverter<QuotaUnit>),
        typeof(CamelCaseEnumConverter<MarkKind>),
        typeof(CamelCaseEnumConverter<Resolution>),
        typeof(CamelCaseEnumConverter<RowKind>),
        typeof(CamelCaseEnumConverter<WhyMissing>),
    ])]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Overview))]
[JsonSerializable(typeof(PodPage))]
[JsonSerializable(typeof(PodPageStep))]
[JsonSerializable(typeof(Facets))]
[JsonSerializable(typeof(PodDetail))]
[JsonSerializable(typeof(SeriesMessage))]
[JsonSerializable(typeof(NodePage))]
[JsonSerializable(typeof(NamespacePage))]
[JsonSerializable(typeof(WorkloadDetail))]
[JsonSerializable(typeof(PodRow[]))]
[JsonSerializable(typeof(RuntimeMessage))]
[JsonSerializable(typeof(PodQuery))]
[JsonSerializable(typeof(SeriesQuery))]
internal sealed partial class LiveJson : JsonSerializerContext;

internal sealed class CamelCaseEnumConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase)
    where TEnum : struct, Enum;
