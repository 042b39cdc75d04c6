using System.Text.Json;

namespace Dashboard.Diagnostics.Pprof;

/// <summary>Writes speedscope's file format: one sampled profile for each sample type, the stacks root first. Weights are positive: of a difference it holds what grew.</summary>
internal static class SpeedscopeJson
{
    private const string Schema = "https://www.speedscope.app/file-format-schema.json";

    public static byte[] Write(Profile profile)
    {
        var main = SampleTypes.Default(profile);
        var groups = StackGroups.Of(profile, main);
        var ids = new Dictionary<Frame, int>(FrameComparer.Instance);
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("name", $"{profile.Name} {profile.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");
            json.WriteString("exporter", "Dashboard.Diagnostics");
            json.WriteNumber("activeProfileIndex", main);
            json.WriteStartArray("profiles");
            for (var type = 0; type < profile.SampleTypes.Count; type++)
                WriteProfile(json, profile, type, groups, ids);
            json.WriteEndArray();
            WriteFrames(json, ids.Keys);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteProfile(Utf8JsonWriter json, Profile profile, int type, IReadOnlyList<StackGroup> groups, Dictionary<Frame, int> ids)
    {
        var grown = groups.Where(g => g.Values[type] > 0).ToList();
        json.WriteStartObject();
        json.WriteString("type", "sampled");
        json.WriteString("name", $"{profile.Name}: {SampleTypes.Title(profile.SampleTypes[type])}");
        json.WriteString("unit", profile.SampleTypes[type].Unit switch { "nanoseconds" => "nanoseconds", "bytes" => "bytes", _ => "none" });
        json.WriteNumber("startValue", 0);
        json.WriteNumber("endValue", grown.Sum(g => g.Values[type]));
        json.WriteStartArray("samples");
        foreach (var group in grown)
        {
            json.WriteStartArray();
            for (var i = group.Stack.Count - 1; i >= 0; i--)
            {
                if (!ids.TryGetValue(group.Stack[i], out var id))
                    ids[group.Stack[i]] = id = ids.Count;
                json.WriteNumberValue(id);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("weights");
        foreach (var group in grown)
            json.WriteNumberValue(group.Values[type]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFrames(Utf8JsonWriter json, IEnumerable<Frame> frames)
    {
        json.WriteStartObject("shared");
        json.WriteStartArray("frames");
        foreach (var frame in frames)
        {
            json.WriteStartObject();
            json.WriteString("name", frame.Function);
            if (frame.File.Length > 0)
                json.WriteString("file", frame.File);
            if (frame.Line > 0)
                json.WriteNumber("line", frame.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
