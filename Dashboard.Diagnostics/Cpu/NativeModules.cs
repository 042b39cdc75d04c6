using System.Globalization;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>What executable code lies at an address of this process, by /proc/self/maps.</summary>
internal sealed class NativeModules(Func<string> readMaps)
{
    /// <summary>Code that the runtime made and that is no method: stubs.</summary>
    public const string Generated = "";

    private List<(ulong From, ulong To, string Name)> _mappings = [];
    private bool _isFresh;

    public NativeModules()
        : this(() => File.ReadAllText("/proc/self/maps"))
    {
    }

    /// <summary>From now on the map may be read once more: code is loaded while a capture goes on.</summary>
    public void Refresh() => _isFresh = false;

    /// <summary>The file's name, <see cref="Generated"/>, or null when no code is there.</summary>
    public string? At(ulong address)
    {
        if (Find(address) is { } name)
            return name;
        if (_isFresh)
            return null;
        Read();
        return Find(address);
    }

    private string? Find(ulong address)
    {
        int low = 0, high = _mappings.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (from, to, name) = _mappings[middle];
            if (address < from)
                high = middle - 1;
            else if (address >= to)
                low = middle + 1;
            else
                return name;
        }

        return null;
    }

    // 7f0000000000-7f0000001000 r-xp 00000000 08:01 1234   /usr/lib/libc.so.6
    private void Read()
    {
        _isFresh = true;
        var mappings = new List<(ulong, ulong, string)>();
        foreach (var line in readMaps().AsSpan().EnumerateLines())
        {
            var dash = line.IndexOf('-');
            var space = line.IndexOf(' ');
            if (dash <= 0 || space < dash || space + 5 > line.Length || line[space + 3] != 'x'
                || !ulong.TryParse(line[..dash], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var from)
                || !ulong.TryParse(line[(dash + 1)..space], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var to))
                continue;
            mappings.Add((from, to, Name(line)));
        }

        mappings.Sort((x, y) => x.Item1.CompareTo(y.Item1));
        _mappings = mappings;
    }

    private static string Name(ReadOnlySpan<char> line)
    {
        // The path is the sixth field, and may hold spaces itself.
        var rest = line;
        for (var field = 1; field < 6; field++)
        {
            var space = rest.IndexOf(' ');
            if (space < 0)
                return Generated;
            rest = rest[space..].TrimStart(' ');
        }

        if (rest.IsEmpty || rest.StartsWith("/memfd:", StringComparison.Ordinal) || rest.StartsWith("//anon", StringComparison.Ordinal) || rest.StartsWith("/dev/", StringComparison.Ordinal))
            return Generated;
        if (rest[0] == '[')
            return rest.Trim("[]").ToString();
        if (rest.EndsWith(" (deleted)", StringComparison.Ordinal))
            rest = rest[..^" (deleted)".Length];
        return rest[(rest.LastIndexOf('/') + 1)..].ToString();
    }
}
