using System.Buffers.Text;
using System.Text;

namespace Dashboard.Diagnostics.Linux;

/// <summary>What this library uses of /proc/self/stat or of /proc/self/task/ID/stat (proc_pid_stat(5)). The name lies in the line's buffer.</summary>
internal readonly ref struct ProcStat
{
    /// <summary>USER_HZ: the unit of the kernel's times towards user space. 100 on every architecture that .NET runs on.</summary>
    public const long TicksPerSecond = 100;

    public required int Id { get; init; }

    /// <summary>At most 15 bytes; the kernel cuts what is longer.</summary>
    public required ReadOnlySpan<byte> NameUtf8 { get; init; }

    /// <summary>R running, S sleeping, D in an uninterruptible wait, T stopped, t traced, Z dead, I idle.</summary>
    public required char State { get; init; }

    public required long UserTicks { get; init; }

    public required long SystemTicks { get; init; }

    public required int Threads { get; init; }

    /// <summary>Ticks since the machine booted.</summary>
    public required long StartTicks { get; init; }

    public required long ResidentPages { get; init; }

    public string Name => Encoding.UTF8.GetString(NameUtf8);

    public TimeSpan CpuTime => TimeSpan.FromTicks((UserTicks + SystemTicks) * (TimeSpan.TicksPerSecond / TicksPerSecond));

    public static bool TryParse(ReadOnlySpan<byte> line, out ProcStat stat)
    {
        stat = default;
        // A name may hold spaces and parentheses: it ends at the last one.
        var open = line.IndexOf((byte)'(');
        var close = line.LastIndexOf((byte)')');
        if (open < 2 || close < open || close + 2 >= line.Length || !Utf8Parser.TryParse(line[..open], out int id, out _))
            return false;

        Span<long> fields = stackalloc long[25];
        var rest = line[(close + 2)..];
        var state = (char)rest[0];
        var number = 3;
        foreach (var range in rest.Split((byte)' '))
        {
            if (number > 3 && number < fields.Length && !Utf8Parser.TryParse(rest[range], out fields[number], out _))
                return false;
            if (++number == fields.Length)
                break;
        }

        if (number < fields.Length)
            return false;

        stat = new ProcStat
        {
            Id = id,
            NameUtf8 = line[(open + 1)..close],
            State = state,
            UserTicks = fields[14],
            SystemTicks = fields[15],
            Threads = (int)fields[20],
            StartTicks = fields[22],
            ResidentPages = fields[24],
        };
        return true;
    }
}
