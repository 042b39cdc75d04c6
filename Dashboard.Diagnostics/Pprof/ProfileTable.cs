using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Diagnostics.Captures;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>A profile as a table for programs: its groups, the largest first by the default sample type, with exact numbers.</summary>
internal sealed record ProfileTable
{
    public required string Profile { get; init; }

    /// <summary>Asks for the same capture again: <c>?snapshot=</c>. Null when it is not kept.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The capture that this is a difference to.</summary>
    public string? Base { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Over how long it was measured; null for a moment's picture.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>The way of the capture.</summary>
    public required string CapturedBy { get; init; }

    public double? PauseMilliseconds { get; init; }

    public required double TookMilliseconds { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<TypeRow> SampleTypes { get; init; }

    public required IReadOnlyList<GroupRow> Groups { get; init; }

    public static byte[] Write(Captured captured, string? baseId)
    {
        var profile = captured.Profile;
        var table = new ProfileTable
        {
            Profile = profile.Name,
            Snapshot = captured.IsKept ? captured.Facts.Id : null,
            Base = baseId,
            At = profile.At,
            DurationSeconds = profile.Duration?.TotalSeconds,
            CapturedBy = profile.Capture.Way,
            PauseMilliseconds = profile.Capture.Pause?.TotalMilliseconds,
            TookMilliseconds = captured.Facts.Took.TotalMilliseconds,
            Notes = profile.Capture.Notes,
            SampleTypes = [.. profile.SampleTypes.Select((t, i) => new TypeRow(t.Type, t.Unit, profile.Samples.Sum(s => s.Values[i])))],
            Groups = [.. StackGroups.Of(profile, Pprof.SampleTypes.Default(profile)).Select(g => new GroupRow(g.Samples, g.Values, [.. g.Stack.Select(FrameRow.Of)], g.Labels))],
        };
        return JsonSerializer.SerializeToUtf8Bytes(table, ProfileTableJson.Default.ProfileTable);
    }
}

/// <summary>What a value counts, its unit, and the sum of all.</summary>
internal sealed record TypeRow(string Type, string Unit, long Total);

/// <summary>Samples of one stack: how many, their values in the order of the sample types, the frames from the leaf.</summary>
internal sealed record GroupRow(int Count, IReadOnlyList<long> Values, IReadOnlyList<FrameRow> Frames, IReadOnlyList<LabelSummary> Labels);

/// <summary>A frame; what is not known is null.</summary>
internal sealed record FrameRow(string Function, string? File, int? Line, string? Module)
{
    public static FrameRow Of(Frame frame) => new(
        frame.Function, frame.File.Length > 0 ? frame.File : null, frame.Line > 0 ? frame.Line : null, frame.Module.Length > 0 ? frame.Module : null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProfileTable))]
internal sealed partial class ProfileTableJson : JsonSerializerContext;
