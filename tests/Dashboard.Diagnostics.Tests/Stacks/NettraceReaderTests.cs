using System.Text;
using Dashboard.Diagnostics.Stacks;

namespace Dashboard.Diagnostics.Tests.Stacks;

public sealed class NettraceReaderTests
{
    private const string Start = "Nettrace\u0014\0\0\0!FastSerialization.1";

    [Theory]
    [InlineData("", "ends in the middle")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n\r\n\r\n\r\n", "Not a nettrace stream of version 4.")]
    [InlineData(Start, "ends in the middle")]
    [InlineData(Start + "\u0002", "No object where one has to begin")]
    [InlineData(Start + "\u0005\u0005\u0001\u0004\0\0\0\u0004\0\0\0\u0005\0\0\0Trace\u0006short", "ends in the middle")]
    [InlineData(Start + "\u0005\u0005\u0001\u0002\0\0\0\u0002\0\0\0\u0007\0\0\0SPBlock\u0006\u007f\u007f\u007f\u007f\u007f\u007f\u007f", "announces an object of 2139062143 bytes")]
    [InlineData(Start + "\u0005\u0005\u0001\u0002\0\0\0\u0002\0\0\0\u0007\0\0\0SPBlock\u0006\u007f\u007f\u007f\u007f", "ends in the middle")]
    public void A_stream_that_is_cut_off_or_foreign_is_refused_in_words(string stream, string words) =>
        Assert.Contains(words, Assert.Throws<InvalidDataException>(() => NettraceReader.Read(Encoding.Latin1.GetBytes(stream))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stream_without_events_has_none() => Assert.Empty(NettraceReader.Read(Encoding.Latin1.GetBytes(Start + "\u0001")));
}
