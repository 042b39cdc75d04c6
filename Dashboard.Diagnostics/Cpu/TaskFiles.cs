using System.Buffers.Text;
using System.IO.Enumeration;
using System.Text;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>The threads of this process as the kernel lists them: names, and CPU time to the nanosecond.</summary>
internal static class TaskFiles
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    public static IEnumerable<int> Ids() => new FileSystemEnumerable<int>(
        "/proc/self/task",
        (ref entry) => int.TryParse(entry.FileName, out var id) ? id : 0,
        Everything)
    {
        ShouldIncludePredicate = (ref entry) => int.TryParse(entry.FileName, out _),
    };

    /// <summary>At most 15 bytes of it; empty for a thread that has ended.</summary>
    public static string Name(int threadId)
    {
        Span<byte> buffer = stackalloc byte[64];
        return Encoding.UTF8.GetString(ProcFile.Read($"/proc/self/task/{threadId}/comm", buffer)).TrimEnd('\n');
    }

    /// <summary>Nanoseconds that the thread has been on a processor; null when it has ended, or the kernel keeps no such figures.</summary>
    public static long? CpuNanoseconds(int threadId)
    {
        Span<byte> buffer = stackalloc byte[128];
        return Utf8Parser.TryParse(ProcFile.Read($"/proc/self/task/{threadId}/schedstat", buffer), out long nanoseconds, out _) ? nanoseconds : null;
    }
}
