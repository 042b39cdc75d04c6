using System.Globalization;
using System.Text.Json;
using Dashboard.Simulator.Store;

namespace Dashboard.Simulator.Objects;

/// <summary>What a namespace's pods ask for, or may ask for: CPU in millicores, memory in MiB.</summary>
internal readonly record struct QuotaAmounts(int CpuRequests, int MemoryRequests, int CpuLimits, int MemoryLimits, int Pods);

/// <summary>A ResourceQuota with what is used of it.</summary>
internal sealed record QuotaObject : ApiObject
{
    public required QuotaAmounts Hard { get; init; }

    public required QuotaAmounts Used { get; init; }

    /// <summary>As kubectl prints it: what is used of each, those of limits apart.</summary>
    public string Summary(bool limits) => string.Join(", ", Named(Hard).Zip(Named(Used))
        .Where(pair => pair.First.Name.StartsWith("limits.", StringComparison.Ordinal) == limits)
        .Select(pair => $"{pair.First.Name}: {pair.Second.Value}/{pair.First.Value}"));

    public override void WriteBody(ObjectWriter writer)
    {
        var json = writer.Json;
        writer.StartMetadata(this);
        json.WriteEndObject();
        json.WriteStartObject("spec"u8);
        Write(json, "hard"u8, Hard);
        json.WriteEndObject();
        json.WriteStartObject("status"u8);
        Write(json, "hard"u8, Hard);
        Write(json, "used"u8, Used);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, QuotaAmounts amounts)
    {
        json.WriteStartObject(name);
        foreach (var (resource, value) in Named(amounts)) json.WriteString(resource, value);
        json.WriteEndObject();
    }

    private static (string Name, string Value)[] Named(QuotaAmounts amounts) =>
    [
        ("limits.cpu", Cpu(amounts.CpuLimits)),
        ("limits.memory", Memory(amounts.MemoryLimits)),
        ("pods", amounts.Pods.ToString(CultureInfo.InvariantCulture)),
        ("requests.cpu", Cpu(amounts.CpuRequests)),
        ("requests.memory", Memory(amounts.MemoryRequests)),
    ];

    private static string Cpu(int millicores) => millicores % 1_000 == 0
        ? (millicores / 1_000).ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{millicores}m");

    private static string Memory(int mebibytes) => string.Create(CultureInfo.InvariantCulture, $"{mebibytes}Mi");
}
