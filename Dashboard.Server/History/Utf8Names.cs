using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Server.History;

/// <summary>A namespace and a name as they stand in an answer: bytes that are looked up without making a string of them.</summary>
internal readonly ref struct Utf8Name(ReadOnlySpan<byte> @namespace, ReadOnlySpan<byte> name)
{
    public ReadOnlySpan<byte> Namespace { get; } = @namespace;

    public ReadOnlySpan<byte> Name { get; } = name;
}

/// <summary>Compares keys "namespace/name" (neither holds a slash) with names as bytes.</summary>
internal sealed class Utf8NameComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<Utf8Name, byte[]>
{
    public byte[] Create(Utf8Name alternate)
    {
        var key = new byte[alternate.Namespace.Length + 1 + alternate.Name.Length];
        alternate.Namespace.CopyTo(key);
        key[alternate.Namespace.Length] = (byte)'/';
        alternate.Name.CopyTo(key.AsSpan(alternate.Namespace.Length + 1));
        return key;
    }

    public bool Equals(Utf8Name alternate, byte[] other) => Matches(alternate, other);

    public static bool Matches(Utf8Name name, ReadOnlySpan<byte> key) =>
        key.Length == name.Namespace.Length + 1 + name.Name.Length
        && key[name.Namespace.Length] == '/'
        && key[(name.Namespace.Length + 1)..].SequenceEqual(name.Name)
        && key.StartsWith(name.Namespace);

    public bool Equals(byte[]? x, byte[]? y) => x is null ? y is null : y is not null && x.AsSpan().SequenceEqual(y);

    public int GetHashCode(Utf8Name alternate) => Hash(alternate.Namespace, alternate.Name);

    public int GetHashCode([DisallowNull] byte[] obj)
    {
        var slash = obj.AsSpan().IndexOf((byte)'/');
        return Hash(obj.AsSpan(0, slash), obj.AsSpan(slash + 1));
    }

    private static int Hash(ReadOnlySpan<byte> @namespace, ReadOnlySpan<byte> name)
    {
        // Seeded per process, so that nobody who names pods can make them collide.
        var hash = new HashCode();
        hash.AddBytes(@namespace);
        hash.Add(@namespace.Length);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
