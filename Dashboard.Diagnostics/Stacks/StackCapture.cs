using System.Net.Sockets;
using Dashboard.Diagnostics.Sources;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// The managed stacks of all threads, by an event session of the runtime's sampler on this very process, without rundown. The sampler suspends the threads for one
/// round (5 to 10 ms with 60 threads) and walks each; names are looked up afterwards, in process.
/// </summary>
internal static class StackCapture
{
    private const string Sampler = "Microsoft-DotNETCore-SampleProfiler";
    private const uint InformationalLevel = 4;
    private const uint BufferMegabytes = 16;
    private const int Attempts = 5;

    /// <summary>A stream that grows beyond this is cut off: a session that lasts one round has a few kilobytes.</summary>
    private const int MaximumBytes = 64 << 20;

    /// <summary>Blocks for about 100 ms: the runtime's stopping of the session. Call it on a thread of its own.</summary>
    public static IReadOnlyList<ThreadStack> Take(SourceLines lines, CancellationToken cancellationToken)
    {
        using var code = new LoadedCode();
        for (var attempt = 1; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<NettraceEvent> round;
            try
            {
                round = FirstRound(NettraceReader.Read(Collect()));
            }
            catch (Exception e) when (e is SocketException or InvalidDataException)
            {
                throw new CaptureException($"The runtime's diagnostic port did not give a whole event session: {e.Message} Ask again.", e) { IsTransient = true };
            }

            if (round.Count > 0)
                return Name(round, lines);
            if (attempt == Attempts)
                throw new CaptureException($"The runtime's sampler gave no stack in {Attempts} sessions: the machine is too busy. Ask again.") { IsTransient = true };
        }
    }

    private static byte[] Collect()
    {
        var (socket, session) = DiagnosticPort.Start(Sampler, 0, InformationalLevel, BufferMegabytes);
        using var stream = socket;
        // A session that nobody reads blocks its own end, so somebody else reads while this thread ends it.
        var drain = new Drain(stream);
        try
        {
            DiagnosticPort.Stop(session);
        }
        catch
        {
            // The runtime ends a session whose stream is closed.
            stream.Dispose();
            drain.Join();
            throw;
        }

        return drain.Join() ?? throw new CaptureException("The event session's stream broke off. Ask again.") { IsTransient = true };
    }

    /// <summary>The threads of one round of the sampler: until a thread comes for the second time.</summary>
    private static List<NettraceEvent> FirstRound(IReadOnlyList<NettraceEvent> events)
    {
        var seen = new HashSet<long>();
        return [.. events.Where(e => e.Provider == Sampler).OrderBy(e => e.Timestamp).TakeWhile(e => seen.Add(e.ThreadId))];
    }

    private static List<ThreadStack> Name(List<NettraceEvent> round, SourceLines lines)
    {
        var names = new MethodNames(lines);
        return [.. round.Select(e => new ThreadStack(e.ThreadId, [.. e.Stack.Select((ip, i) => names.Of(ip, isLeaf: i == 0 && IsInManagedCode(e)))]))];
    }

    /// <summary>A thread that is in native code, waiting mostly, has a return address for its leaf too.</summary>
    internal static bool IsInManagedCode(NettraceEvent sample) => sample.Payload is [2, ..];

    /// <summary>Reads a stream to its end on a thread of its own.</summary>
    private sealed class Drain
    {
        private readonly Socket _stream;
        private readonly Thread _thread;
        private byte[]? _bytes;

        public Drain(Socket stream)
        {
            _stream = stream;
            _thread = new Thread(Read) { IsBackground = true, Name = "debug drain" };
            _thread.Start();
        }

        /// <summary>Null when the stream broke off.</summary>
        public byte[]? Join()
        {
            _thread.Join();
            return _bytes;
        }

        private void Read()
        {
            var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            try
            {
                while (_stream.Receive(buffer) is > 0 and var read)
                {
                    // Beyond the bound it still reads, or the session would never end.
                    if (bytes.Length < MaximumBytes)
                        bytes.Write(buffer, 0, read);
                }

                _bytes = bytes.ToArray();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Join tells.
            }
        }
    }
}
