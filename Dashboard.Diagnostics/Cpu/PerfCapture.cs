using System.Globalization;
using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>
/// CPU samples by the kernel's sampling events on each thread of this process. Waiting threads use no CPU time and give none. The kernel interrupts a thread 99 times in each second of CPU time that it uses;
/// nothing else happens to it. One capture, on a thread of its own, that looks every 20 ms for new threads and reads what there is. A thread that lives shorter may be missed: the notes say how much
/// of the process' CPU time the samples stand for.
/// </summary>
internal sealed class PerfCapture : IDisposable
{
    /// <summary>99 Hz, not 100: not in step with anything that happens every 10 ms.</summary>
    public const long PeriodNanoseconds = 1_000_000_000 / 99;

    /// <summary>Each has a descriptor and 68 kB.</summary>
    private const int MaximumThreads = 2_000;

    // 64 kB hold 55 of the longest call chains: half a second of one thread, if the reader is late.
    private const int PagesOfThread = 16;

    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(20);

    // Made first.
    private readonly LoadedCode _code = new();
    private readonly PerfOpen _open;
    private readonly byte[] _attribute;
    private readonly bool _hasKernel;
    private readonly Dictionary<int, PerfRing> _rings = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly HashSet<int> _new = [];
    private readonly HashSet<int> _refused = [];
    private readonly byte[] _record = new byte[PerfRing.RecordBytes];
    private readonly CpuTally _tally = new();
    private readonly NativeModules _modules = new();
    private readonly CallChains _chains;
    private long _lost;
    private long _notSampled;

    private PerfCapture(PerfOpen open, byte[] attribute, bool hasKernel, SourceLines lines)
    {
        (_open, _attribute, _hasKernel) = (open, attribute, hasKernel);
        _chains = new CallChains(new MethodNames(lines), _modules, new MethodCode());
    }

    /// <summary>Null, with the reason in words, where the kernel refuses. Everything is sampled from this call on; the caller disposes of it.</summary>
    public static PerfCapture? TryStart(PerfOpen open, SourceLines lines, out string refusal)
    {
        refusal = "";
        foreach (var hasKernel in new[] { true, false })
        {
            var attribute = PerfCalls.Attribute(PeriodNanoseconds, hasKernel);
            // 0 is the calling thread.
            var fd = open(attribute, 0);
            if (fd >= 0)
            {
                PerfCalls.Close(fd);
                var capture = new PerfCapture(open, attribute, hasKernel, lines);
                try
                {
                    capture.FindThreads();
                }
                catch
                {
                    capture.Dispose();
                    throw;
                }

                if (capture._rings.Count > 0)
                    return capture;
                capture.Dispose();
                refusal = "perf_event_open is allowed, but not the memory for its samples: kernel.perf_event_mlock_kb or the limit of locked memory (ulimit -l) is too small";
                return null;
            }

            refusal = Refusal(-fd);
            if (fd is not (-PerfCalls.NoAccess or -PerfCalls.NotPermitted))
                return null;
        }

        return null;
    }

    /// <summary>Blocks until the time is over. Call it on a thread of its own.</summary>
    public CpuCapture Run(TimeSpan duration, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var cpuBefore = Environment.CpuUsage.TotalTime;
        while (timeProvider.GetElapsedTime(started) < duration)
        {
            cancellationToken.WaitHandle.WaitOne(Round);
            cancellationToken.ThrowIfCancellationRequested();
            _modules.Refresh();
            ReadAll();
            FindThreads();
        }

        ReadAll();
        foreach (var id in _rings.Keys)
            ReadName(id);
        return new CpuCapture
        {
            Way = "perf_event_open",
            Samples = _tally.ToSamples(id => _names.GetValueOrDefault(id, "")),
            PeriodNanoseconds = PeriodNanoseconds,
            Notes = [.. Notes(Environment.CpuUsage.TotalTime - cpuBefore)],
        };
    }

    public void Dispose()
    {
        foreach (var ring in _rings.Values)
            ring.Dispose();
        _rings.Clear();
        _code.Dispose();
    }

    private IEnumerable<string> Notes(TimeSpan used)
    {
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{_tally.Samples} samples, one for each 10.1 ms of a thread's CPU time: {_tally.Nanoseconds / 1e9:0.00} s of the {used.TotalSeconds:0.00} s that the process used.");
        if (_lost > 0)
            yield return $"The kernel had no room for {_lost} more.";
        if (!_hasKernel)
            yield return "Time within the kernel is not counted: it needs kernel.perf_event_paranoid 1 or less, or the capability CAP_PERFMON.";
        if (_notSampled > 0)
            yield return $"{_notSampled} threads were not sampled: the kernel refused a descriptor or memory, or there were more than {MaximumThreads}.";
        if (MethodNames.NoteOnLines is { } note)
            yield return note;
    }

    private void ReadAll()
    {
        foreach (var (id, ring) in _rings)
            Read(id, ring);
    }

    private void Read(int id, PerfRing ring) =>
        _lost += ring.Read(_record, (chain, stack) => _tally.Add(id, _chains.Name(chain, stack), 1, PeriodNanoseconds));

    private void FindThreads()
    {
        var living = new HashSet<int>();
        foreach (var id in TaskFiles.Ids())
        {
            living.Add(id);
            if (!_rings.ContainsKey(id))
                Open(id);
            else if (_new.Remove(id))
                ReadName(id); // it gives itself its name only after it has begun
        }

        _refused.IntersectWith(living);
        foreach (var id in _rings.Keys.Where(id => !living.Contains(id)).ToList())
        {
            Read(id, _rings[id]);
            _rings.Remove(id, out var ring);
            ring!.Dispose();
        }
    }

    private void Open(int id)
    {
        if (_refused.Contains(id))
            return;
        var fd = _rings.Count < MaximumThreads ? _open(_attribute, id) : -PerfCalls.NotPermitted;
        if (fd == -PerfCalls.NoSuchThread)
            return; // It has ended meanwhile.
        if (fd >= 0 && PerfRing.Open(fd, PagesOfThread) is { } ring)
        {
            _rings[id] = ring;
            _names[id] = TaskFiles.Name(id);
            _new.Add(id);
        }
        else
        {
            _refused.Add(id);
            _notSampled++;
        }
    }

    private void ReadName(int id)
    {
        if (TaskFiles.Name(id) is { Length: > 0 } name)
            _names[id] = name;
    }

    private static string Refusal(int error) => error switch
    {
        PerfCalls.NotPermitted or PerfCalls.NoAccess =>
            "perf_event_open is refused: it needs kernel.perf_event_paranoid 2 or less (or the capability CAP_PERFMON), and in a container a seccomp profile that allows it",
        38 => "perf_event_open is not there: a seccomp profile hides it, or the kernel was built without it",
        _ => string.Create(CultureInfo.InvariantCulture, $"perf_event_open fails here (error {error})"),
    };
}
