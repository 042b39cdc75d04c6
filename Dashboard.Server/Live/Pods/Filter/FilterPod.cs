using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods.Filter;

/// <summary>A pod as a filter looks at it: its facts, and where its numbers are.</summary>
internal readonly ref struct FilterPod(HistoryReader reader, int slot, PodFacts facts)
{
    public HistoryReader Reader { get; } = reader;

    public int Slot { get; } = slot;

    public PodFacts Facts { get; } = facts;
}
