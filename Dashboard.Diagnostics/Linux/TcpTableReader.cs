using System.Buffers.Binary;
using System.Buffers.Text;

namespace Dashboard.Diagnostics.Linux;

/// <summary>
/// Reads /proc/net/tcp and tcp6 line by line from bytes: a host with many connections has megabytes of them, and nothing is
/// allocated for a line. The buffer must hold the longest line (below 300 bytes); a line that is not understood is skipped and counted.
/// </summary>
internal ref struct TcpTableReader(Stream stream, Span<byte> buffer)
{
    private readonly Stream _stream = stream;
    private readonly Span<byte> _buffer = buffer;
    private int _start;
    private int _end;
    private bool _atEnd;

    public int SkippedLines { get; private set; }

    public bool Read(out TcpSocket socket)
    {
        while (NextLine(out var line))
        {
            if (TryParse(line, out socket))
                return true;
            // The headline begins with "sl"; the kernel pads every line with blanks.
            if (!line.IsEmpty && !line.TrimStart((byte)' ').StartsWith("sl"u8))
                SkippedLines++;
        }

        socket = default;
        return false;
    }

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var unread = _buffer[_start.._end];
            var newline = unread.IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = unread[..newline];
                _start += newline + 1;
                return true;
            }

            if (_atEnd || unread.Length == _buffer.Length)
            {
                line = unread;
                _start = _end = 0;
                return !line.IsEmpty;
            }

            unread.CopyTo(_buffer);
            _start = 0;
            _end = unread.Length;
            var read = _stream.Read(_buffer[_end..]);
            _end += read;
            _atEnd = read == 0;
        }
    }

    //   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
    //    0: 0100007F:13D8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1122 1 ...
    internal static bool TryParse(ReadOnlySpan<byte> line, out TcpSocket socket)
    {
        socket = default;
        Field(ref line);
        if (!TryParseEndpoint(Field(ref line), out var local) || !TryParseEndpoint(Field(ref line), out var remote))
            return false;
        if (!TryParseHex(Field(ref line), out var state))
            return false;
        var queues = Field(ref line);
        var colon = queues.IndexOf((byte)':');
        if (colon < 0 || !TryParseHex(queues[..colon], out var send) || !TryParseHex(queues[(colon + 1)..], out var receive))
            return false;
        for (var skipped = 0; skipped < 4; skipped++)
            Field(ref line);
        if (!Utf8Parser.TryParse(Field(ref line), out ulong inode, out _))
            return false;
        socket = new TcpSocket(local, remote, (TcpState)state, inode, send, receive);
        return true;
    }

    private static ReadOnlySpan<byte> Field(ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart((byte)' ');
        var end = line.IndexOf((byte)' ');
        var field = end < 0 ? line : line[..end];
        line = end < 0 ? [] : line[end..];
        return field;
    }

    private static bool TryParseEndpoint(ReadOnlySpan<byte> text, out TcpEndpoint endpoint)
    {
        endpoint = default;
        if (text.Length is not (8 + 5 or 32 + 5) || !TryParseHex(text[^4..], out var port))
            return false;
        Span<byte> address = stackalloc byte[16];
        var words = (text.Length - 5) / 8;
        for (var word = 0; word < words; word++)
        {
            if (!TryParseHex(text.Slice(word * 8, 8), out var value))
                return false;
            // Each word is printed as a number of the host, and lies in memory in network order.
            BitConverter.TryWriteBytes(address[((4 - words + word) * 4)..], value);
        }

        if (words == 1)
            address[10] = address[11] = 0xFF;
        endpoint = new TcpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(address), (ushort)port);
        return true;
    }

    private static bool TryParseHex(ReadOnlySpan<byte> text, out uint value) =>
        Utf8Parser.TryParse(text, out value, out var consumed, 'X') && consumed == text.Length;
}
