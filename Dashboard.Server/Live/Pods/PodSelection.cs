using System.Text.Json;
using Dashboard.Server.History;
using Dashboard.Server.Live.Pods.Filter;

namespace Dashboard.Server.Live.Pods;

/// <summary>A query that was checked and brought into one form: which pods, how grouped and sorted, and which window of them.</summary>
internal sealed class PodSelection
{
    private static readonly string[] KnownPhases = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

    private readonly string[] _words;
    private readonly HashSet<string>? _namespaces;
    private readonly HashSet<string>? _phases;
    private readonly HashSet<string>? _nodes;
    private readonly WorkloadRef? _workload;
    private readonly LabelSelector? _labels;
    private readonly PodFilter? _filter;

    private PodSelection(PodQuery query, QueryErrors errors)
    {
        var text = errors.Text("text", query.Text, PodQuery.TextMaximumLength);
        _words = text?.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Distinct().Order(StringComparer.Ordinal).ToArray() ?? [];
        var namespaces = errors.Names("namespaces", query.Namespaces, PodQuery.NamesMaximum);
        var nodes = errors.Names("nodes", query.Nodes, PodQuery.NamesMaximum);
        var phases = errors.Names("phases", query.Phases, PodQuery.NamesMaximum);
        for (var i = 0; i < phases.Length; i++)
        {
            var phase = KnownPhases.FirstOrDefault(known => known.Equals(phases[i], StringComparison.OrdinalIgnoreCase));
            if (phase is null)
            {
                errors.Add("phases", $"{errors.Name("phases")} has \"{phases[i]}\"; it must be of {string.Join(", ", KnownPhases)}.");
            }
            else
            {
                phases[i] = phase;
            }
        }

        string? problem;
        var labels = errors.Text("labels", query.Labels, PodQuery.LabelsMaximumLength);
        if (labels is not null && !LabelSelector.TryParse(labels, out _labels, out problem))
        {
            errors.Add("labels", $"{errors.Name("labels")}: {problem}");
        }

        var filter = errors.Text("filter", query.Filter, PodQuery.FilterMaximumLength);
        if (filter is not null && !PodFilter.TryParse(filter, out _filter, out problem))
        {
            errors.Add("filter", $"{errors.Name("filter")}: {problem}");
        }

        var workload = errors.Text("workload", query.Workload, 300);
        if (workload is not null)
        {
            var slash = workload.IndexOf('/');
            if (slash <= 0 || slash == workload.Length - 1 || workload.IndexOf('/', slash + 1) >= 0)
            {
                errors.Add("workload", "workload must be Kind/name, for example Deployment/web.");
            }
            else if (namespaces.Length != 1)
            {
                errors.Add("workload", $"workload needs exactly one {errors.Name("namespaces")}, since names are unique in a namespace only.");
            }
            else
            {
                _workload = new WorkloadRef(workload[..slash], workload[(slash + 1)..]);
            }
        }

        Group = errors.Choice("group", query.Group, PodGrouping.None);
        GroupLabel = Group == PodGrouping.Label ? LabelToGroupBy(query, errors) : null;
        Sort = errors.Choice("sort", query.Sort, PodSort.Name);
        Descending = query.Descending ?? false;
        Offset = errors.Range("offset", query.Offset, 0, PodQuery.OffsetMaximum, 0);
        Limit = errors.Range("limit", query.Limit, 1, PodQuery.LimitMaximum, PodQuery.LimitDefault);
        var sparkSeconds = query.SparkSeconds == 0
            ? 0
            : errors.Range("sparkSeconds", query.SparkSeconds, PodQuery.SparkSecondsMinimum, PodQuery.SparkSecondsMaximum, PodQuery.SparkSecondsDefault);
        Spark = TimeSpan.FromSeconds(sparkSeconds);
        _namespaces = SetOf(namespaces);
        _phases = SetOf(phases);
        _nodes = SetOf(nodes);
        Key = "pods" + JsonSerializer.Serialize(
            new PodQuery
            {
                Filter = _filter?.Canonical ?? "",
                Text = string.Join(' ', _words),
                Namespaces = namespaces,
                Labels = labels?.Trim(),
                Phases = phases,
                Nodes = nodes,
                Workload = workload,
                Group = Group.ToString(),
                GroupLabel = GroupLabel,
                Sort = Sort.ToString(),
                Descending = Descending,
                Offset = Offset,
                Limit = Limit,
                SparkSeconds = sparkSeconds,
            },
            LiveJson.Default.PodQuery);
    }

    /// <summary>Equal for queries that ask for the same.</summary>
    public string Key { get; }

    public PodGrouping Group { get; }

    /// <summary>The label's key, when grouped by label.</summary>
    public string? GroupLabel { get; }

    public PodSort Sort { get; }

    public bool Descending { get; }

    public int Offset { get; }

    public int Limit { get; }

    /// <summary>Length of the sparklines; zero for none.</summary>
    public TimeSpan Spark { get; }

    /// <exception cref="InvalidQueryException">Something in the query is wrong; the message says all of it.</exception>
    public static PodSelection From(PodQuery query, QueryErrors? errors = null)
    {
        errors ??= new QueryErrors();
        var selection = new PodSelection(query, errors);
        errors.ThrowIfAny();
        return selection;
    }

    public bool Matches(HistoryReader reader, int slot, PodFacts pod)
    {
        if (_namespaces is not null && !_namespaces.Contains(pod.Namespace)
            || _phases is not null && !_phases.Contains(pod.Phase)
            || _nodes is not null && (pod.Node is null || !_nodes.Contains(pod.Node))
            || _workload is not null && pod.Workload != _workload
            || _labels is not null && !_labels.Matches(pod.Labels))
        {
            return false;
        }

        foreach (var word in _words)
        {
            if (!pod.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                && !pod.Namespace.Contains(word, StringComparison.OrdinalIgnoreCase)
                && !pod.Workload.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                && !(pod.Node ?? "").Contains(word, StringComparison.OrdinalIgnoreCase)
                && !pod.Status.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return _filter is null || _filter.Matches(reader, slot, pod);
    }

    private static string? LabelToGroupBy(PodQuery query, QueryErrors errors)
    {
        if (errors.Text("groupLabel", query.GroupLabel, 317) is not { } label)
        {
            errors.Add("groupLabel", $"{errors.Name("groupLabel")} is missing; group=label needs the key of the label, for example app.");
            return null;
        }

        if (LabelNames.KeyProblem(label) is { } problem)
        {
            errors.Add("groupLabel", $"{errors.Name("groupLabel")}: {problem}.");
        }

        return label;
    }

    private static HashSet<string>? SetOf(string[] names) => names.Length == 0 ? null : new HashSet<string>(names, StringComparer.Ordinal);
}
