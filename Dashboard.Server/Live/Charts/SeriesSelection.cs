using System.Globalization;
using System.Text.Json;
using Dashboard.Server.History;

namespace Dashboard.Server.Live.Charts;

/// <summary>A series query that was checked and brought into one form.</summary>
internal sealed class SeriesSelection
{
    private readonly string _endName;

    private SeriesSelection(SeriesQuery query, QueryErrors errors)
    {
        if (string.IsNullOrEmpty(query.Kind))
        {
            errors.Add("kind", $"kind is missing; it must be one of {string.Join(", ", Choices.Of<SeriesTarget>())}.");
        }

        Kind = errors.Choice("kind", query.Kind, SeriesTarget.Cluster);
        var ofWorkload = Kind is SeriesTarget.Workload or SeriesTarget.WorkloadPods;
        Namespace = Needed(errors, "namespace", query.Namespace, ofWorkload || Kind is SeriesTarget.Namespace or SeriesTarget.Pod);
        Name = Needed(errors, "name", query.Name, ofWorkload || Kind is SeriesTarget.Node or SeriesTarget.Pod);
        WorkloadKind = Needed(errors, "workloadKind", query.WorkloadKind, ofWorkload);
        Subjects = Kind == SeriesTarget.Compare ? ComparedSubject.ReadAll(errors, query.Subjects) : [];
        var rangeSeconds = errors.Range(
            "rangeSeconds", query.RangeSeconds, SeriesQuery.RangeSecondsMinimum, SeriesQuery.RangeSecondsMaximum, SeriesQuery.RangeSecondsDefault);
        Range = TimeSpan.FromSeconds(rangeSeconds);
        EndAt = EndOf(errors, query.EndAt);
        _endName = errors.Name("endAt");
        Points = errors.Range("points", query.Points, SeriesQuery.PointsMinimum, SeriesQuery.PointsMaximum, SeriesQuery.PointsDefault);
        Key = "series" + JsonSerializer.Serialize(
            new SeriesQuery
            {
                Kind = Kind.ToString(),
                Subjects = [.. Subjects.Select(subject => subject.Text)],
                Namespace = Namespace,
                Name = Name,
                WorkloadKind = WorkloadKind,
                RangeSeconds = rangeSeconds,
                EndAt = EndAt?.ToUnixTimeMilliseconds(),
                Points = Points,
            },
            LiveJson.Default.SeriesQuery);
    }

    /// <summary>Equal for queries that ask for the same.</summary>
    public string Key { get; }

    public SeriesTarget Kind { get; }

    /// <summary>What is compared, in the order of the lines.</summary>
    public ComparedSubject[] Subjects { get; }

    public string Namespace { get; }

    public string Name { get; }

    public string WorkloadKind { get; }

    public WorkloadRef Workload => new(WorkloadKind, Name);

    public TimeSpan Range { get; }

    /// <summary>The end of a range in the past; null for now.</summary>
    public DateTimeOffset? EndAt { get; }

    public int Points { get; }

    /// <summary>Samples to an hour, minutes to a day, ten minutes beyond: never more than some 1,500 points are read. Coarser where these do not reach back so far.</summary>
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

    /// <summary>Whether the end lies where something may be kept, which depends on when it is asked.</summary>
    /// <exception cref="InvalidQueryException">The range ends in the future, or too long ago.</exception>
    public void CheckEnd(DateTimeOffset now)
    {
        var errors = new QueryErrors();
        if (EndAt > now + SeriesQuery.EndAheadMaximum)
        {
            errors.AddUnder(_endName, string.Create(
                CultureInfo.InvariantCulture,
                $"{_endName} is {EndAt:u}, which is in the future: it is {now:u} here. Leave it out for a range that ends now, and look at the clock that it came from."));
        }
        else if (EndAt < now - SeriesQuery.EndAgeMaximum)
        {
            errors.AddUnder(_endName, string.Create(
                CultureInfo.InvariantCulture,
                $"{_endName} is {EndAt:u}; it may be at most {SeriesQuery.EndAgeMaximum.TotalDays:0} days ago, since nothing is kept for longer."));
        }

        errors.ThrowIfAny();
    }

    private static DateTimeOffset? EndOf(QueryErrors errors, long? milliseconds)
    {
        // Beyond the years that a DateTimeOffset knows; whether the time makes sense is seen when it is asked.
        if (milliseconds is < 0 or > 253_402_300_799_999)
        {
            errors.Add("endAt", string.Create(
                CultureInfo.InvariantCulture, $"{errors.Name("endAt")} is {milliseconds}; it must be a time in milliseconds since 1970 UTC."));
            return null;
        }

        return milliseconds is { } given ? DateTimeOffset.FromUnixTimeMilliseconds(given) : null;
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
    WorkloadPods,
    Compare,
}
