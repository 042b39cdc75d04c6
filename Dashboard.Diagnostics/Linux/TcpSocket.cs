using System.Buffers.Binary;
using System.Net;

namespace Dashboard.Diagnostics.Linux;

/// <summary>The kernel's numbers (include/net/tcp_states.h).</summary>
internal enum TcpState : byte
{
    Established = 1,
    SynSent = 2,
    SynReceived = 3,
    FinWait1 = 4,
    FinWait2 = 5,
    TimeWait = 6,
    Closed = 7,
    CloseWait = 8,
    LastAck = 9,
    Listen = 10,
    Closing = 11,
    NewSynReceived = 12,
}

/// <summary>An address of 16 bytes and a port; IPv4 as an IPv6-mapped address, so that a dual-mode socket and a plain one compare equal.</summary>
internal readonly record struct TcpEndpoint(UInt128 Address, ushort Port)
{
    public string AddressText => ToIPAddress().ToString();

    public override string ToString() => new IPEndPoint(ToIPAddress(), Port).ToString();

    private IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Address);
        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}

/// <summary>One line of /proc/net/tcp or tcp6. A socket in TIME_WAIT belongs to no process any more: its inode is 0.</summary>
internal readonly record struct TcpSocket(
    TcpEndpoint Local, TcpEndpoint Remote, TcpState State, ulong Inode, long SendQueueBytes, long ReceiveQueueBytes);
