using System.Globalization;
using Dashboard.Server.Live.Charts;
using Dashboard.Server.Live.Pods;
using Dashboard.Server.Live.Runtime;

namespace Dashboard.Server.Live.Api;

/// <summary>Reads the query string into the queries of the hub. A parameter that nobody knows is an error: a misspelt filter would filter nothing.</summary>
internal sealed class ApiQuery
{
    private static readonly Dictionary<string, string> WireNames = new(StringComparer.Ordinal)
    {
        ["namespaces"] = "namespace",
        ["phases"] = "phase",
        ["nodes"] = "node",
        ["rangeSeconds"] = "range",
        ["endAt"] = "end",
        ["subjects"] = "subject",
    };

    private readonly IQueryCollection _query;

    private ApiQuery(HttpRequest request, ApiParameters parameters)
    {
        _query = request.Query;
        foreach (var name in _query.Keys)
        {
            if (!parameters.All.Any(parameter => parameter.Name == name))
            {
                var known = parameters.All.Count == 0 ? "none" : string.Join(", ", parameters.All.Select(parameter => parameter.Name));
                Errors.AddUnder(name, $"{name} is no parameter of this path; it knows {known}.");
            }
        }
    }

    private QueryErrors Errors { get; } = new(WireNames);

    public static ApiParameters PodParameters { get; } = new(
    [
        ApiParameter.Text(
            "filter",
            "Terms that must all hold, with spaces between them: ns: node: phase: status: kind: workload: image: pod: label: ready:, comparisons such as "
                + "cpu>500m mem>=80% restarts>0 age<1h growth>10Mi, and free text; - before a term turns it round, a comma gives alternatives.",
            PodQuery.FilterMaximumLength),
        ApiParameter.Text("text", "Every word must occur in name, namespace, workload, node or status; case does not matter.", PodQuery.TextMaximumLength),
        ApiParameter.Repeated("namespace", "Only pods in these namespaces.", PodQuery.NamesMaximum),
        ApiParameter.Text("labels", "A Kubernetes label selector, for example app=web,tier!=cache,env in (a,b).", PodQuery.LabelsMaximumLength),
        ApiParameter.Repeated("phase", "Only pods in these phases: Pending, Running, Succeeded, Failed, Unknown.", PodQuery.NamesMaximum),
        ApiParameter.Repeated("node", "Only pods on these nodes.", PodQuery.NamesMaximum),
        ApiParameter.Text("workload", "Only pods of this workload, as Kind/name; needs a single namespace.", 300),
        ApiParameter.Choice("group", "One row for each of these instead of for each pod.", PodGrouping.None),
        ApiParameter.Text("groupLabel", "With group=label: the label's key. Pods without it are one row with an empty name.", 317),
        ApiParameter.Choice("sort", "What to sort by. Rows of which it is not known stand last; equal rows are in the order of namespace and name.", PodSort.Name),
        ApiParameter.Flag("descending", "The largest first."),
        ApiParameter.Integer("offset", "Row to begin with.", 0, PodQuery.OffsetMaximum, 0),
        ApiParameter.Integer("limit", "Rows wanted.", 1, PodQuery.LimitMaximum, PodQuery.LimitDefault),
        ApiParameter.Integer(
            "sparkSeconds",
            $"Length of the sparklines in seconds, {PodQuery.SparkSecondsMinimum} to {PodQuery.SparkSecondsMaximum}; 0 sends none.",
            0,
            PodQuery.SparkSecondsMaximum,
            0),
    ]);

    /// <summary>Those of the table without its window, and how to write the rows.</summary>
    public static ApiParameters ExportParameters { get; } = new(
    [
        ApiParameter.Choice("format", "How the rows are written.", ExportFormat.Csv),
        .. PodParameters.All.Where(parameter => parameter.Name is not ("offset" or "limit" or "sparkSeconds")),
    ]);

    public static ApiParameters SeriesParameters { get; } = new(
    [
        ApiParameter.Integer(
            "range",
            "Length of the history in seconds. Up to an hour the samples themselves, up to a day minutes, beyond that ten minutes.",
            SeriesQuery.RangeSecondsMinimum,
            SeriesQuery.RangeSecondsMaximum,
            SeriesQuery.RangeSecondsDefault),
        ApiParameter.Integer(
            "points", "At most so many points a line; extremes are kept.", SeriesQuery.PointsMinimum, SeriesQuery.PointsMaximum, SeriesQuery.PointsDefault),
        ApiParameter.Time("end", "The end of the range in milliseconds since 1970 UTC, at most 31 days ago; now when it is left out."),
    ]);

    public static ApiParameters AnySeriesParameters { get; } = new(
    [
        ApiParameter.Choice<SeriesTarget>("kind", "Of what. Needed."),
        ApiParameter.Repeated(
            "subject", "For compare: pod:namespace/name or workload:namespace/Kind/name; a line for each.", SeriesQuery.SubjectsMaximum),
        ApiParameter.Text("namespace", "Of the namespace, workload or pod.", 253),
        ApiParameter.Text("name", "Of the node, workload or pod.", 253),
        ApiParameter.Text("workloadKind", "Of the workload, for example Deployment.", 253),
        .. SeriesParameters.All,
    ]);

    public static ApiParameters RuntimeParameters { get; } = new(
    [
        ApiParameter.Integer(
            "range", "Length of the history in seconds.", RuntimeSelection.RangeSecondsMinimum, RuntimeSelection.RangeSecondsMaximum, RuntimeSelection.RangeSecondsDefault),
    ]);

    /// <exception cref="InvalidQueryException">A parameter was given that the path does not know.</exception>
    public static void ExpectNone(HttpRequest request) => new ApiQuery(request, ApiParameters.None).Errors.ThrowIfAny();

    public static PodSelection Pods(HttpRequest request) => new ApiQuery(request, PodParameters).Pods();

    public static (PodSelection Selection, ExportFormat Format) Export(HttpRequest request)
    {
        var query = new ApiQuery(request, ExportParameters);
        var format = query.Errors.Choice("format", query.One("format"), ExportFormat.Csv);
        return (query.Pods(), format);
    }

    private PodSelection Pods()
    {
        var query = this;
        return PodSelection.From(
            new PodQuery
            {
                Filter = query.One("filter"),
                Text = query.One("text"),
                Namespaces = query.All("namespace"),
                Labels = query.One("labels"),
                Phases = query.All("phase"),
                Nodes = query.All("node"),
                Workload = query.One("workload"),
                Group = query.One("group"),
                GroupLabel = query.One("groupLabel"),
                Sort = query.One("sort"),
                Descending = query.Flag("descending"),
                Offset = query.Integer("offset"),
                Limit = query.Integer("limit"),
                SparkSeconds = query.Integer("sparkSeconds") ?? 0,
            },
            query.Errors);
    }

    public static SeriesSelection Series(HttpRequest request, SeriesQuery subject)
    {
        var query = new ApiQuery(request, SeriesParameters);
        return query.Select(subject);
    }

    public static SeriesSelection AnySeries(HttpRequest request)
    {
        var query = new ApiQuery(request, AnySeriesParameters);
        return query.Select(new SeriesQuery
        {
            Kind = query.One("kind"),
            Subjects = query.All("subject"),
            Namespace = query.One("namespace"),
            Name = query.One("name"),
            WorkloadKind = query.One("workloadKind"),
        });
    }

    public static RuntimeSelection Runtime(HttpRequest request)
    {
        var query = new ApiQuery(request, RuntimeParameters);
        return RuntimeSelection.From(query.Integer("range"), query.Errors);
    }

    private SeriesSelection Select(SeriesQuery subject) => SeriesSelection.From(
        subject with { RangeSeconds = Integer("range"), Points = Integer("points"), EndAt = Time("end") }, Errors);

    private string? One(string name)
    {
        var values = _query[name];
        if (values.Count > 1)
        {
            Errors.Add(name, $"{name} is given {values.Count} times; give it once.");
        }

        return values.Count == 0 || string.IsNullOrEmpty(values[0]) ? null : values[0];
    }

    private string[] All(string name) => [.. _query[name].Select(value => value ?? "")];

    private int? Integer(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        Errors.Add(name, $"{name} is \"{(text.Length <= 40 ? text : text[..40] + "…")}\"; it must be a whole number.");
        return null;
    }

    private long? Time(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds;
        }

        Errors.Add(name, $"{name} is \"{QueryErrors.Shorten(text)}\"; it must be a time in milliseconds since 1970 UTC.");
        return null;
    }

    private bool? Flag(string name)
    {
        switch (One(name)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                Errors.Add(name, $"{name} must be true or false.");
                return null;
        }
    }
}
