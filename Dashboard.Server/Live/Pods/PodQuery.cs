namespace Dashboard.Server.Live.Pods;

/// <summary>What a client asks of the table of pods; everything may be left out.</summary>
internal sealed record PodQuery
{
    public const int LimitDefault = 50;
    public const int LimitMaximum = 200;
    public const int OffsetMaximum = 1_000_000;
    public const int SparkSecondsDefault = 900;
    public const int SparkSecondsMinimum = 60;
    public const int SparkSecondsMaximum = 3600;
    public const int TextMaximumLength = 200;
    public const int LabelsMaximumLength = 1000;
    public const int FilterMaximumLength = 1000;
    public const int NamesMaximum = 200;

    /// <summary>Terms of the filter language, see <see cref="Filter.PodFilter"/>.</summary>
    public string? Filter { get; init; }

    /// <summary>Every word must occur in name, namespace, workload, node or status; case does not matter.</summary>
    public string? Text { get; init; }

    public string[]? Namespaces { get; init; }

    /// <summary>A Kubernetes label selector: app=web,tier!=cache,env in (a,b).</summary>
    public string? Labels { get; init; }

    public string[]? Phases { get; init; }

    public string[]? Nodes { get; init; }

    /// <summary>"Kind/name", with a single namespace.</summary>
    public string? Workload { get; init; }

    public string? Group { get; init; }

    /// <summary>With group "label": the label's key.</summary>
    public string? GroupLabel { get; init; }

    public string? Sort { get; init; }

    public bool? Descending { get; init; }

    public int? Offset { get; init; }

    public int? Limit { get; init; }

    public int? SparkSeconds { get; init; }
}

internal enum PodGrouping
{
    None,
    Workload,
    Namespace,
    Node,
    Label,
}

internal enum PodSort
{
    Name,
    Namespace,
    Workload,
    Node,
    Status,
    Age,
    Restarts,
    Cpu,
    Memory,
    CpuRequestShare,
    CpuLimitShare,
    MemoryRequestShare,
    MemoryLimitShare,
    Pods,
    MemoryGrowth,
}
