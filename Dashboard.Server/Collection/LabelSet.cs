using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Server.Collection;

/// <summary>An object's few labels in one array. Sets that are equal are one: the pods of a ReplicaSet share theirs.</summary>
internal sealed class LabelSet : IReadOnlyDictionary<string, string>
{
    private readonly KeyValuePair<string, string>[] _labels;

    private LabelSet(KeyValuePair<string, string>[] labels) => _labels = labels;

    public static LabelSet Empty { get; } = new([]);

    public int Count => _labels.Length;

    public IEnumerable<string> Keys => _labels.Select(label => label.Key);

    public IEnumerable<string> Values => _labels.Select(label => label.Value);

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no label {key}.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        foreach (var label in _labels)
        {
            if (label.Key == key)
            {
                value = label.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gives one set for labels that come again. A table of fixed size in which the newer set takes the older's place.</summary>
    internal sealed class Pool
    {
        private const int Size = 4096;
        private readonly LabelSet?[] _sets = new LabelSet?[Size];

        public LabelSet Get(List<KeyValuePair<string, string>> labels)
        {
            if (labels.Count == 0)
            {
                return Empty;
            }

            var hash = new HashCode();
            foreach (var (key, value) in labels)
            {
                hash.Add(key);
                hash.Add(value);
            }

            ref var slot = ref _sets[hash.ToHashCode() & (Size - 1)];
            if (slot is null || !slot._labels.AsSpan().SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(labels)))
            {
                slot = new LabelSet([.. labels]);
            }

            return slot;
        }
    }
}
