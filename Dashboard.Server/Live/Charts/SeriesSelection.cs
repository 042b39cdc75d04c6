using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Live.Charts;

/// <summary>A series query that was checked and brought into one form.</summary>
internal sealed class SeriesSelection
{
    private SeriesSelection(SeriesQuery query, QueryErrors errors)
    {
        if (string.IsNullOrEmpty(query.Kind))
        {
            errors.Add("kind", "kind is missing; it must be one of cluster, node, namespace, workload, pod.");
        }

        Kind = errors.Choice("kind", query.Kind, SeriesTarget.Cluster);
        Namespace = Needed(errors, "namespace", query.Namespace, Kind is SeriesTarget.Namespace or SeriesTarget.Workload or SeriesTarget.Pod);
        Name = Needed(errors, "name", query.Name, Kind is SeriesTarget.Node or SeriesTarget.Workload or SeriesTarget.Pod);
        WorkloadKind = Needed(errors, "workloadKind", query.WorkloadKind, Kind is SeriesTarget.Workload);
        var rangeSeconds = errors.Range(
            "rangeSeconds", query.RangeSeconds, SeriesQuery.RangeSecondsMinimum, SeriesQuery.RangeSecondsMaximum, SeriesQuery.RangeSecondsDefault);
        Range = TimeSpan.FromSeconds(rangeSeconds);
        Points = errors.Range("points", query.Points, SeriesQuery.PointsMinimum, SeriesQuery.PointsMaximum, SeriesQuery.PointsDefault);
        Key = "series" + JsonSerializer.Serialize(
            new SeriesQuery
            {
                Kind = Kind.ToString(),
                Namespace = Namespace,
                Name = Name,
                WorkloadKind = WorkloadKind,
                RangeSeconds = rangeSeconds,
                Points = Points,
            },
            LiveJson.Default.SeriesQuery);
    }

    /// <summary>Equal for queries that ask for the same.</summary>
    public string Key { get; }

    public SeriesTarget Kind { get; }

    public string Namespace { get; }

    public string Name { get; }

    public string WorkloadKind { get; }

    public TimeSpan Range { get; }

    public int Points { get; }

    /// <summary>Samples to an hour, minutes to a day, ten minutes beyond: never more than some 1,500 points are read.</summary>
    public Resolution Resolution =>
        Range <= TimeSpan.FromHours(1) ? Resolution.Sample
        : Range <= TimeSpan.FromDays(1) ? Resolution.Minute
        : Resolution.TenMinutes;

    /// <exception cref="InvalidQueryException">Something in the query is wrong; the message says all of it.</exception>
    public static SeriesSelection From(SeriesQuery query, QueryErrors? errors = null)
    {
        errors ??= new QueryErrors();
        var selection = new SeriesSelection(query, errors);
        errors.ThrowIfAny();
        return selection;
    }

    private static string Needed(QueryErrors errors, string field, string? value, bool needed)
    {
        if (!needed)
        {
            return "";
        }

        if (string.IsNullOrEmpty(value))
        {
            errors.Add(field, $"{field} is missing; this kind of series needs it.");
        }

        return errors.Text(field, value, 253) ?? "";
    }
}

internal enum SeriesTarget
{
    Cluster,
    Node,
    Namespace,
    Workload,
    Pod,
}
