using Dashboard.Server.History;

namespace Dashboard.Server.Live.Pods;

/// <summary>Answers a selection from one version: filters, groups, ranks, and makes the rows of the window only.</summary>
internal static class PodViews
{
    private const int LeastMinutesOfGrowth = 10;
    private const int LeastRisingPercent = 80;
    private const double LeastGrowth = 0.05;

    public static PodPage Page(HistoryReader reader, PodSelection selection) => Page(reader, selection, selection.Offset, selection.Limit);

    /// <summary>
    /// The selection's rows from first to last, whatever its window. Of pods what the rows need is copied out; sorting them and making 30,000 rows is done by
    /// who calls what is returned, when the version is no longer held (<c>bench views</c>).
    /// </summary>
    public static Func<PodPage> All(HistoryReader reader, PodSelection selection)
    {
        if (selection.Group != PodGrouping.None)
        {
            var groups = Page(reader, selection, 0, int.MaxValue);
            return () => groups;
        }

        using var gathered = Gather(reader, selection, out var scope);
        var page = ToPage(reader, scope, 0);
        var ranks = gathered.Span.ToArray();
        var reasons = new MissingReasons(reader);
        var pods = new PodNow[ranks.Length];
        for (var i = 0; i < pods.Length; i++)
        {
            var slot = ranks[i].Index;
            pods[i] = PodNow.Of(reader, reasons, slot, reader.Pod(slot)!, selection.Spark);
            ranks[i] = ranks[i] with { Index = i };
        }

        return () =>
        {
            var rows = new PodRow[pods.Length];
            Array.Sort(ranks, new Ranking(selection.Descending));
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = PodRows.Of(pods[ranks[i].Index]);
            }

            return page with { Rows = rows };
        };
    }

    private static PodPage Page(HistoryReader reader, PodSelection selection, int offset, int limit)
    {
        var reasons = new MissingReasons(reader);
        var scope = selection.Group == PodGrouping.None
            ? PagePods(reader, selection, reasons, offset, limit)
            : PageGroups(reader, selection, reasons, offset, limit);
        return ToPage(reader, scope, offset);
    }

    private static PodPage ToPage(HistoryReader reader, in Scope scope, int offset) => new()
    {
        Version = reader.Version,
        At = reader.At.ToUnixTimeMilliseconds(),
        Total = scope.Total,
        TotalPods = scope.TotalPods,
        Offset = offset,
        Rows = scope.Rows,
        NewestSampleAt = scope.NewestReadAt == 0 ? null : scope.NewestReadAt,
    };

    /// <summary>The pods that use most of something, most first; pods of which nothing is known are left out.</summary>
    /// <param name="reader">One version.</param>
    /// <param name="reasons">Of the same version.</param>
    /// <param name="usage">What they use, by slot.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="spark">Length of the sparklines.</param>
    public static PodRow[] Top(HistoryReader reader, MissingReasons reasons, ReadOnlySpan<long> usage, int count, TimeSpan spark)
    {
        using var ranks = new RankBuffer();
        var ranking = new Ranking(descending: true);
        var least = 0L;
        for (var slot = 0; slot < usage.Length; slot++)
        {
            // By the column alone for nearly all: the facts of 30,000 pods are in no cache.
            if (usage[slot] == HistoryReader.Absent || usage[slot] < least || Living(reader, slot) is not { } pod)
            {
                continue;
            }

            ranks.Add(new Rank(usage[slot], null, pod.Namespace, pod.Name, slot));
            if (ranks.Count == 8 * count)
            {
                least = usage[ranking.First(ranks.Span, count)[^1].Index];
                ranks.Keep(count);
            }
        }

        return RowsOf(reader, reasons, ranking.First(ranks.Span, count), spark);
    }

    /// <summary>
    /// The pods whose memory grows most, fastest first: watched for ten minutes or more, by 5 % of what they use an hour or more, and higher at the later of
    /// two moments in at least 80 % of the pairs, so that no line is among them that only swings.
    /// </summary>
    public static PodRow[] Growing(HistoryReader reader, MissingReasons reasons, int count, TimeSpan spark)
    {
        using var ranks = new RankBuffer();
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (Living(reader, slot) is { } pod && reader.PodWorkingSetBytes[slot] is var used and > 0 && reader.PodMemoryTrend(slot) is var trend
                && trend.Minutes >= LeastMinutesOfGrowth && trend.RisingPercent >= LeastRisingPercent && trend.BytesPerHour >= LeastGrowth * used)
            {
                ranks.Add(new Rank(trend.BytesPerHour, null, pod.Namespace, pod.Name, slot));
            }
        }

        return RowsOf(reader, reasons, new Ranking(descending: true).First(ranks.Span, count), spark);
    }

    /// <summary>The pod in the slot, when there is one and it lives.</summary>
    public static PodFacts? Living(HistoryReader reader, int slot) =>
        reader.Pod(slot) is { } pod && reader.PodGoneAt(slot) is null ? pod : null;

    public static PodRow[] RowsOf(HistoryReader reader, MissingReasons reasons, ReadOnlySpan<Rank> window, TimeSpan spark)
    {
        var rows = new PodRow[window.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = PodRows.Of(reader, reasons, window[i].Index, reader.Pod(window[i].Index)!, spark);
        }

        return rows;
    }

    private static Scope PagePods(HistoryReader reader, PodSelection selection, MissingReasons reasons, int offset, int limit)
    {
        using var ranks = Gather(reader, selection, out var scope);
        var window = Window(ranks.Span, selection.Descending, offset, limit);
        return scope with { Rows = RowsOf(reader, reasons, window, selection.Spark) };
    }

    /// <summary>The rank of each pod that matches, in no order; the scope has no rows yet.</summary>
    private static RankBuffer Gather(HistoryReader reader, PodSelection selection, out Scope scope)
    {
        var ranks = new RankBuffer();
        var totalPods = 0;
        var newestReadAt = 0L;
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (Living(reader, slot) is not { } pod)
            {
                continue;
            }

            totalPods++;
            if (selection.Matches(reader, slot, pod))
            {
                newestReadAt = Math.Max(newestReadAt, reader.PodReadAtMilliseconds[slot]);
                ranks.Add(PodRanks.Of(reader, slot, pod, selection.Sort));
            }
        }

        scope = new Scope(ranks.Count, totalPods, newestReadAt, []);
        return ranks;
    }

    private static Scope PageGroups(HistoryReader reader, PodSelection selection, MissingReasons reasons, int offset, int limit)
    {
        var byKey = new Dictionary<PodGroupKey, PodGroup>();
        var totalPods = 0;
        var newestReadAt = 0L;
        for (var slot = 0; slot < reader.PodSlots; slot++)
        {
            if (Living(reader, slot) is not { } pod)
            {
                continue;
            }

            totalPods++;
            var key = PodGroupKey.Of(pod, selection.Group, selection.GroupLabel);
            if (!byKey.TryGetValue(key, out var group))
            {
                byKey[key] = group = new PodGroup(key);
            }

            group.AllPods++;
            if (selection.Matches(reader, slot, pod))
            {
                newestReadAt = Math.Max(newestReadAt, reader.PodReadAtMilliseconds[slot]);
                group.Add(reader, reasons, slot, pod);
            }
        }

        var groups = byKey.Values.Where(group => group.Pods > 0).ToArray();
        using var ranks = new RankBuffer();
        for (var i = 0; i < groups.Length; i++)
        {
            ranks.Add(PodRanks.Of(groups[i], i, selection.Sort));
        }

        var window = Window(ranks.Span, selection.Descending, offset, limit);
        var rows = new PodRow[window.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = groups[window[i].Index].ToRow(reader, selection.Spark);
        }

        return new Scope(groups.Length, totalPods, newestReadAt, rows);
    }

    private static ReadOnlySpan<Rank> Window(Span<Rank> ranks, bool descending, int offset, int limit) =>
        offset >= ranks.Length ? [] : new Ranking(descending).First(ranks, offset + Math.Min(limit, ranks.Length - offset))[offset..];

    private readonly record struct Scope(int Total, int TotalPods, long NewestReadAt, PodRow[] Rows);
}
