using System.Net.Sockets;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Cpu;

/// <summary>An event session of the runtime's sampler: every thread's managed stack, all over again, until it is stopped. What it gives is read on a thread of its own, for an unread session blocks its own end.</summary>
internal sealed class SamplerSession : IDisposable
{
    public const string Provider = "Microsoft-DotNETCore-SampleProfiler";

    private const uint InformationalLevel = 4;
    private const uint BufferMegabytes = 16;

    /// <summary>200,000 stacks or so. At that a session is to be stopped; what comes meanwhile has room up to the maximum.</summary>
    private const int FullBytes = 2 << 20;

    private const int MaximumBytes = 32 << 20;

    private readonly Socket _stream;
    private readonly ulong _id;
    private readonly Thread _reader;
    private readonly MemoryStream _bytes = new();
    private bool _isStopped;
    private bool _isWhole;
    private volatile bool _isFull;

    private SamplerSession(Socket stream, ulong id)
    {
        (_stream, _id) = (stream, id);
        _reader = new Thread(Read) { IsBackground = true, Name = "debug sampler" };
        _reader.Start();
    }

    /// <summary>It has gathered as much as it may: stop it and start another.</summary>
    public bool IsFull => _isFull;

    public static SamplerSession Start()
    {
        var (stream, id) = DiagnosticPort.Start(Provider, 0, InformationalLevel, BufferMegabytes);
        return new SamplerSession(stream, id);
    }

    /// <summary>Ends the session, which takes the runtime about 100 ms, and gives its events.</summary>
    public IReadOnlyList<NettraceEvent> Stop()
    {
        End();
        if (!_isWhole)
            throw new CaptureException("The event session's stream broke off. Ask again.") { IsTransient = true };
        try
        {
            return NettraceReader.Read(_bytes.ToArray());
        }
        catch (InvalidDataException e)
        {
            throw new CaptureException($"The runtime's diagnostic port did not give a whole event session: {e.Message} Ask again.", e) { IsTransient = true };
        }
    }

    public void Dispose()
    {
        try
        {
            End();
        }
        catch (Exception e) when (e is CaptureException or SocketException)
        {
            // The runtime ends a session whose stream is closed.
        }

        _stream.Dispose();
        _reader.Join();
        _bytes.Dispose();
    }

    private void End()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        try
        {
            DiagnosticPort.Stop(_id);
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
        finally
        {
            _reader.Join();
        }
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            // A session that has nothing to tell is silent for longer than the port may be while it answers.
            _stream.ReceiveTimeout = 0;
            while (_stream.Receive(buffer) is > 0 and var read)
            {
                if (_bytes.Length + read <= MaximumBytes)
                    _bytes.Write(buffer, 0, read);
                _isFull = _bytes.Length > FullBytes;
            }

            _isWhole = _bytes.Length + buffer.Length <= MaximumBytes;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Not whole.
        }
    }
}
