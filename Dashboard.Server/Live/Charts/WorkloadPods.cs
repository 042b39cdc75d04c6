using Dashboard.Server.History;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Live.Charts;

/// <summary>The living pods of a workload, a line for each: one replica that differs stands out.</summary>
internal static class WorkloadPods
{
    public const int Maximum = 20;

    /// <summary>
    /// Those that use most memory. Pods that are drawn stay while all of them live and none is left out that there is room for: a chart whose
    /// lines changed with every sample would begin anew with each.
    /// </summary>
    public static (SeriesKey[] Keys, string[] Names) Choose(HistoryReader reader, SeriesSelection selection, SeriesKey[]? drawn)
    {
        var living = new Dictionary<SeriesKey, int>();
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (PodViews.Living(reader, slot) is { } pod && pod.Namespace == selection.Namespace && pod.Workload == selection.Workload)
            {
                living.Add(SeriesKey.ForPod(pod.Uid), slot);
            }
        }

        var stays = drawn is not null && drawn.Length == Math.Min(living.Count, Maximum) && drawn.All(living.ContainsKey);
        SeriesKey[] keys = stays ? drawn! : [.. MostMemoryFirst(reader, living).Take(Maximum)];
        return (keys, [.. keys.Select(key => reader.Pod(living[key])!.Name)]);
    }

    /// <summary>Tells charts apart that were drawn to the same version with other lines, since lines stay as they were chosen; empty for other kinds.</summary>
    public static string Drawn(SeriesSelection selection, SeriesCursor cursor) =>
        selection.Kind == SeriesTarget.WorkloadPods ? " of " + string.Join(' ', cursor.Keys.Select(key => key.Name)) : "";

    private static IEnumerable<SeriesKey> MostMemoryFirst(HistoryReader reader, Dictionary<SeriesKey, int> living)
    {
        // Out of the column before sorting: a span cannot be in a lambda. What is not known is -1 and comes last.
        var pods = new List<(SeriesKey Key, long Memory, string Name)>(living.Count);
        foreach (var (key, slot) in living)
        {
            pods.Add((key, reader.PodWorkingSetBytes[slot], reader.Pod(slot)!.Name));
        }

        return pods.OrderByDescending(pod => pod.Memory).ThenBy(pod => pod.Name, StringComparer.Ordinal).Select(pod => pod.Key);
    }
}
