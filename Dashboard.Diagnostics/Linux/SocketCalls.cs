using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dashboard.Diagnostics.Linux;

/// <summary>
/// Asks each descriptor of this process for its TCP endpoints and state. /proc/net/tcp walks the hash table of the whole machine (4 to 8 ms
/// for 262,144 buckets, however few sockets there are); this costs about 2 microseconds for each own descriptor. A descriptor that
/// is closed and reused meanwhile is answered as what it is now: the calls only read.
/// </summary>
internal static partial class SocketCalls
{
    private const int SolTcp = 6;
    private const int TcpInfo = 11;
    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    /// <summary>Adds every TCP socket, listening ones too, without its inode and queues.</summary>
    public static void Read(List<int> descriptors, List<TcpSocket> sockets)
    {
        foreach (var fd in descriptors)
        {
            if (TryRead(fd, out var socket))
                sockets.Add(socket);
        }
    }

    private static bool TryRead(int fd, out TcpSocket socket)
    {
        socket = default;
        // The first byte of struct tcp_info is the state; anything that is not a TCP socket refuses the question.
        byte state = 0;
        var length = 1;
        if (GetSockOpt(fd, SolTcp, TcpInfo, ref state, ref length) != 0 || length != 1)
            return false;
        TryReadEndpoint(fd, local: true, out var local);
        TryReadEndpoint(fd, local: false, out var remote);
        socket = new TcpSocket(local, remote, (TcpState)state, Inode: 0, SendQueueBytes: 0, ReceiveQueueBytes: 0);
        return true;
    }

    private static void TryReadEndpoint(int fd, bool local, out TcpEndpoint endpoint)
    {
        endpoint = default;
        Span<byte> name = stackalloc byte[128];
        var length = name.Length;
        ref var first = ref MemoryMarshal.GetReference(name);
        if ((local ? GetSockName(fd, ref first, ref length) : GetPeerName(fd, ref first, ref length)) != 0)
            return;
        var port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
        endpoint = MemoryMarshal.Read<ushort>(name) switch
        {
            Inet => new TcpEndpoint(new UInt128(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(name[4..])), port),
            Inet6 => new TcpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(name[8..]), port),
            _ => default,
        };
    }

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSockOpt(int fd, int level, int name, ref byte value, ref int length);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    private static partial int GetSockName(int fd, ref byte address, ref int length);

    [LibraryImport("libc", EntryPoint = "getpeername")]
    private static partial int GetPeerName(int fd, ref byte address, ref int length);
}
