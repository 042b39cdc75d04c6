using System.Buffers.Text;
using System.Text;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Memory;

/// <summary>The memory limit of the container (cgroup v1 or v2) and its use. The smallest limit on the way up to the root holds.</summary>
internal sealed class MemoryLimit
{
    // cgroup v1 says "no limit" by the largest multiple of the page size.
    private const long NoLimitBytes = 1L << 60;

    private readonly List<string> _limitFiles = [];
    private readonly string? _usageFile;
    private readonly string? _statFile;

    public MemoryLimit(string cgroups = "/proc/self/cgroup", string root = "/sys/fs/cgroup")
    {
        if (!OperatingSystem.IsLinux())
            return;
        var buffer = new byte[16 * 1024];
        var (v1Path, v2Path) = ParseCgroups(Encoding.UTF8.GetString(ProcFile.Read(cgroups, buffer)));
        // A host may have both mounted: the memory controller is in one of them only.
        foreach (var (controllerRoot, path, limit, usage) in ((string, string?, string, string)[])
            [
                (Path.Join(root, "memory"), v1Path, "memory.limit_in_bytes", "memory.usage_in_bytes"),
                (root, v2Path, "memory.max", "memory.current"),
            ])
        {
            if (path is null)
                continue;
            foreach (var directory in UpToRoot(controllerRoot, path))
            {
                if (File.Exists(Path.Join(directory, limit)))
                    _limitFiles.Add(Path.Join(directory, limit));
                if (_usageFile is null && File.Exists(Path.Join(directory, usage)))
                {
                    _usageFile = Path.Join(directory, usage);
                    _statFile = Path.Join(directory, "memory.stat");
                }
            }
        }
    }

    /// <summary>Null without a limit.</summary>
    public long? ReadLimitBytes()
    {
        long? smallest = null;
        foreach (var file in _limitFiles)
        {
            if (ReadNumber(file) is { } bytes and < NoLimitBytes && bytes < (smallest ?? long.MaxValue))
                smallest = bytes;
        }

        return smallest;
    }

    /// <summary>What the kernel kills by: all pages of the cgroup but file pages that it can drop at once. Null where there is no such file.</summary>
    public long? ReadWorkingSetBytes()
    {
        if (_usageFile is null || ReadNumber(_usageFile) is not { } usage)
            return null;
        Span<byte> buffer = stackalloc byte[8 * 1024];
        var stat = ProcFile.Read(_statFile!, buffer);
        var inactive = FindStat(stat, "total_inactive_file "u8) ?? FindStat(stat, "inactive_file "u8) ?? 0;
        return Math.Max(0, usage - inactive);
    }

    internal static (string? V1, string? V2) ParseCgroups(string text)
    {
        string? v1 = null, v2 = null;
        foreach (var line in text.Split('\n'))
        {
            var parts = line.Split(':', 3);
            if (parts.Length != 3)
                continue;
            if (parts[0] == "0" && parts[1].Length == 0)
                v2 = parts[2];
            else if (parts[1].Split(',').Contains("memory"))
                v1 = parts[2];
        }

        return (v1, v2);
    }

    // In a container the path may be the host's and not be mounted; then the root holds the container's own files.
    private static IEnumerable<string> UpToRoot(string root, string path)
    {
        for (var relative = path.Trim('/'); relative.Length > 0; relative = Path.GetDirectoryName(relative) ?? "")
            yield return Path.Join(root, relative);
        yield return root;
    }

    private static long? FindStat(ReadOnlySpan<byte> stat, ReadOnlySpan<byte> name)
    {
        while (!stat.IsEmpty)
        {
            if (stat.StartsWith(name))
                return Utf8Parser.TryParse(stat[name.Length..], out long value, out _) ? value : null;
            var newline = stat.IndexOf((byte)'\n');
            stat = newline < 0 ? [] : stat[(newline + 1)..];
        }

        return null;
    }

    private static long? ReadNumber(string path)
    {
        Span<byte> buffer = stackalloc byte[64];
        return Utf8Parser.TryParse(ProcFile.Read(path, buffer), out long value, out _) ? value : null;
    }
}
