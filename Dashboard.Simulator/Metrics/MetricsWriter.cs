using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Metrics;

/// <summary>PodMetrics and NodeMetrics as metrics-server writes them.</summary>
internal static class MetricsWriter
{
    public static void WritePod(ObjectWriter writer, PodSample sample, DateTimeOffset now, MetricsDefect defect = default)
    {
        var json = writer.Json;
        json.WriteStartObject();
        WritePodBody(writer, sample, now, defect);
        json.WriteEndObject();
    }

    public static void WritePodBody(ObjectWriter writer, PodSample sample, DateTimeOffset now, MetricsDefect defect = default)
    {
        var json = writer.Json;
        var pod = sample.Pod;
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, pod.Name);
        json.WriteString("namespace"u8, pod.Namespace);
        writer.Time("creationTimestamp"u8, now);
        writer.Raw("labels"u8, pod.Labels.Json);
        json.WriteEndObject();
        writer.Time("timestamp"u8, sample.Timestamp);
        json.WriteString("window"u8, Duration(sample.Window));
        json.WriteStartArray("containers"u8);
        var count = defect.DropLastContainer && sample.Containers.Length > 1 ? sample.Containers.Length - 1 : sample.Containers.Length;
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, sample.Containers[i].Name);
            WriteUsage(json, sample.Containers[i].CpuNanocores, sample.Containers[i].MemoryBytes, defect);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteNode(ObjectWriter writer, NodeSample sample, DateTimeOffset now, MetricsDefect defect = default)
    {
        writer.Json.WriteStartObject();
        WriteNodeBody(writer, sample, now, defect);
        writer.Json.WriteEndObject();
    }

    public static void WriteNodeBody(ObjectWriter writer, NodeSample sample, DateTimeOffset now, MetricsDefect defect = default)
    {
        var json = writer.Json;
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, sample.Node.Name);
        writer.Time("creationTimestamp"u8, now);
        writer.Raw("labels"u8, sample.Node.Labels.Json);
        json.WriteEndObject();
        writer.Time("timestamp"u8, sample.Timestamp);
        json.WriteString("window"u8, Duration(sample.Window));
        WriteUsage(json, sample.CpuNanocores, sample.MemoryBytes, defect);
    }

    /// <summary>As Go prints a duration: 15.044s, 998ms, 2m30s.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1)) return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.###}ms");
        var minutes = (int)duration.TotalMinutes;
        var seconds = duration.TotalSeconds - (minutes * 60);
        return minutes > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s");
    }

    private static void WriteUsage(Utf8JsonWriter json, long nanocores, long bytes, MetricsDefect defect)
    {
        Span<byte> text = stackalloc byte[24];
        json.WriteStartObject("usage"u8);
        switch (defect.Quantity)
        {
            case 1:
                json.WriteString("cpu"u8, "12..5n"u8);
                json.WriteString("memory"u8, "Ki"u8);
                break;
            case 2:
                json.WriteString("cpu"u8, ""u8);
                json.WriteString("memory"u8, "12345Kb"u8);
                break;
            case 3:
                json.WriteNumber("cpu"u8, 7);
                json.WriteNull("memory"u8);
                break;
            default:
                Utf8Formatter.TryFormat(nanocores, text, out var length);
                text[length++] = (byte)'n';
                json.WriteString("cpu"u8, text[..length]);
                Utf8Formatter.TryFormat(bytes / 1_024, text, out length);
                "Ki"u8.CopyTo(text[length..]);
                json.WriteString("memory"u8, text[..(length + 2)]);
                break;
        }

        json.WriteEndObject();
    }
}

/// <param name="Quantity">0: sound; 1 to 3: a kind of unreadable quantity.</param>
internal readonly record struct MetricsDefect(int Quantity, bool DropLastContainer);
