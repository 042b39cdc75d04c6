namespace Dashboard.Server.History;

/// <summary>What the watch knows of one node. CPU in nanocores, memory in bytes.</summary>
internal sealed record NodeFacts
{
    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>What kubectl prints as STATUS: Ready, NotReady, Unknown, and ",SchedulingDisabled" when cordoned.</summary>
    public required string Status { get; init; }

    public bool Ready { get; init; }

    /// <summary>Why the node is not ready, in the kubelet's words.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>From the node-role.kubernetes.io/ labels.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public string? KubeletVersion { get; init; }

    public string? InternalIp { get; init; }

    public long? CpuCapacityNanocores { get; init; }

    public long? MemoryCapacityBytes { get; init; }

    public long? CpuAllocatableNanocores { get; init; }

    public long? MemoryAllocatableBytes { get; init; }

    public int? PodsAllocatable { get; init; }
}
