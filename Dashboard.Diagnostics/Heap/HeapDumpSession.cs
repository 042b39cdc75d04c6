using System.Net.Sockets;
using Dashboard.Diagnostics.Frozen;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Heap;

/// <summary>
/// The way without a snapshot: an event session makes the runtime collect and tell every object that survived. The threads stand still for as long as that takes,
/// several hundred milliseconds with 100 MB.
/// </summary>
internal static class HeapDumpSession
{
    public const string Way = "heap dump by event session";

    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    // Collections, types with their names, a dump of the heap, and a collection for it when the session begins.
    private const ulong Keywords = 0x1 | 0x8_0000 | 0x10_0000 | 0x80_0000 | 0x100_0000;
    private const uint VerboseLevel = 5;

    // What the runtime writes faster than it is read must fit: what does not is lost.
    private const uint BufferMegabytes = 512;

    /// <summary>Blocks until the dump is over. Call it on a thread of its own.</summary>
    public static (HeapDump Dump, TimeSpan Pause) Take(CaptureBound bound)
    {
        var (socket, session) = DiagnosticPort.Start(Runtime, Keywords, VerboseLevel, BufferMegabytes);
        using var reader = new Reader(socket);
        try
        {
            reader.WaitForDump(bound);
        }
        finally
        {
            try
            {
                DiagnosticPort.Stop(session);
            }
            catch (Exception e) when (e is SocketException or CaptureException)
            {
                // The runtime ends a session whose stream is closed.
                socket.Dispose();
            }

            reader.Join();
        }

        return reader.Result();
    }

    /// <summary>Reads on a thread of its own to the very end: a session that nobody reads cannot be stopped.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly HeapDump _dump = new();
        private readonly ManualResetEventSlim _over = new();
        private readonly Socket _socket;
        private readonly NettraceStream _stream;
        private readonly Thread _thread;
        private Exception? _failure;

        public Reader(Socket socket)
        {
            _socket = socket;
            _stream = new NettraceStream(socket, OnEvent);
            _thread = new Thread(Read) { IsBackground = true, Name = "debug drain" };
            _thread.Start();
        }

        public void WaitForDump(CaptureBound bound)
        {
            while (!_over.Wait(100, bound.CancellationToken))
                bound.Check();
        }

        public void Join() => _thread.Join();

        public (HeapDump, TimeSpan) Result() => _failure is null && _dump.IsComplete
            ? (_dump, TimeSpan.FromSeconds((double)_dump.LongestStop / _stream.Frequency))
            : throw new CaptureException($"The runtime's heap dump broke off: {_failure?.Message ?? "no object came."} Ask again.", _failure) { IsTransient = true };

        public void Dispose()
        {
            _socket.Dispose();
            _over.Dispose();
        }

        private void OnEvent(string provider, int eventId, long timestamp, ReadOnlySpan<byte> payload)
        {
            _dump.Add(provider, eventId, timestamp, payload);
            if (_dump.IsComplete)
                _over.Set();
        }

        private void Read()
        {
            try
            {
                _stream.Read();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException or ArgumentException or IndexOutOfRangeException)
            {
                _failure = e;
                Drain();
            }
            finally
            {
                _over.Set();
            }
        }

        private void Drain()
        {
            try
            {
                var buffer = new byte[64 * 1024];
                while (_socket.Receive(buffer) > 0)
                    continue;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Closed: that ends the session as well.
            }
        }
    }
}
