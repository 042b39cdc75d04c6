using System.Text;
using System.Text.Json;
using Dashboard.Server.Live.Pods;

namespace Dashboard.Server.Tests.Live.Pods;

public sealed class SparkConverterTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(7, "7")]
    [InlineData(100, "100")]
    [InlineData(9999, "9999")]
    [InlineData(10_000, "1e4")]
    [InlineData(12_344, "12340")]
    [InlineData(12_345, "12350")]
    [InlineData(99_994, "99990")]
    [InlineData(99_995, "1e5")]
    [InlineData(123_456, "1235e2")]
    [InlineData(2_680_125_440, "268e7")]
    [InlineData(2_681_125_440, "2681e6")]
    [InlineData(9_007_199_254_740_991, "9007e12")]
    public void A_value_has_four_digits_and_is_a_JSON_number(long value, string expected)
    {
        Span<byte> number = stackalloc byte[24];
        var text = Encoding.ASCII.GetString(number[..SparkConverter.Format(value, number)]);
        Assert.Equal(expected, text);
        var read = JsonSerializer.Deserialize<double>(text);
        Assert.InRange(read, value * 0.9995, value * 1.0005);
    }
}
