using System.Text;

namespace Dashboard.Simulator.Store;

/// <summary>
/// SplitMix64, one for each entity, seeded by the cluster's seed and the entity's name: what happens to one entity does not shift the
/// chances of another, so the same seed gives the same cluster whatever is asked of it and when.
/// </summary>
internal struct SeededRandom(ulong state)
{
    private ulong _state = state;

    public static SeededRandom For(int seed, string entity)
    {
        var hash = 14_695_981_039_346_656_037UL ^ (uint)seed;
        foreach (var c in entity) hash = (hash ^ c) * 1_099_511_628_211UL;
        return new SeededRandom(Mix(hash));
    }

    public static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    public ulong NextUInt64() => Mix(_state += 0x9E3779B97F4A7C15UL);

    /// <summary>From 0 inclusive to the bound exclusive.</summary>
    public int Next(int bound) => (int)(NextUInt64() % (ulong)bound);

    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    /// <summary>Letters as Kubernetes picks them for the ends of generated names: no vowels, nothing easily confused.</summary>
    public string Suffix(int length)
    {
        const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++) text.Append(Alphabet[Next(Alphabet.Length)]);
        return text.ToString();
    }

    public string Uid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, NextUInt64());
        BitConverter.TryWriteBytes(bytes[8..], NextUInt64());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public string Hex(int length)
    {
        const string Digits = "0123456789abcdef";
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++) text.Append(Digits[Next(16)]);
        return text.ToString();
    }
}
