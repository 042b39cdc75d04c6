using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Dashboard.Diagnostics.Pprof;
using Dashboard.Diagnostics.Sources;
using Dashboard.Diagnostics.Stacks;
using Dashboard.Diagnostics.Threads;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>
/// CPU samples without the kernel's help: the runtime's sampler gives every thread's stack some hundred times a second, and the threads' own clocks tell which of them have used the processor meanwhile. In sessions of
/// a few seconds, so that what is held in memory is bounded, and methods are named while their code is there. On a thread of its own.
/// </summary>
internal sealed class SamplerCapture(SourceLines lines, TimeProvider timeProvider)
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly MethodNames _names = new(lines);
    private readonly CpuTally _tally = new();
    private readonly Dictionary<int, string> _threads = [];
    private readonly Dictionary<int, int> _named = [];
    private long _sampled;
    private long _rounds;

    /// <summary>Blocks until the time is over, and 100 ms more while the runtime ends its session.</summary>
    public CpuCapture Run(TimeSpan duration, string why, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var cpuBefore = Environment.CpuUsage.TotalTime;
        try
        {
            for (TimeSpan left; (left = duration - timeProvider.GetElapsedTime(started)) > TimeSpan.Zero;)
                RunSession(left < Session * 1.5 ? left : Session, duration, cancellationToken);
        }
        catch (SocketException e)
        {
            throw new CaptureException($"The runtime's diagnostic port did not give a whole event session: {e.Message}. Ask again.", e) { IsTransient = true };
        }

        var used = Environment.CpuUsage.TotalTime - cpuBefore;
        return new CpuCapture
        {
            Way = "the runtime's sampler, weighed by the threads' CPU time",
            Samples = _tally.ToSamples(id => _threads.GetValueOrDefault(id, "")),
            PeriodNanoseconds = Period(duration),
            Notes = [.. Notes(why, used)],
        };
    }

    private void RunSession(TimeSpan length, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var code = new LoadedCode();
        var clocks = new ThreadClocks();
        using var session = SamplerSession.Start();
        var started = timeProvider.GetTimestamp();
        Read(clocks);
        while (timeProvider.GetElapsedTime(started) < length && !session.IsFull)
        {
            cancellationToken.WaitHandle.WaitOne(Interval);
            cancellationToken.ThrowIfCancellationRequested();
            Read(clocks);
        }

        var events = session.Stop();
        Read(clocks);
        var stacks = new Dictionary<(nuint[], bool), (IReadOnlyList<Frame> Stack, bool Waits)>();
        var samples = new List<WeighedSample>(events.Count);
        foreach (var sample in events.Where(e => e.Provider == SamplerSession.Provider && e.Stack.Length > 0))
        {
            // The reader gives equal stacks as one array.
            var key = (sample.Stack, StackCapture.IsInManagedCode(sample));
            if (!stacks.TryGetValue(key, out var stack))
                stacks[key] = stack = Name(sample);
            samples.Add(new WeighedSample((int)sample.ThreadId, sample.Timestamp, stack.Stack, stack.Waits));
        }

        _sampled += samples.Count;
        _rounds += samples.Count == 0 ? 0 : samples.GroupBy(s => s.ThreadId).Max(g => g.Count());
        SamplerWeights.Weigh(samples, clocks, Role, Period(duration), _tally);
    }

    private void Read(ThreadClocks clocks)
    {
        // The clock that the runtime writes into its events.
        foreach (var id in clocks.Read(Stopwatch.GetTimestamp()))
        {
            // Twice: a thread is there before it has given itself a name.
            if (_named.GetValueOrDefault(id) == 2 || TaskFiles.Name(id) is not { Length: > 0 } name)
                continue;
            _threads[id] = name;
            _named[id] = _named.GetValueOrDefault(id) + 1;
        }
    }

    private (IReadOnlyList<Frame> Stack, bool Waits) Name(NettraceEvent sample)
    {
        var isManaged = StackCapture.IsInManagedCode(sample);
        var names = sample.Stack.Select((address, i) => _names.Of(address, isLeaf: i == 0 && isManaged)).ToList();
        return ([.. names.Select(n => n.ToFrame())], !isManaged && WaitFrames.Contains(names[0]));
    }

    private Frame Role(int threadId)
    {
        var name = _threads.GetValueOrDefault(threadId, "");
        return new Frame($"[{ThreadRole.Of(name, isMain: threadId == Environment.ProcessId)}]", "[native]");
    }

    private long Period(TimeSpan duration) => (long)(duration.TotalNanoseconds / Math.Max(1, _rounds));

    private IEnumerable<string> Notes(string why, TimeSpan used)
    {
        if (why.Length > 0)
            yield return $"{char.ToUpperInvariant(why[0])}{why[1..]}.";
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{_sampled} samples of all threads in {_rounds} rounds; they stand for {_tally.Nanoseconds / 1e9:0.00} s of the {used.TotalSeconds:0.00} s of CPU time that the process used.");
        yield return "Only managed frames are seen, and only at places where the runtime can stop a thread.";
        if (MethodNames.NoteOnLines is { } note)
            yield return note;
    }
}
