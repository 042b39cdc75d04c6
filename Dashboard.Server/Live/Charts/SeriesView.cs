using Dashboard.Server.History;

namespace Dashboard.Server.Live.Charts;

/// <summary>How far a chart has been drawn. Two charts of the same query that were drawn to the same version and as finely have equal cursors.</summary>
/// <param name="Version">The version that was drawn.</param>
/// <param name="Resolution">Stays as it was at the reset: what is new is as fine as what is drawn.</param>
/// <param name="Keys">The lines.</param>
/// <param name="Drawn">Each line's last point: it can still change, as the newest minute does while it fills.</param>
/// <param name="Marks">The marks that were drawn. They are told apart by themselves: one that is heard of late lies in the past.</param>
/// <param name="GapMilliseconds">Stays as it was at the reset, since the points drawn then stay too.</param>
/// <param name="Level">The newest requests and limits that were drawn; null when the chart has none.</param>
internal sealed record SeriesCursor(
    long Version, Resolution Resolution, SeriesKey[] Keys, DrawnPoint[] Drawn, HashSet<Mark> Marks, long GapMilliseconds, LevelChange? Level);

/// <summary>A point as it was sent; a line without points has been drawn to the beginning of its range.</summary>
internal readonly record struct DrawnPoint(
    long Milliseconds, float Cpu, float CpuMinimum, float CpuMaximum, float Memory, float MemoryMinimum, float MemoryMaximum)
{
    public static DrawnPoint LastOf(SeriesData data, DrawnPoint fallback) => data.Times.Length == 0 ? fallback : Of(data, data.Times.Length - 1);

    public static DrawnPoint Of(SeriesData data, int at) => new(
        (long)Math.Round(data.Times[at] * 1000),
        data.Cpu.Mean[at],
        data.Cpu.Minimum[at],
        data.Cpu.Maximum[at],
        data.Memory.Mean[at],
        data.Memory.Minimum[at],
        data.Memory.Maximum[at]);
}

/// <summary>A step of a chart; the message is null when nothing is new.</summary>
internal sealed record SeriesStep(SeriesMessage? Message, SeriesCursor Cursor, int Points);

/// <summary>Reads the history of a chart, and then what is new since.</summary>
internal static class SeriesView
{
    private const int MarksMaximum = 200;

    /// <param name="reader">One version.</param>
    /// <param name="selection">Which lines and range.</param>
    /// <param name="cursor">How far it was drawn; null begins anew.</param>
    /// <exception cref="NotFoundException">Nothing of that name lives or is remembered.</exception>
    public static SeriesStep Read(HistoryReader reader, SeriesSelection selection, SeriesCursor? cursor)
    {
        var subject = SeriesSubject.Find(reader, selection, cursor?.Keys);
        return cursor is not null && subject.Keys.SequenceEqual(cursor.Keys)
            ? ReadNew(reader, selection, subject, cursor)
            : ReadAll(reader, selection, subject);
    }

    private static SeriesStep ReadAll(HistoryReader reader, SeriesSelection selection, SeriesSubject subject)
    {
        var from = (selection.EndAt ?? reader.At) - selection.Range;

        // A sliver at the beginning may be missing: an hour that was live a moment ago is still drawn by samples. Nor can what is live begin before the hour of
        // a cluster whose clock is ahead.
        var needed = from + Longer(selection.Range / 50, reader.SampleInterval) + (selection.EndAt is null ? reader.SamplesAhead : TimeSpan.Zero);
        var resolution = subject.Keys.Select(key => reader.FinestOf(key, needed)).Append(selection.Resolution).Max();
        var readFrom = selection.EndAt is null ? from : BucketAt(from, resolution);
        var step = TimeSpan.Zero;
        var lines = new Line[subject.Keys.Length];
        var drawn = new DrawnPoint[lines.Length];
        var begin = default(DrawnPoint) with { Milliseconds = from.ToUnixTimeMilliseconds() };
        for (var i = 0; i < lines.Length; i++)
        {
            var data = (selection.EndAt is null
                ? reader.Series(subject.Keys[i], readFrom, resolution)
                : reader.Series(subject.Keys[i], readFrom, selection.EndAt, resolution)) ?? Nothing(resolution);
            drawn[i] = DrawnPoint.LastOf(data, begin);
            lines[i] = ToLine(subject.Names[i], Downsampling.Reduce(data, selection.Range, selection.Points, out var lineStep));
            step = lineStep > step ? lineStep : step;
        }

        var marks = subject.Marks(reader, from, selection.EndAt, MarksMaximum);
        var levels = LevelsOf(reader, subject, from, selection.EndAt);
        var gap = Gap(reader, resolution, step);
        var cursor = new SeriesCursor(reader.Version, resolution, subject.Keys, drawn, [.. marks], gap, Newest(levels));
        return new SeriesStep(
            Message(reader, selection, reset: true, resolution, gap, lines, marks, levels), cursor, lines.Sum(line => line.Times.Length));
    }

    private static SeriesStep ReadNew(HistoryReader reader, SeriesSelection selection, SeriesSubject subject, SeriesCursor cursor)
    {
        var lines = new List<Line>();
        var drawn = new DrawnPoint[subject.Keys.Length];
        var points = 0;
        for (var i = 0; i < drawn.Length; i++)
        {
            var last = cursor.Drawn[i];

            // The last point is read again, and sent again when it has changed.
            var from = DateTimeOffset.FromUnixTimeMilliseconds(last.Milliseconds - 1);
            var data = reader.Series(subject.Keys[i], from, cursor.Resolution) ?? Nothing(cursor.Resolution);
            var again = data.Times.Length > 0 && DrawnPoint.Of(data, 0).Milliseconds == last.Milliseconds;
            points += data.Times.Length - (again ? 1 : 0);
            data = again && DrawnPoint.Of(data, 0) == last ? WithoutFirst(data) : data;
            drawn[i] = DrawnPoint.LastOf(data, last);
            if (data.Times.Length > 0)
            {
                lines.Add(ToLine(subject.Names[i], data));
            }
        }

        var rangeFrom = reader.At - selection.Range;
        var marks = subject.Marks(reader, rangeFrom, until: null, MarksMaximum);
        var news = marks.Where(mark => !cursor.Marks.Contains(mark)).ToArray();
        var levels = LevelsOf(reader, subject, rangeFrom, until: null);
        var next = cursor with
        {
            Version = reader.Version,
            Drawn = drawn,
            Marks = news.Length == 0 ? cursor.Marks : [.. marks],
            Level = Newest(levels),
        };
        return lines.Count == 0 && news.Length == 0 && !IsNews(next.Level, cursor.Level, rangeFrom)
            ? new SeriesStep(null, next, 0)
            : new SeriesStep(
                Message(reader, selection, reset: false, cursor.Resolution, cursor.GapMilliseconds, [.. lines], news, levels), next, points);
    }

    private static IReadOnlyList<LevelChange>? LevelsOf(HistoryReader reader, SeriesSubject subject, DateTimeOffset from, DateTimeOffset? until) =>
        subject.Bounded is { } key ? reader.Levels(key, from, until ?? DateTimeOffset.MaxValue) : null;

    private static LevelChange? Newest(IReadOnlyList<LevelChange>? levels) => levels is null || levels.Count == 0 ? null : levels[^1];

    /// <summary>Whether requests and limits changed. What has held since before the range stands at its beginning, which moves.</summary>
    private static bool IsNews(LevelChange? level, LevelChange? drawn, DateTimeOffset from) =>
        level?.Level != drawn?.Level || level is { } change && change.At > from && change.At != drawn?.At;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Just before the bucket that holds a time: it belongs to the range, and in a short one it may be all there is.</summary>
    private static DateTimeOffset BucketAt(DateTimeOffset at, Resolution resolution)
    {
        var bucket = Bucket(resolution).Ticks;
        return bucket == 0 ? at : new DateTimeOffset(at.UtcTicks - at.UtcTicks % bucket - 1, TimeSpan.Zero);
    }

    private static SeriesData Nothing(Resolution resolution) => new(resolution, [], new SeriesColumn([], [], []), new SeriesColumn([], [], []));

    private static SeriesData WithoutFirst(SeriesData data) =>
        data with { Times = data.Times[1..], Cpu = WithoutFirst(data.Cpu), Memory = WithoutFirst(data.Memory) };

    private static SeriesColumn WithoutFirst(SeriesColumn column) => new(column.Mean[1..], column.Minimum[1..], column.Maximum[1..]);

    private static long Gap(HistoryReader reader, Resolution resolution, TimeSpan step)
    {
        var due = new[] { reader.SampleInterval, Bucket(resolution), step }.Max();
        return (long)(due.TotalMilliseconds * 2.5);
    }

    private static TimeSpan Bucket(Resolution resolution) => resolution switch
    {
        Resolution.Minute => TimeSpan.FromMinutes(1),
        Resolution.TenMinutes => TimeSpan.FromMinutes(10),
        _ => TimeSpan.Zero,
    };

    private static SeriesMessage Message(
        HistoryReader reader, SeriesSelection selection, bool reset, Resolution resolution, long gap, Line[] lines, IReadOnlyList<Mark> marks, IReadOnlyList<LevelChange>? levels) => new()
        {
            Version = reader.Version,
            At = (selection.EndAt ?? reader.At).ToUnixTimeMilliseconds(),
            Reset = reset,
            Resolution = resolution,
            GapMilliseconds = gap,
            Lines = lines,
            Marks = [.. marks.Select(EventMark.From)],
            Levels = levels is null ? null : Levels.Of(levels),
        };

    private static Line ToLine(string name, SeriesData data)
    {
        var times = new long[data.Times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = (long)Math.Round(data.Times[i] * 1000);
        }

        return new Line(name, times, ToColumn(data.Cpu, data.Resolution), ToColumn(data.Memory, data.Resolution));
    }

    private static Column ToColumn(SeriesColumn column, Resolution resolution) => resolution == Resolution.Sample
        ? new Column(Whole.Numbers(column.Mean), null, null)
        : new Column(Whole.Numbers(column.Mean), Whole.Numbers(column.Minimum), Whole.Numbers(column.Maximum));
}
