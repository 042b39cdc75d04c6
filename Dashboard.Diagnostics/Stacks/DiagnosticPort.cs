using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Stacks;

/// <summary>
/// The runtime's own diagnostic port, asked from inside: the three commands that this library needs of the IPC protocol, so that
/// it needs no package. Blocking calls, for a thread of their own: a capture must work when the thread pool does not.
/// </summary>
internal static class DiagnosticPort
{
    private const int HeaderBytes = 20;
    private const byte EventPipe = 0x02;
    private const byte StopTracing = 0x01;
    private const byte CollectTracing2 = 0x03;
    private const byte ServerSet = 0xFF;
    private const byte Ok = 0x00;
    private const uint NettraceFormat = 1;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    private static ReadOnlySpan<byte> Magic => "DOTNET_IPC_V1\0"u8;

    /// <summary>Begins an event session without rundown. The socket then carries its nettrace stream, and somebody must read it.</summary>
    public static (Socket Stream, ulong SessionId) Start(string provider, ulong keywords, uint level, uint bufferMegabytes) =>
        Start([new EventProvider(provider, keywords, level)], bufferMegabytes, rundown: false);

    /// <summary>Begins an event session. The socket then carries its nettrace stream, and somebody must read it.</summary>
    /// <param name="rundown">At its end the stream tells the names of all methods: for readers in another process.</param>
    public static (Socket Stream, ulong SessionId) Start(IReadOnlyList<EventProvider> providers, uint bufferMegabytes, bool rundown)
    {
        var payload = new MemoryStream();
        using (var writer = new BinaryWriter(payload, Encoding.Unicode, leaveOpen: true))
        {
            writer.Write(bufferMegabytes);
            writer.Write(NettraceFormat);
            writer.Write(rundown);
            writer.Write(providers.Count);
            foreach (var provider in providers)
            {
                writer.Write(provider.Keywords);
                writer.Write(provider.Level);
                writer.Write(provider.Name.Length + 1);
                writer.Write(Encoding.Unicode.GetBytes(provider.Name + "\0"));
                writer.Write(0);
            }
        }

        var socket = Connect();
        try
        {
            return (socket, BinaryPrimitives.ReadUInt64LittleEndian(Ask(socket, CollectTracing2, payload.ToArray())));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Ends a session; returns when all of its events are in the stream.</summary>
    public static void Stop(ulong sessionId, TimeSpan? timeout = null)
    {
        using var socket = Connect();
        socket.ReceiveTimeout = (int)(timeout ?? AnswerTimeout).TotalMilliseconds;
        var payload = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(payload, sessionId);
        Ask(socket, StopTracing, payload);
    }

    private static byte[] Ask(Socket socket, byte command, byte[] payload)
    {
        var message = new byte[HeaderBytes + payload.Length];
        Magic.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        message[16] = EventPipe;
        message[17] = command;
        payload.CopyTo(message, HeaderBytes);
        for (var sent = 0; sent < message.Length;)
            sent += socket.Send(message.AsSpan(sent));

        var header = new byte[HeaderBytes];
        ReadWhole(socket, header);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14));
        if (!header.AsSpan(0, Magic.Length).SequenceEqual(Magic) || header[16] != ServerSet || size < HeaderBytes)
            throw new CaptureException($"The runtime's diagnostic port answered something that is not its protocol: this library speaks {Encoding.ASCII.GetString(Magic[..^1])}.");
        var answer = new byte[size - HeaderBytes];
        ReadWhole(socket, answer);
        if (header[17] != Ok || answer.Length < sizeof(ulong))
        {
            var code = answer.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(answer) : 0;
            throw new CaptureException($"The runtime's diagnostic port refused the event session (0x{code:X8}).");
        }

        return answer;
    }

    private static void ReadWhole(Socket socket, Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var read = socket.Receive(buffer);
            if (read == 0)
                throw new CaptureException("The runtime's diagnostic port closed the connection before it answered.");
            buffer = buffer[read..];
        }
    }

    private static Socket Connect()
    {
        if (!OperatingSystem.IsLinux())
            throw new CaptureException("Stacks of all threads are captured on Linux only.");
        var path = Address() ?? throw new CaptureException("The kernel does not tell when this process started (/proc/self/stat), and the runtime's diagnostic port is named by it.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            ReceiveTimeout = (int)AnswerTimeout.TotalMilliseconds,
            SendTimeout = (int)AnswerTimeout.TotalMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new CaptureException(
                $"The runtime's diagnostic port does not answer at {path} ({e.SocketErrorCode}). It is open unless DOTNET_EnableDiagnostics or DOTNET_EnableDiagnostics_IPC "
                + "is 0 or the temporary folder (TMPDIR) is read-only: set neither to 0, and give the process a writable temporary folder, before it starts.", e);
        }
    }

    /// <summary>The runtime names its socket by the process and by the moment of its start, in ticks of the kernel.</summary>
    private static string? Address()
    {
        Span<byte> buffer = stackalloc byte[1024];
        return ProcStat.TryParse(ProcFile.Read("/proc/self/stat", buffer), out var stat)
            ? Path.Join(Path.GetTempPath(), $"dotnet-diagnostic-{Environment.ProcessId}-{stat.StartTicks}-socket")
            : null;
    }
}

/// <summary>A source of events: which of them, and how detailed (2 errors, 4 informational, 5 verbose).</summary>
internal readonly record struct EventProvider(string Name, ulong Keywords, uint Level);
