namespace Dashboard.Server.History;

internal enum SeriesKind
{
    Cluster,
    Node,
    Namespace,
    Workload,
    Pod,
    Container,
}

/// <summary>Names one line of the history.</summary>
/// <param name="Kind">What the line is of.</param>
/// <param name="Namespace">For a namespace, workload, pod or container.</param>
/// <param name="Name">The node's or workload's name; for a pod or container the pod's UID.</param>
/// <param name="Detail">The workload's kind, or the container's name.</param>
internal readonly record struct SeriesKey(SeriesKind Kind, string? Namespace = null, string? Name = null, string? Detail = null)
{
    public static SeriesKey Cluster { get; } = new(SeriesKind.Cluster);

    public static SeriesKey ForNode(string name) => new(SeriesKind.Node, Name: name);

    public static SeriesKey ForNamespace(string name) => new(SeriesKind.Namespace, name);

    public static SeriesKey ForWorkload(string @namespace, WorkloadRef workload) => new(SeriesKind.Workload, @namespace, workload.Name, workload.Kind);

    public static SeriesKey ForPod(string uid) => new(SeriesKind.Pod, Name: uid);

    public static SeriesKey ForContainer(string uid, string container) => new(SeriesKind.Container, Name: uid, Detail: container);
}

/// <summary>How finely a range can be read.</summary>
internal enum Resolution
{
    /// <summary>The samples themselves; about an hour.</summary>
    Sample,

    /// <summary>Minimum, mean and maximum of each minute.</summary>
    Minute,

    /// <summary>Minimum, mean and maximum of each ten minutes; up to seven days.</summary>
    TenMinutes,
}

/// <summary>Part of a line, oldest first: a copy that belongs to the reader.</summary>
/// <remarks>A gap is a NaN at the time where a sample was due. Means, minima and maxima are equal at <see cref="Resolution.Sample"/>, and then the same arrays.</remarks>
/// <param name="Resolution">How it was read.</param>
/// <param name="Times">Seconds since 1970 UTC, ascending.</param>
/// <param name="Cpu">CPU in nanocores.</param>
/// <param name="Memory">Working set in bytes.</param>
internal sealed record SeriesData(Resolution Resolution, double[] Times, SeriesColumn Cpu, SeriesColumn Memory);

/// <summary>One metric of a line, as long as its times.</summary>
internal sealed record SeriesColumn(float[] Mean, float[] Minimum, float[] Maximum);

/// <summary>Something that happened to a pod, drawn as a mark in its charts.</summary>
/// <param name="At">When, as the cluster says; when it says nothing, when it was seen.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Pod">The pod's name.</param>
/// <param name="Container">The container, where it was one.</param>
/// <param name="Text">The cluster's words: reason and exit code, images or nodes.</param>
internal sealed record Mark(DateTimeOffset At, MarkKind Kind, string Pod, string? Container, string Text)
{
    public string Namespace { get; init; } = "";

    public string PodUid { get; init; } = "";
}

internal enum MarkKind
{
    Created,
    Restarted,
    OomKilled,
    Deleted,

    /// <summary>The first pod of a new template.</summary>
    RolledOut,

    /// <summary>A pod of the same name came back on another node.</summary>
    Moved,
}
