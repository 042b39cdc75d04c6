using System.Text.Json;

namespace Dashboard.Simulator.Store;

/// <summary>An object's labels, sorted by key and encoded once; the pods of one workload share a set.</summary>
internal sealed class LabelSet
{
    public static readonly LabelSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] _labels;

    private LabelSet(KeyValuePair<string, string>[] labels)
    {
        Array.Sort(labels, static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        _labels = labels;
        Json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(labels), LabelJson.Default.DictionaryStringString);
    }

    /// <summary>The labels as a JSON object.</summary>
    public byte[] Json { get; }

    public IReadOnlyList<KeyValuePair<string, string>> All => _labels;

    public static LabelSet Of(params (string Key, string Value)[] labels) =>
        new(Array.ConvertAll(labels, l => KeyValuePair.Create(l.Key, l.Value)));

    public LabelSet With(params (string Key, string Value)[] more)
    {
        var merged = new Dictionary<string, string>(_labels);
        foreach (var (key, value) in more) merged[key] = value;
        return new([.. merged]);
    }

    public string? Find(string key)
    {
        foreach (var label in _labels)
        {
            if (string.Equals(label.Key, key, StringComparison.Ordinal)) return label.Value;
        }

        return null;
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class LabelJson : System.Text.Json.Serialization.JsonSerializerContext;
