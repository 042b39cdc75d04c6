using System.Text;

namespace Dashboard.Server.History;

/// <summary>Containers of many pods have the same few names: one string and one array each.</summary>
internal sealed class ContainerNames
{
    // Names are dropped all at once at this many; pods keep those they use.
    private const int Capacity = 10_000;

    private readonly Dictionary<byte[], ContainerName> _names;
    private readonly Dictionary<byte[], ContainerName>.AlternateLookup<Utf8Name> _lookup;

    public ContainerNames()
    {
        _names = new Dictionary<byte[], ContainerName>(new Utf8NameComparer());
        _lookup = _names.GetAlternateLookup<Utf8Name>();
    }

    public ContainerName Get(ReadOnlySpan<byte> utf8)
    {
        var key = new Utf8Name(default, utf8);
        if (_lookup.TryGetValue(key, out var name))
        {
            return name;
        }

        if (_names.Count >= Capacity)
        {
            _names.Clear();
        }

        name = new ContainerName(Encoding.UTF8.GetString(utf8), utf8.ToArray());
        _lookup[key] = name;
        return name;
    }
}
