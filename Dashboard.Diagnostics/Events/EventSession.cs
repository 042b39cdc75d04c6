using System.Net.Sockets;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Events;

/// <summary>
/// An event session of the runtime on this very process that stays open: a thread of its own reads the stream as it comes and hands each event to the sink. A session that nobody
/// reads blocks its own end, so whatever fails, the thread reads on and the session is stopped.
/// </summary>
internal sealed class EventSession : IDisposable
{
    private static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(20);

    private readonly Socket _stream;
    private readonly ulong _id;
    private readonly INettraceSink _sink;
    private readonly NettraceParser _parser;
    private readonly Thread _reader;
    private readonly Lock _stopLock = new();
    private bool _isStopped;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _failure;

    private EventSession(Socket stream, ulong id, INettraceSink sink, string threadName)
    {
        _stream = stream;
        _id = id;
        _sink = sink;
        _parser = new NettraceParser(sink);
        _reader = new Thread(Read) { IsBackground = true, Name = threadName };
    }

    /// <summary>Nothing comes any more: it was stopped, or its stream broke.</summary>
    public bool HasEnded => _ended.Task.IsCompleted;

    /// <summary>Completes, without a fault, when nothing comes any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The first reason why it does not read any more; null while all is well.</summary>
    public Exception? Failure => _failure;

    /// <summary>Events that the runtime had no room for. Right once the session has ended, late by a moment before.</summary>
    public long Lost => _parser.Lost;

    /// <summary><see cref="CaptureException"/> when this process cannot.</summary>
    /// <param name="threadName">Of the reading thread; 15 characters are seen.</param>
    public static EventSession Start(IReadOnlyList<EventProvider> providers, uint bufferMegabytes, bool rundown, INettraceSink sink, string threadName)
    {
        try
        {
            var (stream, id) = DiagnosticPort.Start(providers, bufferMegabytes, rundown);
            // It may be silent for hours.
            stream.ReceiveTimeout = 0;
            var session = new EventSession(stream, id, sink, threadName);
            try
            {
                session._reader.Start();
                return session;
            }
            catch
            {
                // No memory for a thread: the runtime ends a session whose stream is closed.
                stream.Dispose();
                throw;
            }
        }
        catch (SocketException e)
        {
            throw new CaptureException($"The runtime's diagnostic port did not begin the event session: {e.Message} Ask again.", e) { IsTransient = true };
        }
    }

    /// <summary>
    /// Ends the session and returns when its thread has read all of it (about 100 ms), at the latest after three times the timeout. Not for the thread that reads.
    /// </summary>
    public void Stop(TimeSpan? timeout = null)
    {
        lock (_stopLock)
        {
            if (_isStopped)
                return;
            _isStopped = true;
            try
            {
                // Its number may be another session's once it has ended by itself.
                if (!HasEnded)
                    DiagnosticPort.Stop(_id, timeout ?? DefaultStopTimeout);
            }
            catch (Exception e) when (e is SocketException or CaptureException)
            {
                _failure ??= e;
                _stream.Dispose();
            }

            if (!_reader.Join(timeout ?? DefaultStopTimeout))
            {
                _failure ??= new TimeoutException("The events that were left were not taken in time.");
                _stream.Dispose();
                _reader.Join(timeout ?? DefaultStopTimeout);
            }
        }
    }

    public void Dispose() => Stop();

    private void Read()
    {
        try
        {
            while (!_parser.IsComplete && _stream.Receive(_parser.Free) is > 0 and var count)
            {
                _parser.Advance(count);
                if (_stream.Available == 0)
                    _sink.OnQuiet();
            }

            if (!_parser.IsComplete)
                _failure ??= new InvalidDataException("The event session's stream broke off.");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _failure ??= e;
        }
        catch (Exception e)
        {
            // Not of the stream: a sink or a parser that gave up. Its session must still be emptied while it is stopped.
            _failure ??= e;
            new Thread(() => Stop()) { IsBackground = true, Name = "debug stop" }.Start();
            Drain();
        }
        finally
        {
            _ended.TrySetResult();
            _stream.Dispose();
        }
    }

    private void Drain()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (_stream.Receive(buffer) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended; why is told already.
        }
    }
}
