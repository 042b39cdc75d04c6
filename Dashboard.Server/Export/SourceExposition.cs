using Dashboard.Server.History;

namespace Dashboard.Server.Export;

/// <summary>Where the knowledge comes from, and how old it is: what an alert on missing data looks at.</summary>
internal static class SourceExposition
{
    private static readonly Family Up = new("dashboard_source_up", "1 when the source gives what it should, 0 when it does not.");
    private static readonly Family Condition = new("dashboard_source_condition", "1 for the condition the source is in.");
    private static readonly Family Items = new("dashboard_source_items", "Items of the last good answer.");
    private static readonly Family BadItems = new("dashboard_source_bad_items", "Items that could not be read.", counter: true);
    private static readonly Family LastSuccess =
        new("dashboard_source_last_success_timestamp_seconds", "When the source last answered as it should, since 1970.", "seconds");

    private static readonly Family SampleAge = new(
        "dashboard_pod_sample_age_seconds", "Time since the server first read the newest sample of any pod.", "seconds");

    private static readonly Family SampledAt = new(
        "dashboard_pod_sample_timestamp_seconds", "Time of the newest sample of any pod by the clock of the cluster, since 1970.", "seconds");

    private static readonly Family GonePods = new("dashboard_history_gone_pods", "Pods that went away and are still remembered.");

    public static void Write(ScrapeSnapshot snapshot, ExpositionWriter writer, LabelEncoder encoder)
    {
        writer.Begin(Up);
        foreach (var source in snapshot.Sources)
        {
            writer.Add(encoder.Bytes(Of(source).End()), source.Condition is SourceCondition.Fresh ? 1 : 0);
        }

        writer.Begin(Condition);
        foreach (var source in snapshot.Sources)
        {
            var condition = SourceNames.Of(source.Condition);
            writer.Add(encoder.Bytes(Of(source).Add("condition"u8, condition).End()), 1);
        }

        writer.Begin(Items);
        foreach (var source in snapshot.Sources)
        {
            writer.Add(encoder.Bytes(Of(source).End()), source.Items);
        }

        writer.Begin(BadItems);
        foreach (var source in snapshot.Sources)
        {
            writer.Add(encoder.Bytes(Of(source).End()), source.BadItems);
        }

        writer.Begin(LastSuccess);
        foreach (var source in snapshot.Sources)
        {
            if (source.LastSuccessAt is { } at)
            {
                writer.Add(encoder.Bytes(Of(source).End()), at.ToUnixTimeMilliseconds() / 1000.0);
            }
        }

        if (snapshot.NewestReadAtMilliseconds > 0)
        {
            writer.Begin(SampleAge);
            writer.Add(default, Math.Max(0, (snapshot.ScrapedAt.ToUnixTimeMilliseconds() - snapshot.NewestReadAtMilliseconds) / 1000.0));
            writer.Begin(SampledAt);
            writer.Add(default, snapshot.NewestSampledAtMilliseconds / 1000.0);
        }

        writer.Begin(GonePods);
        writer.Add(default, snapshot.GonePods);

        LabelEncoder.LabelBuilder Of(SourceState source) => encoder.Begin().Add("source"u8, SourceNames.Of(source.Kind));
    }
}

/// <summary>Sources and conditions as they are called outside.</summary>
internal static class SourceNames
{
    public static string Of(SourceKind kind) => kind switch
    {
        SourceKind.Pods => "pods",
        SourceKind.Nodes => "nodes",
        SourceKind.PodMetrics => "pod_metrics",
        SourceKind.NodeMetrics => "node_metrics",
        SourceKind.Events => "events",
        _ => "resource_quotas",
    };

    public static string Of(SourceCondition condition) => condition switch
    {
        SourceCondition.Pending => "pending",
        SourceCondition.Fresh => "fresh",
        SourceCondition.Stale => "stale",
        SourceCondition.Empty => "empty",
        SourceCondition.Absent => "absent",
        SourceCondition.Forbidden => "forbidden",
        _ => "unavailable",
    };
}
