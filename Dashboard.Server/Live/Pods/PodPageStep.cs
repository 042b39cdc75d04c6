using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Server.Live.Pods;

/// <summary>What has become of a <see cref="PodPage"/> that the reader has. Everything but the rows is said again.</summary>
internal sealed record PodPageStep
{
    public required long Version { get; init; }

    public required long At { get; init; }

    public required int Total { get; init; }

    public required int TotalPods { get; init; }

    public required int Offset { get; init; }

    /// <summary>Null when the rows are the reader's, in their order.</summary>
    public required PodRowStep[]? Rows { get; init; }

    public required long? NewestSampleAt { get; init; }

    /// <summary>The way from one page of a selection to a later one; null when nothing but the version and its time is another.</summary>
    public static PodPageStep? Between(PodPage before, PodPage now)
    {
        var rows = RowsBetween(before.Rows, now.Rows);
        var isNews = rows is not null || now.Total != before.Total || now.TotalPods != before.TotalPods || now.Offset != before.Offset
            || now.NewestSampleAt != before.NewestSampleAt;
        return isNews
            ? new PodPageStep
            {
                Version = now.Version,
                At = now.At,
                Total = now.Total,
                TotalPods = now.TotalPods,
                Offset = now.Offset,
                Rows = rows,
                NewestSampleAt = now.NewestSampleAt,
            }
            : null;
    }

    private static PodRowStep[]? RowsBetween(PodRow[] before, PodRow[] now)
    {
        var places = new Dictionary<string, int>(before.Length);
        for (var i = 0; i < before.Length; i++)
        {
            places[before[i].Key] = i;
        }

        var steps = new PodRowStep[now.Length];
        var same = now.Length == before.Length;
        for (var i = 0; i < steps.Length; i++)
        {
            var step = places.TryGetValue(now[i].Key, out var place) ? new PodRowStep(place, before[place], now[i]) : new PodRowStep(-1, null, now[i]);
            same &= place == i && step.ChangesNothing;
            steps[i] = step;
        }

        return same ? null : steps;
    }
}

/// <summary>
/// A row of the new page: one that the reader has is named by its place in his page, alone when nothing in it is another, and with what is; one that he has not
/// is written whole.
/// </summary>
/// <param name="Place">In the reader's page.</param>
/// <param name="Before">The reader's row; null when he has none.</param>
/// <param name="Now">The row as it is.</param>
[JsonConverter(typeof(PodRowStepConverter))]
internal readonly record struct PodRowStep(int Place, PodRow? Before, PodRow Now)
{
    public bool ChangesNothing => Before is not null && !PodRowStepConverter.Changes(this).Any();
}

/// <summary>3, or {"was":3,"cpu":{…},"cpuSpark":{"drop":1,"tail":[…]}}, or a <see cref="PodRow"/>.</summary>
internal sealed class PodRowStepConverter : JsonConverter<PodRowStep>
{
    private static readonly Member[] Members =
    [
        .. LiveJson.Default.PodRow.Properties.Select(property => new Member(
            JsonEncodedText.Encode(property.Name), property.Get!, property.PropertyType, property.PropertyType == typeof(long?[]))),
    ];

    private static readonly SparkConverter Spark = new();

    /// <summary>The members in which the row is no longer what it was.</summary>
    public static IEnumerable<Member> Changes(PodRowStep step) =>
        Members.Where(member => member.IsSpark
            ? !member.SparkOf(step.Before!).AsSpan().SequenceEqual(member.SparkOf(step.Now))
            : !Equals(member.Get(step.Before!), member.Get(step.Now)));

    public override PodRowStep Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("The server sends steps and takes none.");

    public override void Write(Utf8JsonWriter writer, PodRowStep value, JsonSerializerOptions options)
    {
        if (value.Before is not { } before)
        {
            JsonSerializer.Serialize(writer, value.Now, LiveJson.Default.PodRow);
            return;
        }

        var open = false;
        foreach (var member in Changes(value))
        {
            if (!open)
            {
                writer.WriteStartObject();
                writer.WriteNumber("was"u8, value.Place);
                open = true;
            }

            writer.WritePropertyName(member.Name);
            if (member.IsSpark)
            {
                WriteSpark(writer, member.SparkOf(before), member.SparkOf(value.Now), options);
            }
            else
            {
                JsonSerializer.Serialize(writer, member.Get(value.Now), LiveJson.Default.Options.GetTypeInfo(member.Type));
            }
        }

        if (open)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNumberValue(value.Place);
        }
    }

    /// <summary>How many points to drop at the beginning so that most of the rest begins the new line, which is as long.</summary>
    internal static (int Drop, int Kept) Overlap(ReadOnlySpan<long?> before, ReadOnlySpan<long?> now)
    {
        var best = (Drop: 0, Kept: 0);
        for (var drop = 0; before.Length - drop > best.Kept; drop++)
        {
            var kept = before[drop..].CommonPrefixLength(now);
            if (kept > best.Kept)
            {
                best = (drop, kept);
            }
        }

        return best;
    }

    private static void WriteSpark(Utf8JsonWriter writer, long?[] before, long?[] now, JsonSerializerOptions options)
    {
        var (drop, kept) = Overlap(before, now);
        if (kept == 0 || before.Length != now.Length)
        {
            Spark.Write(writer, now, options);
            return;
        }

        writer.WriteStartObject();
        writer.WriteNumber("drop"u8, drop);
        writer.WritePropertyName("tail"u8);
        Spark.Write(writer, now[kept..], options);
        writer.WriteEndObject();
    }

    /// <summary>A member of the row, by its name on the wire.</summary>
    internal sealed record Member(JsonEncodedText Name, Func<object, object?> Get, Type Type, bool IsSpark)
    {
        public long?[] SparkOf(PodRow row) => (long?[])Get(row)!;
    }
}
