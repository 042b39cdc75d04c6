using System.Runtime.InteropServices;
using Dashboard.Diagnostics.Linux;

namespace Dashboard.Diagnostics.Connections;

/// <summary>
/// The TCP sockets of this process on Linux. Its lists are reused from reading to reading; not safe for concurrent use.
/// </summary>
internal sealed class OwnSockets
{
    private readonly List<int> _descriptors = [];
    private readonly SocketInodes _inodes = new();
    private readonly List<TcpSocket> _open = [];
    private readonly List<TcpSocket> _timeWait = [];
    private readonly HashSet<ushort> _listeningPorts = [];
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static bool Supported { get; } = OperatingSystem.IsLinux() && File.Exists("/proc/self/net/tcp") && Directory.Exists("/proc/self/fd");

    /// <summary>Every TCP socket that a descriptor of this process names, listening ones too.</summary>
    public ReadOnlySpan<TcpSocket> Open => CollectionsMarshal.AsSpan(_open);

    /// <summary>The namespace's sockets in TIME_WAIT: the kernel has taken them from their process, so whose they were is not known.</summary>
    public ReadOnlySpan<TcpSocket> TimeWait => CollectionsMarshal.AsSpan(_timeWait);

    public int DescriptorCount => _descriptors.Count;

    /// <summary>Sockets that are not TCP: UDP, Unix, netlink.</summary>
    public int OtherSockets => Math.Max(0, _inodes.Count - _open.Count);

    public bool IsIncoming(in TcpSocket socket) => socket.State != TcpState.Listen && _listeningPorts.Contains(socket.Local.Port);

    /// <summary>By asking each descriptor: cheap, without queues and without TIME_WAIT.</summary>
    public void ReadDescriptors()
    {
        Begin();
        SocketCalls.Read(_descriptors, _open);
        foreach (ref readonly var socket in Open)
            NoteListening(socket);
    }

    /// <summary>By the inodes of the descriptors, looked up in the kernel's tables of the network namespace.</summary>
    public void ReadTables()
    {
        Begin();
        // Descriptors first: a socket opened in between is missed this time; the other way round a closed one could be miscounted as not TCP.
        _inodes.Read(_descriptors);
        ReadTable("/proc/self/net/tcp");
        ReadTable("/proc/self/net/tcp6");
    }

    private void ReadTable(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            var table = new TcpTableReader(file, _buffer);
            while (table.Read(out var socket))
            {
                if (socket.State == TcpState.TimeWait)
                    _timeWait.Add(socket);
                else if (_inodes.Contains(socket.Inode))
                    Add(socket);
            }
        }
        catch (FileNotFoundException)
        {
            // A kernel without IPv6 has no tcp6.
        }
    }

    private void Add(in TcpSocket socket)
    {
        _open.Add(socket);
        NoteListening(socket);
    }

    private void NoteListening(in TcpSocket socket)
    {
        if (socket.State == TcpState.Listen)
            _listeningPorts.Add(socket.Local.Port);
    }

    private void Begin()
    {
        _open.Clear();
        _timeWait.Clear();
        _listeningPorts.Clear();
        Descriptors.Read(_descriptors);
    }
}
