using System.Globalization;

namespace Dashboard.Diagnostics.Frozen;

/// <summary>Where the runtime lies in this process, and beside it the library that explains its memory.</summary>
/// <param name="Path">libcoreclr.so.</param>
/// <param name="Base">The address of its first byte.</param>
/// <param name="DataAccess">libmscordaccore.so.</param>
internal sealed record RuntimeModule(string Path, ulong Base, string DataAccess)
{
    private const string Runtime = "/libcoreclr.so";
    private const string DataAccessLibrary = "libmscordaccore.so";

    // It does not move while the process lives.
    private static RuntimeModule? _found;

    public static RuntimeModule Find() => _found ??= Search();

    private static RuntimeModule Search()
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            if (!line.EndsWith(Runtime, StringComparison.Ordinal))
                continue;
            var path = line[line.IndexOf('/', StringComparison.Ordinal)..];
            var start = ulong.Parse(line.AsSpan(0, line.IndexOf('-', StringComparison.Ordinal)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            var dataAccess = System.IO.Path.Join(System.IO.Path.GetDirectoryName(path), DataAccessLibrary);
            if (!File.Exists(dataAccess))
                throw new SnapshotRefusedException($"{dataAccess} is missing, which explains the runtime's memory; it is part of every installed runtime");
            return new RuntimeModule(path, start, dataAccess);
        }

        throw new SnapshotRefusedException("there is no libcoreclr.so in this process; a single file or natively compiled application has no library that explains its memory");
    }
}
