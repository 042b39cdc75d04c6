using System.Text;
using Dashboard.Server.Collection;

namespace Dashboard.Server.Tests.Collection;

public sealed class QuantityParserTests
{
    [Theory]
    [InlineData("12345n", 12345)]
    [InlineData("250u", 250_000)]
    [InlineData("1500m", 1_500_000_000)]
    [InlineData("2", 2_000_000_000)]
    [InlineData("0", 0)]
    [InlineData("0n", 0)]
    [InlineData("+1", 1_000_000_000)]
    [InlineData("-1", -1_000_000_000)]
    [InlineData(".5", 500_000_000)]
    [InlineData("5.", 5_000_000_000)]
    [InlineData("0.1", 100_000_000)]
    [InlineData("00012", 12_000_000_000)]
    [InlineData("1e3", 1_000_000_000_000)]
    [InlineData("1E3", 1_000_000_000_000)]
    [InlineData("1e+3", 1_000_000_000_000)]
    [InlineData("1e-3", 1_000_000)]
    [InlineData("1k", 1_000_000_000_000)]
    [InlineData("9223372036854775807n", long.MaxValue)]
    [InlineData("9223372036.854775807", long.MaxValue)]
    [InlineData("1234567890123456789n", 1_234_567_890_123_456_789)]
    [InlineData("0.0000000001", 1)] // rounds away from zero, as Quantity does
    [InlineData("1.1n", 2)]
    [InlineData("0.000000000000000000000000000001", 1)]
    public void Cpu_is_read_in_nanocores(string quantity, long nanocores)
    {
        Assert.True(QuantityParser.TryParseNanocores(Encoding.UTF8.GetBytes(quantity), out var value));
        Assert.Equal(nanocores, value);
    }

    [Theory]
    [InlineData("129e6", 129_000_000)]
    [InlineData("1E", 1_000_000_000_000_000_000)]
    [InlineData("1e+3", 1000)]
    [InlineData("0.5Gi", 536_870_912)]
    [InlineData(".5Ki", 512)]
    [InlineData("128974848", 128_974_848)]
    [InlineData("128974848000m", 128_974_848)]
    [InlineData("123456Ki", 126_418_944)]
    [InlineData("129M", 129_000_000)]
    [InlineData("1500m", 2)]
    [InlineData("1k", 1000)]
    [InlineData("1Ki", 1024)]
    [InlineData("1Mi", 1_048_576)]
    [InlineData("1Gi", 1_073_741_824)]
    [InlineData("1G", 1_000_000_000)]
    [InlineData("1Ti", 1_099_511_627_776)]
    [InlineData("1T", 1_000_000_000_000)]
    [InlineData("1Pi", 1_125_899_906_842_624)]
    [InlineData("1P", 1_000_000_000_000_000)]
    [InlineData("7Ei", 8_070_450_532_247_928_832)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("123456789.123456789Ki", 126_419_752_063)] // …062.4197… rounds up
    [InlineData("1u", 1)]
    [InlineData("0e1000000", 0)]
    public void Memory_is_read_in_bytes(string quantity, long bytes)
    {
        Assert.True(QuantityParser.TryParseBytes(Encoding.UTF8.GetBytes(quantity), out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("Ki")]
    [InlineData("1ki")]
    [InlineData("1KI")]
    [InlineData("1K")]
    [InlineData("1i")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e1.5")]
    [InlineData("1.2.3")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("1mm")]
    [InlineData("NaN")]
    [InlineData("--1")]
    [InlineData("1\u00b5")]
    [InlineData("not-a-quantity")]
    public void What_is_no_quantity_fails(string text)
    {
        Assert.False(QuantityParser.TryParseNanocores(Encoding.UTF8.GetBytes(text), out _));
        Assert.False(QuantityParser.TryParseBytes(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("8Ei")]
    [InlineData("10E")]
    [InlineData("9223372036854775808")]
    [InlineData("1e19")]
    [InlineData("1e99999999999999999999")]
    [InlineData("99999999999999999999999999999999999999999999")]
    public void What_does_not_fit_fails_instead_of_being_wrong(string text) =>
        Assert.False(QuantityParser.TryParseBytes(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Cpu_overflows_earlier_than_memory()
    {
        Assert.False(QuantityParser.TryParseNanocores("9223372036.854775808"u8, out _));
        Assert.False(QuantityParser.TryParseNanocores("1E"u8, out _));
    }

    [Fact]
    public void It_agrees_with_KubernetesClient_on_random_quantities()
    {
        var random = new Random(1);
        string[] suffixes = ["", "n", "u", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "E-2", "e+1"];
        for (var i = 0; i < 5_000; i++)
        {
            var text = random.Next(0, 100_000).ToString(System.Globalization.CultureInfo.InvariantCulture)
                + (random.Next(2) == 0 ? "" : "." + random.Next(0, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture))
                + suffixes[random.Next(suffixes.Length)];
            var expected = new k8s.Models.ResourceQuantity(text).ToDecimal();
            Assert.True(QuantityParser.TryParseBytes(Encoding.UTF8.GetBytes(text), out var bytes), text);
            Assert.True(decimal.Ceiling(expected) == bytes, $"{text}: {expected} {bytes}");
        }
    }

    [Theory]
    [InlineData("15s", 15_000)]
    [InlineData("20.085s", 20_085)]
    [InlineData("1m0s", 60_000)]
    [InlineData("1h1m1.5s", 3_661_500)]
    [InlineData("250ms", 250)]
    [InlineData("1500\u00b5s", 2)]
    public void A_window_is_a_duration_of_Go(string text, int milliseconds)
    {
        Assert.True(DurationParser.TryParseMilliseconds(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(milliseconds, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("1d")]
    [InlineData("99999h")]
    public void What_is_no_duration_fails(string text) =>
        Assert.False(DurationParser.TryParseMilliseconds(Encoding.UTF8.GetBytes(text), out _));
}
