using Dashboard.Diagnostics.Linux;
using Dashboard.Diagnostics.Tests.Fixtures;

namespace Dashboard.Diagnostics.Tests.Linux;

public sealed class TcpTableReaderTests
{
    [Theory]
    [InlineData(300)] // smaller than the table: lines straddle the reads
    [InlineData(64 * 1024)]
    public void Reads_every_socket_of_an_IPv4_table(int bufferBytes)
    {
        var sockets = ReadAll("tcp.txt", bufferBytes, out var skipped);

        Assert.Equal(0, skipped);
        Assert.Equal(
        [
            ("127.0.0.1:5080", "0.0.0.0:0", TcpState.Listen, 31415UL, 0, 3),
            ("10.2.0.2:49844", "142.251.0.34:443", TcpState.Established, 27182UL, 64, 256),
            ("10.2.0.2:49846", "142.251.0.34:443", TcpState.TimeWait, 0UL, 0, 0),
            ("10.2.0.2:49848", "142.251.0.34:443", TcpState.CloseWait, 16180UL, 0, 0),
        ],
        sockets.Select(s => (s.Local.ToString(), s.Remote.ToString(), s.State, s.Inode, s.SendQueueBytes, s.ReceiveQueueBytes)));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(64 * 1024)]
    public void Reads_every_socket_of_an_IPv6_table_and_shows_mapped_addresses_as_IPv4(int bufferBytes)
    {
        var sockets = ReadAll("tcp6.txt", bufferBytes, out var skipped);

        Assert.Equal(0, skipped);
        Assert.Equal(
        [
            ("[::]:8080", "[::]:0", TcpState.Listen, 11235UL),
            ("127.0.0.1:8080", "127.0.0.1:54321", TcpState.Established, 81321UL),
            ("[2001:db8::123:4567:89ab:cdef]:41000", "[::1]:443", TcpState.SynSent, 34558UL),
        ],
        sockets.Select(s => (s.Local.ToString(), s.Remote.ToString(), s.State, s.Inode)));
    }

    [Fact]
    public void An_IPv4_endpoint_equals_its_mapped_form()
    {
        Assert.True(TcpTableReader.TryParse("0: 0100007F:1F90 0100007F:D431 01 0:0 00:0 0 0 0 1 1"u8, out var plain));
        Assert.True(TcpTableReader.TryParse(
            "0: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000100007F:D431 01 0:0 00:0 0 0 0 1 1"u8, out var mapped));

        Assert.Equal(plain, mapped);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   0: 0100007F:13D8")]
    [InlineData("   0: 0100007F:13D8 00000000:0000 0A 0:0 00:0 0 0 0 notanumber 1")]
    [InlineData("   0: 0100007F13D8 00000000:0000 0A 0:0 00:0 0 0 0 12 1")]
    [InlineData("   0: 0100007X:13D8 00000000:0000 0A 0:0 00:0 0 0 0 12 1")]
    [InlineData("   0: 0100007F:13D8 00000000:0000 ZZ 0:0 00:0 0 0 0 12 1")]
    [InlineData("   0: 0100007F:13D8 00000000:0000 0A 00 00:0 0 0 0 12 1")]
    public void A_line_that_is_not_understood_costs_only_itself(string line)
    {
        var text = $"  sl  local_address rem_address\n{line}\n   1: 0100007F:13D8 00000000:0000 0A 0:0 00:0 0 0 0 77 1\n";
        var table = new TcpTableReader(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)), new byte[300]);

        Assert.True(table.Read(out var socket));
        Assert.Equal(77UL, socket.Inode);
        Assert.False(table.Read(out _));
        Assert.Equal(line.Length == 0 ? 0 : 1, table.SkippedLines);
    }

    [Fact]
    public void A_line_longer_than_the_buffer_does_not_hang_it()
    {
        var text = $"{new string('x', 1000)}\n   1: 0100007F:13D8 00000000:0000 0A 0:0 00:0 0 0 0 77 1\n";
        var table = new TcpTableReader(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)), new byte[300]);

        Assert.True(table.Read(out var socket));
        Assert.Equal(77UL, socket.Inode);
    }

    private static List<TcpSocket> ReadAll(string fixture, int bufferBytes, out int skipped)
    {
        var table = new TcpTableReader(new MemoryStream(Fixture.Read(fixture)), new byte[bufferBytes]);
        var sockets = new List<TcpSocket>();
        while (table.Read(out var socket))
            sockets.Add(socket);
        skipped = table.SkippedLines;
        return sockets;
    }
}
